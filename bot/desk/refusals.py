"""Why the desk does not do what an adviser asks: a closed vocabulary, a sentence each in the
console's words. A refusal is a value: others who share its transaction are not disturbed."""

from enum import StrEnum
from typing import NamedTuple


class Why(StrEnum):
    NO_SUCH_CASE = "no_such_case"  # never was, erased, or not for this adviser to see
    STALE = "stale"  # somebody changed the case meanwhile: look again
    TAKEN = "taken"  # another adviser claimed it first (`who`)
    NOT_YOURS = "not_yours"
    CLOSED = "closed"
    FULL = "full"  # the adviser has as many cases as they may
    NOT_ON = "not_on"  # the adviser is on a break or off
    BREAK_DUE = "break_due"  # the adviser has handled so many cases that a break comes first
    HOLDS_CASES = "holds_cases"  # before a break or going home, cases are handed over
    NOT_ALLOWED = "not_allowed"  # the role does not permit it
    EMPTY = "empty"
    TOO_LONG = "too_long"
    WINDOW_SHUT = "window_shut"  # the channel takes only a prepared template now
    NOT_NEEDED = "not_needed"  # the channel takes what we write: no template goes out
    UNSAFE_PHONE = "unsafe_phone"  # nothing goes to her first: she has to write
    WAITS_FOR_HER = "waits_for_her"  # she asked that we wait until she writes
    NOT_LATER = "not_later"  # her last word is too old: she asked not to be written to later
    STOPPED = "stopped"  # she asked for no more messages, or cannot be reached
    NEEDS_SECOND = "needs_second"  # a second person has to agree
    NO_SUCH_ADVISER = "no_such_adviser"
    NO_SUCH_QUEUE = "no_such_queue"
    NO_SUCH_FLOW = "no_such_flow"
    DANGER_NOW = "danger_now"  # a case with danger is not closed by one alone
    ALREADY_DONE = "already_done"  # a repeat of a request that was carried out
    OTHER_NEED = "other_need"  # a danger that was missed is one, and a false alarm is none
    HER_WORDS = "her_words"  # a phrase is in the adviser's own words
    LONG_PHRASE = "long_phrase"
    ONE_AT_A_TIME = "one_at_a_time"  # another broadcast is on its way
    OTHER_LETTERS = "other_letters"  # not those of the language that was chosen


class Refusal(NamedTuple):
    why: Why
    who: str = ""  # the first name of the adviser who was quicker, where that is the reason
