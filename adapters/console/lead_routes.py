"""The routes of what a lead sees: board, reports, files, record. Of care, for every adviser, and of
phrases, for editors."""

from adapters.console.audit_page import AuditPage
from adapters.console.blocks import BlocksPage
from adapters.console.board import BoardPage
from adapters.console.care import CarePage
from adapters.console.console import Console
from adapters.console.export import ExportActions
from adapters.console.guard import ConsoleRoute
from adapters.console.handover import HandoverActions
from adapters.console.numbers import NumbersPage
from adapters.console.phrases import PhrasesPage
from adapters.console.reports import ReportsPage


def lead_routes(console: Console) -> list[ConsoleRoute]:
    """For `Guard.build`."""
    board, reports = BoardPage(console), ReportsPage(console)
    return [
        *board.routes(),
        *HandoverActions(console, board).routes(),
        *BlocksPage(console).routes(),
        *reports.routes(),
        *ExportActions(console, reports).routes(),
        *NumbersPage(console).routes(),
        *AuditPage(console).routes(),
        *CarePage(console).routes(),
        *PhrasesPage(console).routes(),
    ]
