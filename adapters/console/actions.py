"""What the forms of a case's page ask for."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from adapters.console.case import CasePage
from adapters.console.console import Console
from adapters.console.cookies import set_cover
from adapters.console.forms import BadForm, Form, read_number
from adapters.console.guard import ConsoleRoute, Signed, form_of, to_page
from adapters.console.kept import Kept, case_id_of, kept_of
from adapters.console.misread import misread
from adapters.console.pages import QUEUE
from adapters.console.queue import QueuePage
from adapters.console.queue_view import path_of
from bot.desk import commands as ask
from bot.desk.access import READS, ties_of
from bot.desk.model import CHOSEN_BY_ADVISER, Case, Outcome
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission
from bot.errors import StoreUnavailable
from bot.ports import Batch

KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)
MALFORMED = "refusals.malformed"
POST = ("POST",)
TO_ADVISER, TO_QUEUE = "adviser:", "queue:"


class Wanted(NamedTuple):
    """`by` whom, for which case, as the page had it."""

    by: int
    case_id: int
    version: int
    form: Form


Build = Callable[[Wanted], ask.OfCase]


class Actions:
    def __init__(self, console: Console, case_page: CasePage, queue_page: QueuePage) -> None:
        self._console = console
        self._case_page = case_page
        self._queue_page = queue_page
        self._acts = _acts(console)

    def routes(self) -> list[ConsoleRoute]:
        answer, one = Permission.ANSWER, "/console/cases/{case_id}"
        return [
            ConsoleRoute(f"{one}/break_glass", self.break_glass, Permission.BREAK_GLASS, POST),
            ConsoleRoute(f"{one}/cover", self.cover, answer, POST),
            ConsoleRoute(f"{one}/insert", self.insert, answer, POST),
            ConsoleRoute(f"{one}/{{action}}", self.act, answer, POST),
        ]

    async def act(self, request: Request, who: Signed) -> Response:
        found = self._acts.get(request.path_params["action"])
        wanted = _wanted(request, who)
        if found is None or wanted is None:
            return self._case_page.refused(request, who, Why.NO_SUCH_CASE)
        batch, build = found
        try:
            done = await self._console.do(batch, build(wanted))
        except StoreUnavailable:
            return self._unsent(request, who)
        if isinstance(done, Refusal) and done.why is not Why.ALREADY_DONE:
            return await self._refused(request, who, done)
        return _done(request, wanted, self._next_page(done, who, wanted))

    async def break_glass(self, request: Request, who: Signed) -> Response:
        """The address is on this one page and nowhere else."""
        wanted = _wanted(request, who)
        if wanted is None:
            return self._case_page.refused(request, who, Why.NO_SUCH_CASE)
        item = ask.BreakGlass(wanted.by, wanted.case_id, wanted.form["reason"])
        try:
            done = await self._console.do(self._console.desk.break_glass, item)
        except StoreUnavailable:
            return self._unsent(request, who)
        if isinstance(done, Refusal):
            return await self._refused(request, who, done)
        kept = _kept(request)
        kept = kept._replace(fields={**kept.fields, "reason": ""}, address=done)
        return await self._case_page.show(request, who, kept)

    async def cover(self, request: Request, who: Signed) -> Response:
        wanted = _wanted(request, who)
        if wanted is None:
            return self._case_page.refused(request, who, Why.NO_SUCH_CASE)
        response = to_page(path_of(wanted.case_id))
        set_cover(response, covers=wanted.form["cover"] == "on")
        return response

    async def insert(self, request: Request, who: Signed) -> Response:
        """A canned reply into what is written so far, for pages without scripts."""
        kept = _kept(request)
        return await self._case_page.show(request, who, kept, inserts=kept.fields["canned"])

    async def _refused(self, request: Request, who: Signed, refusal: Refusal) -> Response:
        words, form = self._console.pages.words(request), form_of(request)
        sentence = words[f"why.{refusal.why}"].format(who=refusal.who)
        if _is_script(request):
            return JSONResponse({"sentence": sentence, "why": refusal.why}, 409)
        if form["from"] == "queue":
            return await self._queue_page.page(request, who, sentence)
        return await self._case_page.show(request, who, _kept(request)._replace(why=sentence), 409)

    def _unsent(self, request: Request, who: Signed) -> Response:
        sentence = self._console.pages.words(request)["live.unsent"]
        if _is_script(request):
            return JSONResponse({"sentence": sentence, "why": "unsent"}, 503)
        fields = {name: text for name, text in form_of(request).items() if name != "csrf"}
        given = {"sentence": sentence, "path": request.url.path, "fields": fields}
        return self._case_page.unsent(request, who, 503, **given)

    def _next_page(self, done: object, who: Signed, wanted: Wanted) -> str:
        """The case, as long as they may read it."""
        is_gone = isinstance(done, Case) and not READS & ties_of(who.adviser, done)
        return QUEUE if is_gone else path_of(wanted.case_id)


def _done(request: Request, wanted: Wanted, path: str) -> Response:
    if _is_script(request):
        return JSONResponse({"go": "" if path == path_of(wanted.case_id) else path})
    return to_page(path)


def _acts(console: Console) -> Mapping[str, tuple[Batch[Any, Any], Build]]:
    desk = console.desk
    return {
        "claim": (desk.claim, _change(ask.Claim)),
        "reply": (desk.reply, lambda wanted: _reply(console, wanted)),
        "note": (desk.add_note, _note),
        "send_numbers": (desk.send_numbers, _once(ask.SendNumbers)),
        "ask_to_write": (desk.ask_to_write, _once(ask.AskToWrite)),
        "pause": (desk.pause, _change(ask.Pause)),
        "resume": (desk.resume, _change(ask.Resume)),
        "flag_unsafe": (desk.flag_phone, _flag(unsafe=True)),
        "flag_safe": (desk.flag_phone, _flag(unsafe=False)),
        "give_back": (desk.give_back, _change(ask.GiveBack)),
        "transfer": (desk.transfer, _transfer),
        "invite": (desk.invite, _invite),
        "close": (desk.close, _close),
        "warn": (desk.warn, _change(ask.Warn)),
        "end_abuse": (desk.end_abuse, _change(ask.EndAbuse)),
        "block": (desk.block, _change(ask.Block)),
        "misread": (desk.misread, _misread),
    }


def _change(kind: Callable[[int, int, int], ask.OfCase]) -> Build:
    return lambda wanted: kind(wanted.by, wanted.case_id, wanted.version)


def _once(kind: Callable[[int, int, int, str], ask.OfCase]) -> Build:
    return lambda one: kind(one.by, one.case_id, one.version, _key(one.form))


def _flag(*, unsafe: bool) -> Build:
    return lambda one: ask.FlagPhone(one.by, one.case_id, one.version, unsafe)


def _reply(console: Console, one: Wanted) -> ask.Reply:
    canned = one.form["canned"]
    known = canned if canned in console.catalogue.canned("en") else ""
    return ask.Reply(one.by, one.case_id, one.version, _key(one.form), one.form["text"], known)


def _note(one: Wanted) -> ask.AddNote:
    return ask.AddNote(one.by, one.case_id, _key(one.form), one.form["note"])


def _transfer(one: Wanted) -> ask.Transfer:
    to, note = one.form["to"], one.form["passing"]
    adviser = _id(to.removeprefix(TO_ADVISER)) if to.startswith(TO_ADVISER) else None
    queue = to.removeprefix(TO_QUEUE) if to.startswith(TO_QUEUE) else ""
    return ask.Transfer(one.by, one.case_id, one.version, adviser, queue, note)


def _invite(one: Wanted) -> ask.Invite:
    return ask.Invite(one.by, one.case_id, one.version, _id(one.form["adviser"]))


def _close(one: Wanted) -> ask.Close:
    outcome = one.form["outcome"]
    if outcome not in CHOSEN_BY_ADVISER:
        raise BadForm(400, MALFORMED)
    return ask.Close(one.by, one.case_id, one.version, Outcome(outcome), one.form["flow"])


def _misread(one: Wanted) -> ask.Misread:
    return misread(one.by, one.case_id, _key(one.form), one.form)


def _wanted(request: Request, who: Signed) -> Wanted | None:
    case_id, form = case_id_of(request.url.path), form_of(request)
    if case_id is None:
        return None
    return Wanted(who.adviser.id, case_id, form.number("version") or 0, form)


def _key(form: Form) -> str:
    """Errors raised: BadForm, for another's way of naming would meet those that others give."""
    if not KEY.fullmatch(form["key"]):
        raise BadForm(400, MALFORMED)
    return form["key"]


def _id(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise BadForm(400, MALFORMED)
    return number


def _kept(request: Request) -> Kept:
    return kept_of(request.url.path, form_of(request))


def _is_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
