"""The public pages of events. Nothing of who looks for what is kept or logged."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.assets import Assets
from adapters.events.asked import Wish, wish_of
from adapters.events.linked import linked_data
from adapters.events.shown import Line, Shown, Words, is_public, link_of, tells_later
from adapters.languages import Language
from bot.events.model import Event, EventStatus
from bot.events.nearby import Near
from bot.events.places import Around
from bot.places.model import Place
from bot.ports import Clock

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
SHOWN_AT_MOST = 50
ONLINE_BESIDE = 10
CHOICES_AT_MOST = 5
DIGITS = re.compile(r"[0-9]{1,19}", re.ASCII)
CARD_AT_MOST = 200
"""Characters of what a share card says."""


class Site(Protocol):
    """`adapters.webchat.pages.Site`."""

    def page(self, template: str, request: Request, **more: object) -> Response: ...

    def language(self, request: Request) -> Language: ...


@dataclass(frozen=True, slots=True)
class Public:
    """`languages`: the codes of those that may be spoken somewhere. `site`: our public address, ""
    where it is not known."""

    pages: Site
    words: Callable[[str], Words]
    languages: Sequence[str]
    around: Around
    clock: Clock
    site: str = ""

    def shown(self, language: Language) -> Shown:
        return Shown(self.words(language.code), language, self.clock())

    def event(self, id_: str) -> Event | None:
        """One that the public may see."""
        found = self.around.events.event(int(id_)) if DIGITS.fullmatch(id_) else None
        return found if is_public(found) else None


class Chosen(NamedTuple):
    """A place that may be meant."""

    name: str
    path: str


class Found(NamedTuple):
    """`title`, `note`: keys of words; `near`: the name of the place."""

    title: str
    lines: Sequence[Line]
    beside: Sequence[Line] = ()
    near: str = ""
    note: str = ""
    choices: Sequence[Chosen] = ()


class EventPages:
    def __init__(self, public: Public) -> None:
        self._public = public
        self._assets = Assets(HERE / "static", "/events/static")

    def routes(self) -> list[Route]:
        return [
            self._assets.route(),
            Route("/events", self.listing),
            Route("/events/{id}", self.one),
        ]

    def _page(self, template: str, request: Request, **more: object) -> Response:
        style = self._assets.url("events.css")
        return self._public.pages.page(template, request, style=style, **more)

    async def listing(self, request: Request) -> Response:
        public = self._public
        language = public.pages.language(request)
        wish = wish_of(request.query_params, public.languages)
        found = self._find(wish, language)
        spoken = public.shown(language).named(public.languages)
        return self._page("events.html", request, wish=wish, found=found, spoken=spoken)

    def _find(self, wish: Wish, language: Language) -> Found:
        if wish.online:
            return Found("events.those_online", self._lines(language, self._online(wish)))
        if not wish.near and not wish.place:
            return Found("events.soon", self._lines(language, self._soonest(wish)))
        meant = self._meant(wish)
        if len(meant) == 1:
            return self._near(wish, meant[0], language)
        choices = [
            Chosen(self._name(one, language), wish.path_for(one, language.code)) for one in meant
        ]
        note = "events.which" if choices else "events.unknown"
        soonest = [] if choices else self._lines(language, self._soonest(wish))
        return Found("events.soon", soonest, note=note, choices=choices)

    def _meant(self, wish: Wish) -> Sequence[Place]:
        places = self._public.around.places
        if wish.place:
            one = places.place(wish.place)
            return [one] if one else []
        found = places.find(wish.near)
        return found.places[: 1 if found.is_certain else CHOICES_AT_MOST]

    def _near(self, wish: Wish, place: Place, language: Language) -> Found:
        public = self._public
        near = public.around.events.find(
            public.clock(), place.at, languages=wish.languages, at_most=SHOWN_AT_MOST
        )
        lines = self._lines(language, near.events, place.country)
        there = {one.event.id for one in near.events}
        others = [one for one in self._online(wish) if one.event.id not in there]
        online = self._lines(language, others[:ONLINE_BESIDE])
        note = "" if lines else "events.nothing_near"
        return Found("events.near_title", lines, online, self._name(place, language), note)

    def _name(self, place: Place, language: Language) -> str:
        name = self._public.around.places.name_of(place, language.code)
        return ", ".join(filter(None, (name, place.region)))

    def _online(self, wish: Wish) -> Sequence[Near]:
        public = self._public
        return public.around.events.find(
            public.clock(), online=True, languages=wish.languages, at_most=SHOWN_AT_MOST
        ).events

    def _soonest(self, wish: Wish) -> Sequence[Near]:
        public = self._public
        return public.around.events.find(
            public.clock(), languages=wish.languages, at_most=SHOWN_AT_MOST
        ).events

    def _lines(self, language: Language, found: Sequence[Near], country: str = "") -> list[Line]:
        shown = self._public.shown(language)
        return [shown.line(one, country) for one in found]

    async def one(self, request: Request) -> Response:
        public = self._public
        event = public.event(request.path_params["id"])
        if event is None:
            gone = self._page("event_gone.html", request)
            gone.status_code = 404
            return gone
        language = public.pages.language(request)
        shown = public.shown(language)
        line = shown.line(Near(event))
        return self._page(
            "event.html",
            request,
            line=line,
            facts=list(shown.facts(event)),
            link=link_of(event),
            tells_later=tells_later(event),
            is_off=event.status is EventStatus.CANCELLED,
            is_over=event.starts_at <= public.clock(),
            linked=linked_data(event, language.code, public.site),
            card=" · ".join(filter(None, (line.when, line.where)))[:CARD_AT_MOST],
            picture=self._assets.url("events.png"),
            site=public.site,
        )
