"""One event: written, changed, published, called off; and the list for the host at the door."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.agenda import AGENDA, Agenda, moment_of, path_of, why_of
from adapters.console.agenda_form import EventForm, Read, empty, filled
from adapters.console.console import Console
from adapters.console.forms import NUMBER_AT_MOST, TEXTS_AT_MOST, BadForm, Form, read_number
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.pages import new_key
from adapters.console.shown import Shown
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission
from bot.events.editing import MAY_BECOME, Editing, SaveEvent, SeeNames, Turn
from bot.events.model import Event, EventStatus, Standing

NEW = f"{AGENDA}/new"
ONE = f"{AGENDA}/{{id}}"
DONE = ("saved", "published", "cancelled", "withdrawn")
POST = ("POST",)


class EventEditor:
    def __init__(self, console: Console, agenda: Agenda) -> None:
        self._console = console
        self._agenda = agenda
        self._editing = Editing(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        """After all others below the list: an id is anything there."""
        events = Permission.EVENTS
        return [
            ConsoleRoute(NEW, self.new, events),
            ConsoleRoute(f"{AGENDA}/save", self.save, events, POST, body_at_most=TEXTS_AT_MOST),
            ConsoleRoute(f"{AGENDA}/turn", self.turn, events, POST),
            ConsoleRoute(ONE, self.one, events),
            ConsoleRoute(f"{ONE}/door", self.door, events),
        ]

    async def new(self, request: Request, who: Signed) -> Response:
        zone = self._console.plan.queue("").zone.key
        event = empty(int(new_key(), 16) & NUMBER_AT_MOST, zone)
        return await self._page(request, who, Read(event), Form([("zone", zone)]))

    async def one(self, request: Request, who: Signed) -> Response:
        event = await self._event(read_number(request.path_params["id"]))
        if event is None:
            return self._gone(request, who)
        return await self._page(request, who, Read(event), filled(event))

    async def save(self, request: Request, who: Signed) -> Response:
        form, console, agenda = form_of(request), self._console, self._agenda
        id_, version = form.number("id"), form.number("version")
        if not id_ or version is None:
            raise BadForm(400, "refusals.malformed")
        known = await self._event(id_)
        if version and known is None:
            return self._gone(request, who)
        before = known if version and known else empty(id_, console.plan.queue("").zone.key)
        codes = self._languages(before)
        read = await console.read(EventForm(form, before, codes, agenda.places).read)
        read.event = replace(read.event, version=version)
        if read.faults:
            return await self._page(request, who, read, form)
        item = SaveEvent(who.adviser.id, read.event)
        done = await console.do(self._editing.save, item)
        if isinstance(done, Refusal):
            return await self._refused(request, who, read, form, done)
        return to_page(f"{path_of(done.id)}?done=saved")

    async def _refused(
        self, request: Request, who: Signed, read: Read, form: Form, refusal: Refusal
    ) -> Response:
        """What was typed stays. Saving it again is then meant."""
        if refusal.why is Why.ALREADY_DONE:
            return to_page(path_of(read.event.id))
        now = await self._event(read.event.id)
        read.event = now or read.event
        why = why_of(self._console.pages.words(request), refusal)
        return await self._page(request, who, read, form, why)

    async def turn(self, request: Request, who: Signed) -> Response:
        form, words = form_of(request), self._console.pages.words(request)
        wanted = form["status"]
        if wanted not in set(EventStatus):
            raise BadForm(400, "refusals.malformed")
        id_, version = form.number("id") or 0, form.number("version") or 0
        item = Turn(who.adviser.id, id_, version, EventStatus(wanted))
        done = await self._console.do(self._editing.turn, item)
        if isinstance(done, Event):
            is_gone = done.status is EventStatus.WITHDRAWN
            return to_page(AGENDA if is_gone else f"{path_of(id_)}?done={done.status}")
        event = await self._event(id_)
        if event is None:
            return self._gone(request, who)
        return await self._page(request, who, Read(event), filled(event), why_of(words, done))

    async def door(self, request: Request, who: Signed) -> Response:
        item = SeeNames(who.adviser.id, read_number(request.path_params["id"]) or 0)
        done = await self._console.do(self._editing.names, item)
        if isinstance(done, Refusal):
            return self._gone(request, who)
        seats = [one for one in done.registered if one.standing is Standing.SEAT]
        return self._console.pages.render(
            request,
            "agenda_door.html",
            who,
            title=done.event.text("en")[1].title,
            when=f"{moment_of(done.event)} ({done.event.zone})",
            where=", ".join(filter(None, (done.event.address, done.event.town))),
            path=path_of(done.event.id),
            names=[one.name for one in seats],
            waiting=len(done.registered) - len(seats),
        )

    async def _page(
        self, request: Request, who: Signed, read: Read, given: Form, why: str = ""
    ) -> Response:
        console, event = self._console, read.event
        words, pages = console.pages.words(request), console.pages
        shown = Shown(words, pages.language(request), console.catalogue, console.clock())
        codes = self._languages(event)
        done = request.query_params.get("done", "")
        counts = await console.read(self._agenda.reader.counts, [event.id])
        return pages.render(
            request,
            "agenda_event.html",
            who,
            status=409 if why else 422 if read.faults else 200,
            event=event,
            given=given,
            faults=read.faults,
            places=read.places,
            why=why,
            done=done if done in DONE and request.method == "GET" else "",
            languages=[(code, shown.language(code)) for code in codes],
            spoken=[(code, shown.language(code)) for code in _spoken(codes, event)],
            may_become=[one for one in EventStatus if one in MAY_BECOME[event.status]],
            is_new=event.version == 0,
            counts=counts.get(event.id, (0, 0)),
        )

    async def _event(self, id_: int | None) -> Event | None:
        return await self._console.read(self._agenda.reader.event, id_) if id_ else None

    def _gone(self, request: Request, who: Signed) -> Response:
        return self._console.pages.render(
            request, "refused.html", who, status=404, why="agenda.gone"
        )

    def _languages(self, event: Event) -> list[str]:
        """Its own first."""
        return list(dict.fromkeys((*event.texts, *self._agenda.languages)))


def _spoken(codes: list[str], event: Event) -> list[str]:
    """Another script of a language is none."""
    spoken = (code for code in codes if "-" not in code)
    return list(dict.fromkeys((*spoken, *event.languages)))
