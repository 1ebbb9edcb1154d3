"""What a contact does with panels: deeds of her turn (`bot.deeds`)."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.doing import Do, Doing
from bot.engine.effects import Deed
from bot.panels.model import OPEN_AT_MOST, QUESTION_AT_MOST, Panel, Question, Standing
from bot.panels.reminding import EVERY, reminders_of
from bot.ports import Transaction
from bot.reminders.model import Consent

ID_BELOW = 2**63
DIGITS = len(str(ID_BELOW))


def has_room(standing: Standing) -> bool:
    return standing.new < OPEN_AT_MOST


def _ask(doing: Doing, deed: Deed) -> None:
    """She is told by a look-up of the same turn whether it was taken (`panel_room`)."""
    panel, text = _open_panel(doing, deed), storable(deed.text)
    if panel is None or not text:
        return
    panels, contact = doing.transaction.panels, doing.conversation
    if not has_room(panels.standing(panel.id, contact.id)):
        return
    asked = Question(panels.new_id(), panel.id, doing.now, contact.language, text)
    panels.ask(asked, contact.id)
    doing.transaction.reminders.agree(contact.id, Consent.PANELS, doing.now)


def _follow(doing: Doing, deed: Deed) -> None:
    panel = _open_panel(doing, deed)
    if panel is None:
        return
    transaction, contact = doing.transaction, doing.conversation
    transaction.panels.follow(panel.id, contact.id, doing.now)
    transaction.reminders.agree(contact.id, Consent.PANELS, doing.now)
    transaction.reminders.put(reminders_of(panel, contact.id, doing.now))


def _unfollow(doing: Doing, _deed: Deed) -> None:
    """Nothing of any panel goes to her by itself any more."""
    contact, reminders = doing.conversation, doing.transaction.reminders
    doing.transaction.panels.unfollow(contact.id)
    reminders.forget(contact.id, EVERY)
    reminders.withdraw(contact.id, Consent.PANELS)


def _open_panel(doing: Doing, deed: Deed) -> Panel | None:
    panel = look_at(doing.transaction, deed.about[0] if deed.about else "")
    return panel if panel is not None and panel.is_open(doing.now) else None


def look_at(transaction: Transaction, about: str) -> Panel | None:
    """By an id as a session keeps it."""
    return transaction.panels.look(int(about)) if is_id(about) else None


def is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text) < ID_BELOW


def storable(text: str) -> str:
    """Halves of characters cannot be written."""
    return text[:QUESTION_AT_MOST].encode(errors="replace").decode().replace("\0", "").strip()


DEEDS: Mapping[str, Do] = MappingProxyType(
    {"panel.ask": _ask, "panel.follow": _follow, "panel.unfollow": _unfollow}
)
