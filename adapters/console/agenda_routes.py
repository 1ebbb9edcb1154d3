"""The routes of events, for editors."""

from adapters.console.agenda import Agenda, AgendaPage
from adapters.console.agenda_edit import EventEditor
from adapters.console.agenda_feeds import FeedsPage
from adapters.console.agenda_hosts import HostsPage
from adapters.console.agenda_import import ImportPage
from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute


def agenda_routes(console: Console, agenda: Agenda) -> list[ConsoleRoute]:
    """For `Guard.build`."""
    return [
        *AgendaPage(console, agenda).routes(),
        *ImportPage(console, agenda).routes(),
        *FeedsPage(console, agenda).routes(),
        *HostsPage(console, agenda).routes(),
        *EventEditor(console, agenda).routes(),
    ]
