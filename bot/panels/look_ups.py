"""What the flow `webchat` looks up. Ids and counts come back, never a word that was asked."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.asked import Asked, LookUp
from bot.panels.asking import has_room, is_id, look_at
from bot.panels.model import SHOWN, Panel, PanelStatus, Standing
from bot.reminders.model import Consent

FOUND, PAST, NONE = "found", "past", "none"
OPEN, FULL = "open", "full"
YES, NO = "yes", "no"


def _panels(asked: Asked) -> str:
    """The panel that is on or comes next; after the one that `about` names, the one after it. With
    it how many there are, whether she follows it, and the latest whose transcript was reviewed."""
    coming = asked.transaction.panels.open_panels(asked.now)
    past = _latest_id(asked)
    if not coming:
        return f"{PAST} {past}" if past else NONE
    known = [str(one.id) for one in coming]
    at = (known.index(asked.about) + 1) % len(known) if asked.about in known else 0
    follows = YES if _follows(asked, coming[at]) else NO
    return f"{FOUND} {known[at]} {len(known)} {follows} {past}".rstrip()


def _follows(asked: Asked, panel: Panel) -> bool:
    """She may have taken her consent back elsewhere."""
    transaction, id_ = asked.transaction, asked.conversation.id
    if not transaction.panels.follows(panel.id, id_):
        return False
    return Consent.PANELS in transaction.reminders.agreed(id_)


def _latest_id(asked: Asked) -> str:
    return next((str(one.id) for one in asked.transaction.panels.reviewed(1)), "")


def _room(asked: Asked) -> str:
    panel = look_at(asked.transaction, asked.about)
    if panel is None or not panel.is_open(asked.now):
        return NONE
    return OPEN if has_room(_standing(asked, panel)) else FULL


def _standing(asked: Asked, panel: Panel) -> Standing:
    return asked.transaction.panels.standing(panel.id, asked.conversation.id)


def _answers(asked: Asked) -> str:
    """`about`: the panel, and the answer after which the next is looked for."""
    wanted, _, last = asked.about.partition(" ")
    panel = look_at(asked.transaction, wanted) or _any_panel(asked)
    if panel is None or panel.status_at(asked.now) not in SHOWN:
        return NONE
    ids = [str(one.id) for one in asked.transaction.panels.published(panel.id)]
    later = ids[ids.index(last) + 1 :] if is_id(last) and last in ids else ids
    return f"{FOUND} {later[0]}" if later else NONE


def _any_panel(asked: Asked) -> Panel | None:
    """Where an old button does not say which: the one that is on or comes next."""
    panels = asked.transaction.panels
    return next(iter([*panels.open_panels(asked.now), *panels.reviewed(1)]), None)


def _mine(asked: Asked) -> str:
    panel = look_at(asked.transaction, asked.about)
    if panel is None or panel.status_at(asked.now) is PanelStatus.DRAFT:
        return NONE
    mine = _standing(asked, panel)
    if mine == Standing():
        return NONE
    return f"{FOUND} {mine.new} {mine.taken} {mine.answered} {mine.declined}"


LOOK_UPS: Mapping[str, LookUp] = MappingProxyType(
    {"panels": _panels, "panel_room": _room, "panel_answers": _answers, "panel_mine": _mine}
)
