"""Why a panel is not changed as somebody asks: a closed vocabulary, a sentence each in the
console's words."""

from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    NO_SUCH_PANEL = "no_such_panel"
    STALE = "stale"  # somebody changed it meanwhile: look again
    NOT_ALLOWED = "not_allowed"
    NOT_YOURS = "not_yours"  # another member is to answer this
    BAD_SLUG = "bad_slug"
    SLUG_TAKEN = "slug_taken"
    BAD_TIMES = "bad_times"
    BAD_ZONE = "bad_zone"
    NO_TITLE = "no_title"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    HER_WORDS = "her_words"  # it has a piece of what a contact wrote
    NOTHING_CHOSEN = "nothing_chosen"
    ALREADY_DONE = "already_done"
    NOT_NOW = "not_now"  # as the panel stands, this cannot be done
    NO_ANSWER = "no_answer"
    NEEDS_SECOND = "needs_second"
    BAD_PICTURE = "bad_picture"
    BIG_PICTURE = "big_picture"
    NO_SUCH_ADVISER = "no_such_adviser"


class Refused(NamedTuple):
    why: Fault
