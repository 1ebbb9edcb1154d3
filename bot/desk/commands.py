"""What an adviser asks of the desk. `by` is who asks; `version` the case as they saw it (None: as
it is now)."""

from dataclasses import dataclass

from bot.desk.model import Outcome, Presence
from bot.desk.suggestions import Misreading
from bot.understanding.languages import Variant
from bot.understanding.needs import Need

UNBLOCK_REASONS = ("mistake", "talked_over", "time_passed")
"""Why a block is lifted: the record names reasons, and holds nothing that anybody wrote."""


@dataclass(frozen=True, slots=True)
class Command:
    by: int


@dataclass(frozen=True, slots=True)
class OfCase(Command):
    case_id: int


@dataclass(frozen=True, slots=True)
class Change(OfCase):
    version: int | None


@dataclass(frozen=True, slots=True)
class Claim(Change):
    pass


@dataclass(frozen=True, slots=True)
class Reply(Change):
    """`canned` names the canned reply it was made from. `key` is the page's own id of it."""

    key: str
    text: str
    canned: str = ""


@dataclass(frozen=True, slots=True)
class AddNote(OfCase):
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Transfer(Change):
    """To an adviser, or to a queue where nobody is named."""

    to_adviser: int | None
    to_queue: str
    note: str


@dataclass(frozen=True, slots=True)
class Invite(Change):
    adviser: int


@dataclass(frozen=True, slots=True)
class Pause(Change):
    pass


@dataclass(frozen=True, slots=True)
class Resume(Change):
    pass


@dataclass(frozen=True, slots=True)
class Close(Change):
    """`flow`: where the guide goes on, a flow or `flow.state`; "": at the menu."""

    outcome: Outcome
    flow: str = ""


@dataclass(frozen=True, slots=True)
class FlagPhone(Change):
    unsafe: bool


@dataclass(frozen=True, slots=True)
class SendNumbers(Change):
    key: str


@dataclass(frozen=True, slots=True)
class AskToWrite(Change):
    """The channel's window is shut: a prepared template asks her to write."""

    key: str


@dataclass(frozen=True, slots=True)
class Warn(Change):
    pass


@dataclass(frozen=True, slots=True)
class EndAbuse(Change):
    pass


@dataclass(frozen=True, slots=True)
class Block(Change):
    pass


@dataclass(frozen=True, slots=True)
class GiveBack(Change):
    pass


@dataclass(frozen=True, slots=True)
class Look(OfCase):
    pass


@dataclass(frozen=True, slots=True)
class Types(OfCase):
    """Writes a reply just now."""


@dataclass(frozen=True, slots=True)
class Misread(OfCase):
    """`need`: what it truly was; `near`: what a false alarm was taken for. `phrase`: how one could
    say it, in the adviser's own words, or ""."""

    key: str
    kind: Misreading
    need: Need
    near: Need | None
    variant: Variant
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class BreakGlass(OfCase):
    reason: str


@dataclass(frozen=True, slots=True)
class Unblock(OfCase):
    """`reason`: one of `UNBLOCK_REASONS`."""

    reason: str


@dataclass(frozen=True, slots=True)
class HandOverAll(Command):
    from_adviser: int


@dataclass(frozen=True, slots=True)
class SetPresence(Command):
    """`adviser`: whose it is; None: one's own."""

    presence: Presence
    adviser: int | None = None


@dataclass(frozen=True, slots=True)
class SignOfLife(Command):
    pass


@dataclass(frozen=True, slots=True)
class Debriefed(Command):
    adviser: int
