"""The routes of live webchats, for moderators and panellists."""

from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute
from adapters.console.panels import PanelsPage
from adapters.console.panels_asked import AskedPage
from adapters.console.panels_desk import PanelDesk
from bot.panels.ports import PanelReader


def panel_routes(console: Console, reader: PanelReader) -> list[ConsoleRoute]:
    """For `Guard.build`."""
    desk = PanelDesk(console, reader)
    return [*PanelsPage(console, desk).routes(), *AskedPage(console, desk).routes()]
