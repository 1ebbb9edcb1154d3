"""A live webchat: who answers, what was asked, and what the panel says to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

OVERRUN = timedelta(hours=1)
"""A panel may go on for so long after its end, if nobody ends it before."""
QUESTIONS_KEPT = timedelta(days=30)
"""After a panel was over (bot/content/en/webchat.toml says so)."""
OPEN_AT_MOST = 5
"""Questions of one conversation in one panel that nobody has dealt with yet."""
QUESTION_AT_MOST = 1000
ANSWER_AT_MOST = 3000
THEME_AT_MOST = 300
"""Characters."""


class PanelStatus(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    LIVE = "live"  # by the clock, or because a moderator began it early
    OVER = "over"
    PUBLISHED = "published"  # the transcript was reviewed: the guide may offer it


OPEN = frozenset({PanelStatus.ANNOUNCED, PanelStatus.LIVE})
"""While a panel is in one of these it can be asked."""
SHOWN = frozenset(PanelStatus) - {PanelStatus.DRAFT}


@dataclass(frozen=True, slots=True)
class PanelText:
    title: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Who answers. `adviser_id`: the account they answer from, where they do that themselves.
    `picture` names a stored picture by the hash of what is in it; "" is none."""

    id: int
    panel_id: int
    name: str
    role: str = ""
    about: str = ""
    adviser_id: int | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """As it is served: checked, and without what a camera wrote into it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Panel:
    """`slug` is its address. `starts_at`, `ends_at`, `over_at` in UTC; `zone` is the IANA name by
    whose clocks it goes. `over_at`: when nothing can be asked any more. `texts` by language; the
    first is the one it was written in. `languages`: those that questions are answered in.
    `finished_by`: who said that the transcript is ready; somebody else reviews it. `edition` goes
    up with each answer that is published or mended, `version` with each change of the panel.
    """

    id: int
    slug: str
    texts: Mapping[str, PanelText]
    starts_at: datetime
    ends_at: datetime
    over_at: datetime
    zone: str
    languages: tuple[str, ...]
    status: PanelStatus = PanelStatus.DRAFT
    members: tuple[Member, ...] = ()
    finished_by: int | None = None
    reviewed_by: int | None = None
    edition: int = 0
    version: int = 1

    def status_at(self, now: datetime) -> PanelStatus:
        if self.status not in OPEN:
            return self.status
        if now >= self.over_at:
            return PanelStatus.OVER
        return PanelStatus.LIVE if now >= self.starts_at else self.status

    def is_open(self, now: datetime) -> bool:
        return self.status_at(now) in OPEN

    def text(self, language: str) -> PanelText:
        return self.texts[nearest(language, self.texts)]

    def member(self, member_id: int | None) -> Member | None:
        return next((one for one in self.members if one.id == member_id), None)

    def seat_of(self, adviser_id: int) -> Member | None:
        """As whom this adviser answers."""
        return next((one for one in self.members if one.adviser_id == adviser_id), None)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))


class QuestionStatus(StrEnum):
    NEW = "new"
    TAKEN = "taken"  # it is part of a theme
    DECLINED = "declined"


class Decline(StrEnum):
    """Why a question does not go to the panel: a kind word each in the content."""

    OTHER = "other"  # the panel cannot help with this
    KNOWN = "known"  # it was answered already
    PERSON = "person"  # better talked about with one person
    TIME = "time"  # there was no time left


@dataclass(frozen=True, slots=True)
class Question:
    """What a contact asked. Whose it is stays in the store."""

    id: int
    panel_id: int
    at: datetime
    language: str
    text: str
    status: QuestionStatus = QuestionStatus.NEW
    theme_id: int | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """What the panel answers: one or more questions, in the moderators' words. `texts` and
    `answers` by language. `number` counts the published ones of a panel, `edition` is the panel's
    when the answer was published or last mended; 0: not published."""

    id: int
    panel_id: int
    texts: Mapping[str, str]
    member_id: int | None = None
    answers: Mapping[str, str] | None = None
    number: int = 0
    edition: int = 0
    version: int = 1

    @property
    def is_published(self) -> bool:
        return self.number > 0

    @property
    def is_answered(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of somebody's questions are where."""

    new: int = 0
    taken: int = 0
    answered: int = 0
    declined: int = 0


def nearest(language: str, known: Iterable[str]) -> str:
    """Of the languages of a text the one to show to somebody who reads `language`: that, the same
    in other letters, English, the first."""
    codes = list(known)
    base = language.partition("-")[0]
    same = [code for code in codes if code.partition("-")[0] == base]
    wished = [code for code in (language, *same, "en") if code in codes]
    return (wished or codes)[0]
