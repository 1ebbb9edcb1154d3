"""Where moderators read what was asked, put alike things together in words of their own, and send
out what the panel says. Nobody sees who asked."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.forms import TEXTS_AT_MOST, BadForm, Form
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.panels_desk import ONE, PANELS, PanelDesk
from adapters.console.panels_form import ids_of, texts_of
from adapters.console.shown import Shown, visible
from bot.desk.roles import Permission
from bot.panels.commands import DeclineAll, EditTheme, Merge, Publish, WriteAnswer
from bot.panels.model import (
    ANSWER_AT_MOST,
    THEME_AT_MOST,
    Decline,
    Panel,
    Question,
    nearest,
)
from bot.panels.ports import ThemeRow
from bot.panels.refusals import Fault, Refused

ASKED_AT_MOST = 100
POST = ("POST",)


class Line(NamedTuple):
    id: str
    text: str
    key: str
    language: str
    at: str
    clock: str


class Written(NamedTuple):
    """A theme on the page, its texts and answers by language. `is_own`: this adviser may answer
    it."""

    id: str
    title: str
    version: int
    texts: dict[str, str]
    answers: dict[str, str]
    member: str
    member_id: str
    asked: int
    number: int
    is_own: bool


class Edited(NamedTuple):
    """What somebody had typed, when it was not taken. `id`: of the theme; "" for a new one."""

    why: str = ""
    id: str = ""
    form: Form = Form([])

    def typed(self, field: str, otherwise: str, id_: str) -> str:
        return self.form[field] if self.why and self.id == id_ else otherwise

    def chosen(self, question: str) -> bool:
        return question in self.form.all("question")


NOTHING = Edited()


class AskedPage:
    def __init__(self, console: Console, desk: PanelDesk) -> None:
        self._console = console
        self._desk = desk

    def routes(self) -> list[ConsoleRoute]:
        panels, answer, of_one = Permission.PANELS, Permission.PANEL_ANSWER, self._desk.of_one
        return [
            ConsoleRoute(f"{ONE}/asked", of_one(self.page), panels),
            ConsoleRoute(f"{ONE}/asked/decide", of_one(self.decide), panels, POST),
            ConsoleRoute(f"{ONE}/asked/edit", of_one(self.edit), panels, POST),
            ConsoleRoute(f"{ONE}/asked/publish", of_one(self.publish), panels, POST),
            ConsoleRoute(f"{ONE}/answers", of_one(self.answers), answer),
            ConsoleRoute(
                f"{ONE}/answers/write", of_one(self.write), answer, POST, body_at_most=TEXTS_AT_MOST
            ),
        ]

    async def page(
        self, request: Request, who: Signed, panel: Panel, edited: Edited = NOTHING
    ) -> Response:
        questions = await self._console.read(self._desk.reader.waiting, panel.id, ASKED_AT_MOST)
        lines = [self._line(request, one) for one in questions]
        more = {"questions": lines, "reasons": list(Decline), "at_most": ASKED_AT_MOST}
        return await self._show(request, who, panel, "panel_asked.html", edited, **more)

    async def decide(self, request: Request, who: Signed, panel: Panel) -> Response:
        """Put together into a new theme or one that is there, or declined."""
        form, by = form_of(request), who.adviser.id
        chosen = ids_of(form, "question")
        if form["do"] == "decline":
            if form["reason"] not in set(Decline):
                raise BadForm(400, "refusals.malformed")
            done = await self._desk.do(DeclineAll(by, panel.id, chosen, Decline(form["reason"])))
        else:
            theme, member = form.number("theme") or 0, form.number("member")
            texts = texts_of(form, "text", self._desk.languages)
            done = await self._desk.do(Merge(by, panel.id, chosen, theme, texts, member))
        return await self._asked(request, who, panel, done, "")

    async def edit(self, request: Request, who: Signed, panel: Panel) -> Response:
        form = form_of(request)
        id_, version = form.number("theme") or 0, form.number("version") or 0
        texts = texts_of(form, "text", self._desk.languages)
        item = EditTheme(who.adviser.id, panel.id, id_, version, texts, form.number("member"))
        return await self._asked(request, who, panel, await self._desk.do(item), form["theme"])

    async def publish(self, request: Request, who: Signed, panel: Panel) -> Response:
        form = form_of(request)
        id_, version = form.number("theme") or 0, form.number("version") or 0
        done = await self._desk.do(Publish(who.adviser.id, panel.id, id_, version))
        return await self._asked(request, who, panel, done, form["theme"])

    async def _asked(
        self, request: Request, who: Signed, panel: Panel, done: object, id_: str
    ) -> Response:
        if not isinstance(done, Refused):
            return to_page(f"{PANELS}/{panel.id}/asked")
        return await self.page(request, who, panel, self._edited(request, done, id_))

    async def answers(
        self, request: Request, who: Signed, panel: Panel, edited: Edited = NOTHING
    ) -> Response:
        return await self._show(request, who, panel, "panel_answers.html", edited)

    async def write(self, request: Request, who: Signed, panel: Panel) -> Response:
        form = form_of(request)
        id_, version = form.number("theme") or 0, form.number("version") or 0
        answers = texts_of(form, "answer", self._desk.languages)
        item = WriteAnswer(who.adviser.id, panel.id, id_, version, answers)
        done = await self._desk.do(item)
        if isinstance(done, Refused):
            edited = self._edited(request, done, form["theme"])
            return await self.answers(request, who, panel, edited)
        return to_page(f"{PANELS}/{panel.id}/answers")

    def _edited(self, request: Request, done: Refused, id_: str) -> Edited:
        return Edited(self._desk.sentence(request, Fault(done.why)), id_, form_of(request))

    async def _show(
        self,
        request: Request,
        who: Signed,
        panel: Panel,
        template: str,
        edited: Edited,
        **more: object,
    ) -> Response:
        themes = await self._console.read(self._desk.reader.themes, panel.id)
        named = {one.code: one for one in self._desk.named_languages(request)}
        return self._console.pages.render(
            request,
            template,
            who,
            status=409 if edited.why else 200,
            panel=panel,
            title=panel.text("en").title,
            here=f"{PANELS}/{panel.id}",
            themes=[self._written(panel, one, who) for one in themes],
            languages=[named[code] for code in panel.languages if code in named],
            edited=edited,
            moderates=who.may(Permission.PANELS),
            theme_at_most=THEME_AT_MOST,
            answer_at_most=ANSWER_AT_MOST,
            **more,
        )

    def _written(self, panel: Panel, row: ThemeRow, who: Signed) -> Written:
        theme, seat = row.theme, panel.seat_of(who.adviser.id)
        member = panel.member(theme.member_id)
        is_mine = seat is not None and theme.member_id in (None, seat.id)
        return Written(
            str(theme.id),
            theme.texts[nearest("en", theme.texts)],
            theme.version,
            dict(theme.texts),
            dict(theme.answers or {}),
            member.name if member else "",
            str(theme.member_id or ""),
            row.asked,
            theme.number,
            who.may(Permission.PANELS) or (is_mine and not theme.is_published),
        )

    def _line(self, request: Request, one: Question) -> Line:
        pages, console = self._console.pages, self._console
        words, language = pages.words(request), pages.language(request)
        shown = Shown(words, language, console.catalogue, console.clock())
        moment = shown.moment(one.at, console.plan.queue("").zone)
        return Line(
            str(one.id),
            visible(one.text),
            one.language,
            shown.language(one.language),
            moment.at,
            moment.clock,
        )
