"""The editors' pages of events over a real store."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import httpx2
from starlette.testclient import TestClient

from adapters.calendars.anything import read_anything
from adapters.calendars.faults import FeedRefused
from adapters.calendars.feeds import source_of
from adapters.calendars.fetch import check_address
from adapters.console.agenda import Agenda
from adapters.console.agenda_routes import agenda_routes
from bot.engine.turn import Engine
from bot.events.model import Event, EventStatus, EventText, Registration, Standing
from bot.ports import Transaction
from tests.adapters.console.entrance import SITE, csrf, send
from tests.adapters.console.leads import ED, Leads
from tests.adapters.events.shelf import TwoTowns
from tests.contracts.conftest import World, do
from tests.contracts.turns import open_case

AGENDA, NEW, SAVE, TURN = (f"/console/agenda{end}" for end in ("", "/new", "/save", "/turn"))
FILLED = {
    "title-en": "Tea and talk",
    "about-en": "Bring a friend.",
    "starts": "2026-12-01T18:30",
    "ends": "2026-12-01T20:00",
    "zone": "Europe/London",
    "town": "Leeds",
    "address": "12 Hidden Mews",
    "address_for": "registered",
}
STARTS = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)


class Sent(NamedTuple):
    name: str
    content: bytes


class Editors:
    def __init__(self, world: World, engine: Engine) -> None:
        self.leads = Leads(world, engine)
        self.clock, self.database = world.clock, self.leads.database
        self.looked: list[int] = []
        self.agenda = Agenda(
            reader=self.database.events,
            places=TwoTowns(),
            languages=("en", "ur"),
            read_file=lambda content, zone: read_anything(
                content, zone, self.clock(), lambda _: None
            ),
            source_of=source_of,
            is_address=_is_address,
            look=self._look,
        )
        entrance = self.leads.entrance
        entrance.more = [*entrance.more, *agenda_routes(self.leads.console, self.agenda)]
        entrance.__post_init__()

    async def _look(self, feed_id: int) -> None:
        self.looked.append(feed_id)

    def browser(self, adviser: int = ED) -> TestClient:
        return self.leads.browser(adviser)

    def does(self, work: Callable[[Transaction], Any]) -> Any:
        return do(self.database, work)

    def put(self, id_: int = 5, in_days: float = 10, **fields: Any) -> Event:
        starts = self.clock() + timedelta(days=in_days)
        given: dict[str, Any] = {
            "zone": "Europe/London",
            "texts": {"en": EventText("Tea and talk")},
            "town": "Leeds",
            "status": EventStatus.PUBLISHED,
        }
        event = Event(id_, starts, starts + timedelta(hours=2), **given | fields)
        self.does(lambda transaction: transaction.events.save(event))
        return event

    def registers(self, event_id: int, names: Sequence[str], standing: Standing) -> None:
        def work(transaction: Transaction) -> None:
            for place, name in enumerate(names):
                urn = f"{event_id}{standing}{place}"
                contact = open_case(transaction, urn, 1000 + hash(urn) % 10**6)
                now = self.clock()
                one = Registration(event_id, contact.id, standing, name, now)
                transaction.events.register(one)

        self.does(work)

    def event(self, id_: int) -> Event:
        found = self.database.events.event(id_)
        assert found is not None
        return found

    def all(self) -> list[Event]:
        return self.database.events.coming(datetime.fromtimestamp(0, UTC))

    def audit(self) -> list[tuple[str, str, str]]:
        """Newest first: action, subject, detail."""
        lines = self.database.desk_reader.audit_page(2**62, 20)
        return [line.entry[1:] for line in lines]


def _is_address(url: str) -> bool:
    try:
        check_address(url)
    except FeedRefused:
        return False
    return True


def hidden(page: str, name: str) -> str:
    """What a field that nobody sees holds."""
    return page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def create(browser: TestClient, **fields: str) -> httpx2.Response:
    """As somebody fills in the form of a new event."""
    page = browser.get(NEW).text
    event = {"id": hidden(page, "id"), "version": hidden(page, "version")}
    return send(browser, NEW, SAVE, **{**event, **FILLED, **fields})


def upload(browser: TestClient, path: str, sent: Sent | None, **fields: str) -> httpx2.Response:
    """As the browser sends a form with a file."""
    given = {"csrf": csrf(browser), "zone": "Europe/London", **fields}
    files = {name: (None, text) for name, text in given.items()}
    if sent is not None:
        files["file"] = (sent.name, sent.content)  # type: ignore[assignment]
    return browser.post(path, files=files, headers={"Origin": SITE})
