"""One command about a panel under way: who asks, and the panel, locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk.model import Adviser
from bot.desk.roles import Permission, may
from bot.panels.commands import OfTheme
from bot.panels.model import Panel, Theme
from bot.panels.ports import PanelStore
from bot.panels.refusals import Fault, Refused
from bot.ports import Transaction

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PanelWork:
    transaction: Transaction
    by: Adviser
    panel: Panel
    now: datetime

    @property
    def panels(self) -> PanelStore:
        return self.transaction.panels

    @property
    def moderates(self) -> bool:
        return may(self.by.role, Permission.PANELS)

    def theme(self, item: OfTheme) -> Theme | Refused:
        found = self.panels.theme(item.theme_id)
        if found is None or found.panel_id != self.panel.id:
            return Refused(Fault.NO_SUCH_PANEL)
        return found if found.version == item.version else Refused(Fault.STALE)


def tidied(texts: Texts) -> dict[str, str]:
    """Those that say something."""
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def fault_of_texts(texts: Texts, at_most: int) -> Refused | None:
    if not texts:
        return Refused(Fault.EMPTY)
    is_long = any(len(text) > at_most for text in texts.values())
    return Refused(Fault.TOO_LONG) if is_long else None
