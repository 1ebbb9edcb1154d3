"""What advisers propose to learn from, and how an editor decides. No case is behind it."""

from datetime import datetime
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.forms import BadForm
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.shown import Shown, visible
from bot.desk.misreading import Decide, Deciding
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission
from bot.desk.suggestions import PHRASE_AT_MOST, Suggestion

PHRASES = "/console/phrases"
PROPOSED_SHOWN, DECIDED_SHOWN = 100, 50
OF_A_PHRASE = {
    Why.NEEDS_SECOND: "phrases.needs_second",
    Why.ALREADY_DONE: "phrases.decided_already",
    Why.CLOSED: "phrases.gone",
    Why.EMPTY: "phrases.empty",
}
"""Refusals that say something else here."""


class Line(NamedTuple):
    """`key` names language and letters; `at`: the day, of the proposal or of the decision."""

    id: str
    kind: str
    need: str
    near: str
    key: str
    language: str
    text: str
    status: str
    who: str
    at: str
    is_own: bool


class Edited(NamedTuple):
    """What an editor had made of a phrase, when it was not taken."""

    id: str = ""
    text: str = ""
    why: str = ""


NOTHING = Edited()


class PhrasesPage:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._deciding = Deciding(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        editors = Permission.PHRASES
        return [
            ConsoleRoute(PHRASES, self.page, editors),
            ConsoleRoute(f"{PHRASES}/decide", self.decide, editors, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed, edited: Edited = NOTHING) -> Response:
        reader, read = self._console.reader, self._console.read
        proposed = await read(reader.proposed_phrases, PROPOSED_SHOWN)
        decided = await read(reader.decided_phrases, DECIDED_SHOWN)
        names = {one.id: one.name for one in await read(reader.advisers)}
        lines = [self._line(request, who, one, names) for one in (*proposed, *decided)]
        return self._console.pages.render(
            request,
            "phrases.html",
            who,
            status=409 if edited.why else 200,
            proposed=lines[: len(proposed)],
            decided=lines[len(proposed) :],
            edited=edited,
            is_full=len(proposed) == PROPOSED_SHOWN,
            at_most=PROPOSED_SHOWN,
            phrase_at_most=PHRASE_AT_MOST,
        )

    async def decide(self, request: Request, who: Signed) -> Response:
        form, words = form_of(request), self._console.pages.words(request)
        if form["decision"] not in ("accept", "refuse"):
            raise BadForm(400, "refusals.malformed")
        accepts, id_ = form["decision"] == "accept", form.number("id") or 0
        item = Decide(who.adviser.id, id_, accepts, form["text"])
        done = await self._console.do(self._deciding.decide, item)
        if isinstance(done, Refusal):
            why = words[OF_A_PHRASE.get(done.why, f"why.{done.why}")]
            return await self.page(request, who, Edited(str(id_), form["text"], why))
        return to_page(PHRASES)

    def _line(self, request: Request, who: Signed, one: Suggestion, names: dict[int, str]) -> Line:
        pages, console = self._console.pages, self._console
        words = pages.words(request)
        shown = Shown(words, pages.language(request), console.catalogue, console.clock())
        return Line(
            str(one.id),
            words[f"phrases.{one.kind}"],
            words[f"needs.{one.need}"],
            words[f"needs.{one.near}"] if one.near else "",
            one.variant.key,
            shown.language(one.variant.key),
            visible(one.text),
            words[f"phrases.{one.status}"],
            names.get(one.decided_by or one.adviser_id, ""),
            _day(one.decided_at or one.at),
            one.adviser_id == who.adviser.id,
        )


def _day(at: datetime) -> str:
    return at.date().isoformat()
