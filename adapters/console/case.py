"""The page of one case."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.console.canned import CannedLine, canned_lines
from adapters.console.case_view import BLANK, BLANK_NOTE, Face
from adapters.console.console import Console
from adapters.console.cookies import covers_words
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.kept import FIELDS, NOTHING, Kept, case_id_of
from adapters.console.misread import CHOICES
from adapters.console.pages import new_key
from adapters.console.queue_view import Lines
from adapters.console.shown import Shown
from bot.desk.adviser_work import TEXT_AT_MOST
from bot.desk.commands import Look
from bot.desk.model import CHOSEN_BY_ADVISER, Adviser, CaseView
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may


class CasePage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        answer = Permission.ANSWER
        return [
            ConsoleRoute("/console/cases/{case_id}.json", self.news, answer, is_background=True),
            ConsoleRoute("/console/cases/{case_id}", self.page, answer),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        return await self.show(request, who, NOTHING)

    async def show(
        self, request: Request, who: Signed, kept: Kept, status: int = 200, *, inserts: str = ""
    ) -> Response:
        """`inserts`: the canned reply that is put into what is written."""
        view = await self._look(case_id_of(kept.path or request.url.path), who.adviser)
        if isinstance(view, Why):
            return self.refused(request, who, view, kept)
        if kept.key and kept.key in _keys(view):
            kept = NOTHING  # it was sent after all
        face, shown = self._face(request, who.adviser, view), self.shown(request)
        canned = canned_lines(self._console, view.case, who.adviser)
        mine = await self._console.read(self._console.reader.cases_of, who.adviser.id)
        lines = Lines(shown, self._console.plan, who.adviser)
        return self._console.pages.render(
            request,
            "case.html",
            who,
            status=status,
            case=view.case,
            face=face,
            bubbles=face.bubbles(),
            notes=face.notes(),
            choices=shown.choices(view.case.choices),
            blank_bubble=BLANK,
            blank_note=BLANK_NOTE,
            head=face.head(),
            can=face.can,
            shown=shown,
            covers=covers_words(request),
            mine=[lines.line(row) for row in mine],
            unread=sum(row.unread for row in mine),
            kept=with_canned(kept, canned, inserts),
            canned=canned,
            limit=self._console.limits.get(view.case.channel, TEXT_AT_MOST),
            text_at_most=TEXT_AT_MOST,
            others=await self._others(who.adviser),
            queues=list(self._console.plan.queues),
            outcomes=CHOSEN_BY_ADVISER,
            flows=self._flows(),
            misreading=CHOICES,
        )

    async def take_up(self, request: Request, who: Signed, kept: Kept) -> Response:
        """After a log in: what they had written stands in its form again. They send it."""
        why = self._console.pages.words(request)["case.unsent"]
        return await self.show(request, who, kept._replace(why=why))

    async def news(self, request: Request, who: Signed) -> Response:
        """What has come since the message `after`, and how things stand."""
        view = await self._look(case_id_of(request.url.path), who.adviser)
        if isinstance(view, Why):
            return JSONResponse({"why": view}, 404)
        face = self._face(request, who.adviser, view)
        head = face.head()
        bubbles = face.bubbles(request.query_params.get("after", ""))
        return JSONResponse(
            {
                "head": head._asdict() | {"since": head.since._asdict()},
                "can": face.can,
                "messages": [one._asdict() | {"at": one.at._asdict()} for one in bubbles],
                "states": face.states(),
                "notes": [one._asdict() | {"at": one.at._asdict()} for one in face.notes()],
            }
        )

    def refused(self, request: Request, who: Signed, why: Why, kept: Kept = NOTHING) -> Response:
        """Of a case that is not theirs to see nobody learns whether there is one."""
        pages = self._console.pages
        if not kept.has_words:
            return pages.render(request, "refused.html", who, status=404, why=f"why.{why}")
        words = pages.words(request)
        sentence = f"{words[f'why.{why}']} {words['unsent.kept']}"
        fields = {name: text for name, text in kept.fields.items() if text}
        given = {"path": kept.path, "fields": {**fields, "key": kept.key or new_key()}}
        return self.unsent(request, who, 404, sentence=sentence, **given)

    def unsent(self, request: Request, who: Signed, status: int, **values: object) -> Response:
        """Nothing is lost: this page holds all of it, ready to be sent again to `path`."""
        pages = self._console.pages
        return pages.render(request, "unsent.html", who, status=status, kept=FIELDS, **values)

    def shown(self, request: Request) -> Shown:
        pages, console = self._console.pages, self._console
        language = pages.language(request)
        return Shown(pages.words(request), language, console.catalogue, console.clock())

    async def _look(self, case_id: int | None, adviser: Adviser) -> CaseView | Why:
        """Nobody reads without being written down."""
        if case_id is None:
            return Why.NO_SUCH_CASE
        looked = await self._console.do(self._console.desk.look, Look(adviser.id, case_id))
        if isinstance(looked, Refusal):
            return looked.why
        view = await self._console.read(self._console.reader.view, case_id)
        return view or Why.NO_SUCH_CASE

    def _face(self, request: Request, adviser: Adviser, view: CaseView) -> Face:
        covers = covers_words(request)
        return Face(view, adviser, self.shown(request), self._console.plan, covers=covers)

    async def _others(self, adviser: Adviser) -> list[Adviser]:
        """Those who answer contacts, but for this one."""
        everybody = await self._console.read(self._console.reader.advisers)
        return [
            one
            for one in everybody
            if one.id != adviser.id and not one.is_disabled and may(one.role, Permission.ANSWER)
        ]

    def _flows(self) -> list[tuple[str, str]]:
        """Whole flows where the guide can go on, as its menu calls them."""
        menu = self._console.catalogue.language("en").wordings.get("menu.choose")
        labels = {name: choice.label for name, choice in menu.choices.items()} if menu else {}
        places = sorted(place for place in self._console.desk.places if place in labels)
        return [(place, labels[place]) for place in places]


def with_canned(kept: Kept, canned: Sequence[CannedLine], name: str) -> Kept:
    chosen = [one.text for one in canned if one.name == name]
    text = "\n".join(filter(None, [kept.fields["text"], *chosen]))
    return kept._replace(fields={**kept.fields, "text": text})


def _keys(view: CaseView) -> set[str]:
    return {one.key for one in view.messages} | {one.key for one in view.notes}
