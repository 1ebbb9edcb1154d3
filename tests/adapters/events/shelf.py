"""Public pages over an index in memory and two known places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from adapters.events.calendars import Calendars
from adapters.events.pages import TEMPLATES, EventPages, Public
from adapters.headers import SecurityHeaders
from adapters.webchat.pages import Site
from bot.events.model import Event, EventStatus, EventText
from bot.events.nearby import EventIndex
from bot.events.places import Around
from bot.places.model import Coordinates, Place
from tests.adapters.webchat.fake import pages

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
HOME = "https://help.example"
LEEDS = Place("leeds", "Leeds", "England", "GB", Coordinates(53.7997, -1.5492))
NEWPORTS = (
    Place("newport1", "Newport", "Wales", "GB", Coordinates(51.5877, -2.9984)),
    Place("newport2", "Newport", "Isle of Wight", "GB", Coordinates(50.7003, -1.2911)),
)
SECRET = "12 Hidden Mews"


class Found(NamedTuple):
    places: Sequence[Place] = ()
    is_certain: bool = False


class TwoTowns:
    """`bot.events.places.Places`."""

    def find(self, text: str) -> Found:
        if text.lower() in ("leeds", "ls1", "ls1 4ab"):
            return Found((LEEDS,), True)
        return Found(NEWPORTS) if text.lower() == "newport" else Found()

    def nearest(self, at: Coordinates) -> Place:
        return min((LEEDS, *NEWPORTS), key=lambda one: one.at.km_to(at))

    def name_of(self, place: Place, language: str) -> str:
        return "ليدز" if (place, language) == (LEEDS, "ar") else place.name

    def place(self, place_id: str) -> Place | None:
        return next((one for one in (LEEDS, *NEWPORTS) if one.id == place_id), None)


def event(id_: int = 1, in_hours: float = 48, **fields: Any) -> Event:
    """In Leeds, published, its address only for those who registered."""
    starts = NOW + timedelta(hours=in_hours)
    given: dict[str, Any] = {
        "zone": "Europe/London",
        "texts": {"en": EventText("Tea and talk", "Bring a friend.")},
        "town": "Leeds",
        "address": SECRET,
        "at": LEEDS.at,
        "status": EventStatus.PUBLISHED,
    }
    return Event(id_, starts, starts + timedelta(hours=2), **given | fields)


@dataclass
class Shelf:
    index: EventIndex = field(default_factory=EventIndex)
    now: datetime = NOW

    def put(self, *events: Event) -> "Shelf":
        self.index.take(events, self.index.version + 1, self.now)
        return self

    def app(self) -> Starlette:
        site = Site(pages(), [TEMPLATES])
        shown = pages()
        around = Around(TwoTowns(), self.index)
        public = Public(site, shown.words, ("en", "ur", "ar"), around, lambda: self.now, HOME)
        routes = [*site.routes(), *Calendars(public).routes(), *EventPages(public).routes()]
        return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])

    def browser(self) -> TestClient:
        return TestClient(self.app())
