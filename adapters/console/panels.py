"""Live webchats: which there are, when and with whom."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from adapters.console import panels_form
from adapters.console.console import Console
from adapters.console.forms import BadForm, Form
from adapters.console.guard import ConsoleRoute, Endpoint, Signed, form_of, to_page
from adapters.console.panels_desk import ONE, PANELS, PanelDesk, way_on
from adapters.console.pictures import PICTURE_AT_MOST, BadPicture, checked
from bot.desk.roles import Permission
from bot.panels.commands import DropMember, MoveOn
from bot.panels.model import Panel, PanelStatus, Picture
from bot.panels.refusals import Fault, Refused

POST = ("POST",)
LISTED_AT_MOST = 200
BODY_AT_MOST = PICTURE_AT_MOST + 50_000


class Line(NamedTuple):
    """`at`: for machines; `when`: by the panel's clocks. `is_own`: this adviser answers there."""

    id: int
    title: str
    at: str
    when: str
    status: str
    following: int
    is_own: bool


class PanelsPage:
    def __init__(self, console: Console, desk: PanelDesk) -> None:
        self._console = console
        self._desk = desk

    def routes(self) -> list[ConsoleRoute]:
        panels, of_one = Permission.PANELS, self._desk.of_one
        acts: dict[str, Endpoint] = {
            "save": self.save,
            "move": of_one(self.move),
            "drop": of_one(self.drop),
        }
        member = of_one(self.member)
        return [
            ConsoleRoute(PANELS, self.listing, Permission.PANEL_ANSWER),
            ConsoleRoute(f"{PANELS}/new", self.new, panels),
            ConsoleRoute(ONE, of_one(self.page), panels),
            *(ConsoleRoute(f"{ONE}/{name}", act, panels, POST) for name, act in acts.items()),
            ConsoleRoute(f"{ONE}/member", member, panels, POST, body_at_most=BODY_AT_MOST),
        ]

    async def listing(self, request: Request, who: Signed) -> Response:
        """Moderators see all, panellists those that they are in."""
        console, reader = self._console, self._desk.reader
        found = await console.read(reader.panels, LISTED_AT_MOST)
        if not who.may(Permission.PANELS):
            found = [one for one in found if self._desk.answers(one, who)]
        lines = [await self._line(request, one, who) for one in found]
        return console.pages.render(
            request, "panels.html", who, lines=lines, moderates=who.may(Permission.PANELS)
        )

    async def _line(self, request: Request, panel: Panel, who: Signed) -> Line:
        words = self._console.pages.words(request)
        following = await self._console.read(self._desk.reader.following, panel.id)
        return Line(
            panel.id,
            panel.text("en").title,
            panel.starts_at.isoformat(),
            local(panel.starts_at, panel.zone),
            words[f"panels.{panel.status_at(self._console.clock())}"],
            following,
            panel.seat_of(who.adviser.id) is not None,
        )

    async def new(self, request: Request, who: Signed) -> Response:
        zone = self._console.plan.queue("").zone.key
        given = panels_form.empty(zone, self._console.catalogue.default.code)
        return await self._show(request, who, None, self._desk.new_id(), given)

    async def page(self, request: Request, who: Signed, panel: Panel) -> Response:
        return await self._show(request, who, panel, panel.id, panels_form.filled(panel))

    async def save(self, request: Request, who: Signed) -> Response:
        form, id_ = form_of(request), request.path_params["id"]
        item = panels_form.panel_of(form, who.adviser.id, id_, self._desk.languages)
        done = await self._desk.do(item)
        if isinstance(done, Refused):
            panel = await self._console.read(self._desk.reader.panel, id_)
            return await self._show(request, who, panel, id_, form, why=done.why)
        return to_page(f"{PANELS}/{id_}")

    async def move(self, request: Request, who: Signed, panel: Panel) -> Response:
        form = form_of(request)
        if form["to"] not in {status.value for status in PanelStatus}:
            raise BadForm(400, "refusals.malformed")
        to = PanelStatus(form["to"])
        item = MoveOn(who.adviser.id, panel.id, form.number("version") or 0, to)
        return await self._done(request, who, panel, await self._desk.do(item))

    async def member(self, request: Request, who: Signed, panel: Panel) -> Response:
        form = form_of(request)
        try:
            picture = _picture(form)
        except BadPicture:
            return await self._done(request, who, panel, Refused(Fault.BAD_PICTURE))
        if picture and len(picture.content) > PICTURE_AT_MOST:
            return await self._done(request, who, panel, Refused(Fault.BIG_PICTURE))
        item = panels_form.member_of(form, who.adviser.id, panel.id, picture)
        return await self._done(request, who, panel, await self._desk.do(item))

    async def drop(self, request: Request, who: Signed, panel: Panel) -> Response:
        item = DropMember(who.adviser.id, panel.id, form_of(request).number("member") or 0)
        return await self._done(request, who, panel, await self._desk.do(item))

    async def _done(self, request: Request, who: Signed, panel: Panel, done: object) -> Response:
        if not isinstance(done, Refused):
            return to_page(f"{PANELS}/{panel.id}")
        now = await self._console.read(self._desk.reader.panel, panel.id)
        given = panels_form.filled(now or panel)
        return await self._show(request, who, now, panel.id, given, why=done.why)

    async def _show(
        self,
        request: Request,
        who: Signed,
        panel: Panel | None,
        id_: int,
        given: Form,
        *,
        why: Fault | None = None,
    ) -> Response:
        console = self._console
        advisers = await console.read(console.reader.advisers)
        status = panel.status_at(console.clock()) if panel else PanelStatus.DRAFT
        return console.pages.render(
            request,
            "panel.html",
            who,
            status=409 if why else 200,
            panel=panel,
            here=f"{PANELS}/{id_}",
            given=given,
            why=self._desk.sentence(request, why),
            state=status,
            ways=way_on(panel, status, who),
            languages=self._desk.named_languages(request),
            advisers=[one for one in advisers if not one.is_disabled],
        )


def _picture(form: Form) -> Picture | None:
    """Errors raised: BadPicture."""
    sent = form.files.get("picture")
    return checked(sent.content) if sent is not None and sent.content else None


def local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M} ({zone})"
