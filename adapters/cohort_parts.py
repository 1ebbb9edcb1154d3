"""The course in groups as one process runs it: pages for those who lead one, and their guide. Part
of the composition root (`app.py`)."""

from collections.abc import Sequence

from adapters.channels import invitations
from adapters.console.cohorts import CohortsPage, Guides, Invitation
from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute
from adapters.database import Database
from adapters.guide_pdf import make_pdf
from adapters.settings import Settings
from adapters.telegram.channel import Telegram
from bot.cohorts.guide import build_guide
from bot.engine.content import Catalogue
from bot.ports import Clock


class CohortParts:
    def __init__(
        self,
        settings: Settings,
        database: Database,
        catalogue: Catalogue,
        telegram: Telegram | None,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._database = database
        self._catalogue = catalogue
        self._telegram = telegram
        self._clock = clock

    def routes(self, console: Console) -> Sequence[ConsoleRoute]:
        guides = Guides(tuple(self._catalogue.languages), self.guide)
        return CohortsPage(console, self._database.cohorts, self._invite, guides).routes()

    def guide(self, language: str) -> bytes:
        today = self._clock().date()
        return make_pdf(build_guide(self._catalogue, language, today), language, today)

    def _invite(self, given: str) -> list[Invitation]:
        found = invitations(self._settings, self._telegram, given)
        return [Invitation(way.name, way.url) for way in found]
