"""News to many: who writes them, who agrees, and how far they are. No page names anybody who gets
them."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.forms import BadForm, Form, read_number
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.pages import new_key
from adapters.console.shown import Shown, visible
from adapters.console.suppression import show_lines, show_total
from adapters.console.wording import Words
from bot.broadcasts.commands import FROM, Broadcasting, Step, Take, Write
from bot.broadcasts.model import TEXT_AT_MOST, TITLE_AT_MOST, Broadcast, Status
from bot.broadcasts.ports import BroadcastReader
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission
from bot.reminders.model import Consent
from bot.reminders.sending import NO_TEMPLATE

BROADCASTS = "/console/broadcasts"
NEW = f"{BROADCASTS}/new"
SHOWN_AT_MOST = 50
ID_DIGITS = 15
"""Of a number that the database takes."""
OF_A_BROADCAST = {
    Why.NEEDS_SECOND: "broadcasts.needs_second",
    Why.STALE: "broadcasts.stale",
    Why.CLOSED: "broadcasts.gone",
    Why.EMPTY: "broadcasts.empty",
    Why.TOO_LONG: "broadcasts.too_long",
    Why.OTHER_LETTERS: "broadcasts.no_language",
    Why.ALREADY_DONE: "broadcasts.written_already",
}
"""Refusals that say something else here."""


class Given(NamedTuple):
    """What stands in the form."""

    id: str
    title: str = ""
    consent: str = Consent.NEWS
    texts: Mapping[str, str] = {}
    languages: Collection[str] = ()
    channels: Collection[str] = ()
    why: str = ""


class BroadcastsPage:
    def __init__(self, console: Console, reader: BroadcastReader) -> None:
        self._console = console
        self._reader = reader
        self._doing = Broadcasting(console.clock, list(console.catalogue.languages))

    def routes(self) -> list[ConsoleRoute]:
        editors = Permission.BROADCASTS
        return [
            ConsoleRoute(BROADCASTS, self.page, editors),
            ConsoleRoute(NEW, self.new, editors),
            ConsoleRoute(NEW, self.write, editors, ("POST",)),
            ConsoleRoute(BROADCASTS + "/{id:int}", self.one, editors),
            ConsoleRoute(BROADCASTS + "/{id:int}/take", self.take, editors, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        read, reader = self._console.read, self._reader
        return self._render(
            request,
            "broadcasts.html",
            who,
            broadcasts=await read(reader.broadcasts, SHOWN_AT_MOST),
            templates=await read(reader.templates),
            dropped=show_total(await read(reader.total, NO_TEMPLATE)),
        )

    async def new(self, request: Request, who: Signed) -> Response:
        """Empty, or as another one was."""
        given = Given(str(int(new_key()[:ID_DIGITS], 16)))
        number = read_number(request.query_params.get("from", ""))
        found = await self._console.read(self._reader.broadcast, number) if number else None
        if found is not None:
            kept = (found.title, found.consent, found.texts, found.languages, found.channels)
            given = Given(given.id, *kept)
        return self._form(request, who, given)

    async def write(self, request: Request, who: Signed) -> Response:
        form = form_of(request)
        item = self._item(form, who)
        done = await self._console.do(self._doing.write, item)
        if not isinstance(done, Refusal):
            return to_page(f"{BROADCASTS}/{done.id}")
        why = self._why(request, done)
        kept = (item.consent, item.texts, item.languages, item.channels)
        return self._form(request, who, Given(str(item.id), item.title, *kept, why))

    async def one(self, request: Request, who: Signed, why: str = "") -> Response:
        read, reader = self._console.read, self._reader
        found = await read(reader.broadcast, request.path_params["id"])
        if found is None:
            raise BadForm(404, "broadcasts.gone")
        names = {one.id: one.name for one in await read(self._console.reader.advisers)}
        is_before = found.status in (Status.DRAFT, Status.APPROVED)
        return self._render(
            request,
            "broadcast.html",
            who,
            status=409 if why else 200,
            one=found,
            steps=_steps(found, who),
            writer=names.get(found.created_by, ""),
            agreed=names.get(found.approved_by or 0, ""),
            is_own=found.created_by == who.adviser.id,
            audience=await self._audience(found) if is_before else None,
            progress=[] if is_before else await read(reader.progress, found.id),
            why=why,
        )

    async def take(self, request: Request, who: Signed) -> Response:
        step = form_of(request)["step"]
        if step not in set(Step):
            raise BadForm(400, "refusals.malformed")
        item = Take(who.adviser.id, request.path_params["id"], Step(step))
        done = await self._console.do(self._doing.take, item)
        if isinstance(done, Refusal):
            return await self.one(request, who, self._why(request, done))
        return to_page(f"{BROADCASTS}/{done.id}")

    async def _audience(self, one: Broadcast) -> tuple[Sequence[object], object]:
        """By channel and language, without what tells of a few people; and the total."""
        found = await self._console.read(self._reader.audience, one)
        numbers = [line.number for line in found]
        lines = [
            (line.channel, line.language, shown)
            for line, shown in zip(found, show_lines(numbers), strict=True)
        ]
        return lines, show_total(sum(numbers))

    def _item(self, form: Form, who: Signed) -> Write:
        codes = self._console.catalogue.languages
        id_ = form.number("id")
        if id_ is None or form["consent"] not in set(Consent):
            raise BadForm(400, "refusals.malformed")
        return Write(
            who.adviser.id,
            id_,
            form["title"],
            Consent(form["consent"]),
            self._console.catalogue.default.code,
            {code: form[f"text-{code}"] for code in codes},
            tuple(code for code in form.all("language") if code in codes),
            tuple(name for name in form.all("channel") if name in self._console.limits),
        )

    def _form(self, request: Request, who: Signed, given: Given) -> Response:
        return self._render(
            request,
            "broadcast_new.html",
            who,
            status=409 if given.why else 200,
            given=given,
            base=self._console.catalogue.default.code,
            consents=list(Consent),
            channels=list(self._console.limits),
            title_at_most=TITLE_AT_MOST,
            text_at_most=TEXT_AT_MOST,
        )

    def _why(self, request: Request, refusal: Refusal) -> str:
        words: Words = self._console.pages.words(request)
        said = words[OF_A_BROADCAST.get(refusal.why, f"why.{refusal.why}")]
        return said.replace("{most}", str(TEXT_AT_MOST))

    def _render(
        self, request: Request, template: str, who: Signed, status: int = 200, **values: object
    ) -> Response:
        pages, console = self._console.pages, self._console
        words = pages.words(request)
        shown = Shown(words, pages.language(request), console.catalogue, console.clock())
        names = {code: shown.language(code) for code in console.catalogue.languages}
        return pages.render(
            request,
            template,
            who,
            status=status,
            language_names=names,
            visible=visible,
            path=BROADCASTS,
            **values,
        )


def _steps(one: Broadcast, who: Signed) -> list[Step]:
    """What may be done with it now, by who looks at it."""
    found = [step for step in Step if one.status in FROM[step]]
    return [s for s in found if s is not Step.APPROVE or one.created_by != who.adviser.id]
