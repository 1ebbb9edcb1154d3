"""The routes of the pages of the desk. Those of accounts are in `login.py`, `finish.py`,
`own_account.py` and `advisers.py`."""

from starlette.routing import Route

from adapters.console.actions import Actions
from adapters.console.case import CasePage
from adapters.console.console import Console
from adapters.console.events import event_routes
from adapters.console.guard import ConsoleRoute
from adapters.console.queue import QueuePage
from adapters.console.typing import TypingSigns


def routes(console: Console) -> list[ConsoleRoute | Route]:
    """For `Guard.build`."""
    queue, case = QueuePage(console), CasePage(console)
    return [
        console.pages.route(),
        *queue.routes(),
        *case.routes(),
        *TypingSigns(console).routes(),
        *Actions(console, case, queue).routes(),
        *event_routes(console),
    ]
