"""What moderators and panellists ask for. `by` is who asks; `version` what they saw of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.panels.model import Decline, Member, PanelStatus, PanelText, Picture


@dataclass(frozen=True, slots=True)
class OfPanel:
    by: int
    panel_id: int


@dataclass(frozen=True, slots=True)
class SavePanel(OfPanel):
    """`version` 0: a new one."""

    version: int
    slug: str
    texts: Mapping[str, PanelText]
    starts_at: datetime
    ends_at: datetime
    zone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveOn(OfPanel):
    """`to` PUBLISHED says the first time that the transcript is ready, and the second time, by
    somebody else, that it was reviewed."""

    version: int
    to: PanelStatus


@dataclass(frozen=True, slots=True)
class SaveMember(OfPanel):
    """With id 0 a new one. Without a picture the one there is stays."""

    member: Member
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class DropMember(OfPanel):
    member_id: int


@dataclass(frozen=True, slots=True)
class Merge(OfPanel):
    """Make one theme of questions; `theme_id` names one that there is already, `texts` the words
    of a new one."""

    questions: tuple[int, ...]
    theme_id: int = 0
    texts: Mapping[str, str] | None = None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class DeclineAll(OfPanel):
    questions: tuple[int, ...]
    reason: Decline


@dataclass(frozen=True, slots=True)
class OfTheme(OfPanel):
    theme_id: int
    version: int


@dataclass(frozen=True, slots=True)
class EditTheme(OfTheme):
    texts: Mapping[str, str]
    member_id: int | None


@dataclass(frozen=True, slots=True)
class WriteAnswer(OfTheme):
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Publish(OfTheme):
    pass
