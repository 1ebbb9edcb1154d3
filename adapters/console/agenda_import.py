"""Events from a file: first what would change, then the change."""

import base64
import binascii
import zlib
from typing import NamedTuple
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.agenda import AGENDA, Agenda, Reading, moment_of, why_of
from adapters.console.console import Console
from adapters.console.forms import Form
from adapters.console.guard import ConsoleRoute, Signed, form_of
from adapters.console.shown import visible
from bot.desk.refusals import Refusal
from bot.desk.roles import Permission
from bot.errors import HearthlineError
from bot.events.importing import Imported
from bot.events.model import Event, EventStatus
from bot.events.trying import Import, Importing, Tried

IMPORT = f"{AGENDA}/import"
FILE_AT_MOST = 10_000_000
BODY_AT_MOST = 15_000_000
"""Bytes; the second as a form carries it."""
NAME_AT_MOST = 100
FAULTS_SHOWN, CHANGES_SHOWN = 100, 200


class Change(NamedTuple):
    """`kind`: the key of a word."""

    title: str
    language: str
    when: str
    where: str
    kind: str


class Given(NamedTuple):
    """What was sent. `why`: a sentence about what is wrong with it."""

    name: str = ""
    zone: str = ""
    content: bytes = b""
    why: str = ""


class ImportPage:
    def __init__(self, console: Console, agenda: Agenda) -> None:
        self._console = console
        self._agenda = agenda
        self._importing = Importing(console.clock)

    def routes(self) -> list[ConsoleRoute]:
        events, post = Permission.EVENTS, ("POST",)
        return [
            ConsoleRoute(IMPORT, self.page, events),
            ConsoleRoute(f"{IMPORT}/try", self.attempt, events, post, body_at_most=BODY_AT_MOST),
            ConsoleRoute(f"{IMPORT}/do", self.carry_out, events, post, body_at_most=BODY_AT_MOST),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        return self._show(request, who, Given(zone=self._console.plan.queue("").zone.key))

    async def attempt(self, request: Request, who: Signed) -> Response:
        return await self._read(request, who, is_sure=False)

    async def carry_out(self, request: Request, who: Signed) -> Response:
        return await self._read(request, who, is_sure=True)

    async def _read(self, request: Request, who: Signed, *, is_sure: bool) -> Response:
        console, words = self._console, self._console.pages.words(request)
        given = _given(form_of(request))
        if given.why:
            return self._show(request, who, given._replace(why=words[given.why]))
        try:
            reading = await console.read(self._agenda.read_file, given.content, given.zone)
        except HearthlineError as error:
            return self._show(request, who, given._replace(why=str(error)))
        if not reading.entries:
            why = "" if reading.faults else words["agenda.nothing_in_it"]
            return self._show(request, who, given._replace(why=why), reading)
        item = Import(who.adviser.id, given.name, tuple(reading.entries))
        if is_sure:
            done = await console.do(self._importing.carry_out, item)
            if isinstance(done, Imported):
                return self._show(request, who, Given(zone=given.zone), imported=done)
            return self._show(request, who, given._replace(why=why_of(words, done)))
        tried = await console.do(self._importing.attempt, item)
        if isinstance(tried, Refusal):
            return self._show(request, who, given._replace(why=why_of(words, tried)))
        return self._show(request, who, given, reading, tried=tried)

    def _show(
        self,
        request: Request,
        who: Signed,
        given: Given,
        reading: Reading | None = None,
        *,
        tried: Tried | None = None,
        imported: Imported | None = None,
    ) -> Response:
        faults = reading.faults if reading else ()
        is_refused = bool(given.why or (faults and not tried))
        return self._console.pages.render(
            request,
            "agenda_import.html",
            who,
            status=422 if is_refused else 200,
            given=given,
            packed=packed(given.content) if tried else "",
            faults=[visible(one) for one in faults[:FAULTS_SHOWN]],
            more_faults=max(0, len(faults) - FAULTS_SHOWN),
            tried=tried.imported if tried else None,
            changes=[_change(one) for one in tried.events[:CHANGES_SHOWN]] if tried else [],
            more=max(0, len(tried.events) - CHANGES_SHOWN) if tried else 0,
            imported=imported,
        )


def _given(form: Form) -> Given:
    """`why` is the key of a sentence here."""
    file = form.files.get("file")
    name = " ".join((form["name"] or (file.file if file and file.file else "")).split())
    zone = form["zone"].strip()
    content = file.content if file else unpacked(form["packed"])
    why = ""
    if not content:
        why = "agenda.no_file"
    elif len(content) > FILE_AT_MOST:
        why = "agenda.large_file"
    elif not is_zone(zone):
        why = "agenda.bad_zone"
    return Given(name[:NAME_AT_MOST] or "file", zone, content, why)


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def packed(content: bytes) -> str:
    """A file as the page carries it until somebody is sure."""
    return base64.b64encode(zlib.compress(content)).decode()


def unpacked(text: str) -> bytes:
    """Empty for what is not of our making; no more than a file may hold, and one byte."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(text), FILE_AT_MOST + 1)
    except (binascii.Error, ValueError, zlib.error):
        return b""


def _change(event: Event) -> Change:
    code, text = event.text("en")
    kinds = {EventStatus.WITHDRAWN: "is_withdrawn", EventStatus.CANCELLED: "is_cancelled"}
    kind = kinds.get(event.status, "is_new" if event.version == 1 else "is_changed")
    where = visible(event.town)
    return Change(visible(text.title), code, moment_of(event), where, f"agenda.{kind}")
