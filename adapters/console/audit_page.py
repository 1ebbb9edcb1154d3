"""The record of who did what, and whether it is whole."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from adapters.console.console import Console
from adapters.console.guard import ConsoleRoute, Signed
from adapters.console.shown import Moment, Shown
from bot.desk.model import AuditEntry
from bot.desk.ports import AuditLine
from bot.desk.roles import Permission
from bot.ports import Transaction

AUDIT = "/console/audit"
PAGE = 50
NEWEST = 2**63 - 1
DIGITS_AT_MOST = 19
ACTOR = re.compile(r"adviser:[0-9]{1,19}|contact|system|operator", re.ASCII)


class Wish(NamedTuple):
    """`actor` and `case` are "" for all."""

    before: int
    actor: str
    case: str


class Entry(NamedTuple):
    number: int
    at: Moment
    actor: str
    action: str
    subject: str
    case: str  # its number, where the subject is one
    detail: str


class AuditPage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[ConsoleRoute]:
        return [
            ConsoleRoute(AUDIT, self.page, Permission.AUDIT),
            ConsoleRoute(f"{AUDIT}/verify", self.verify, Permission.AUDIT, ("POST",)),
        ]

    async def page(self, request: Request, who: Signed) -> Response:
        await self._note(who, "audit_read")
        return await self._show(request, who, "")

    async def verify(self, request: Request, who: Signed) -> Response:
        broken = await self._console.read(self._console.reader.audit_break)
        await self._note(who, "audit_verified", "whole" if broken is None else f"broken:{broken}")
        words = self._console.pages.words(request)
        if broken is None:
            return await self._show(request, who, words["audit.whole"])
        return await self._show(
            request, who, words["audit.broken"].format(n=broken), is_broken=True
        )

    async def _show(
        self, request: Request, who: Signed, verdict: str, *, is_broken: bool = False
    ) -> Response:
        wish, reader, read = wish_of(request), self._console.reader, self._console.read
        subject = f"case:{wish.case}" if wish.case else ""
        lines = await read(reader.audit_page, wish.before, PAGE + 1, wish.actor, subject)
        advisers = await read(reader.advisers)
        names = {f"adviser:{one.id}": one.name for one in advisers}
        return self._console.pages.render(
            request,
            "audit.html",
            who,
            verdict=verdict,
            is_broken=is_broken,
            wish=wish,
            entries=self._entries(request, lines[:PAGE], names),
            actors=[*names.items(), *((one, one) for one in ("contact", "system", "operator"))],
            before=lines[PAGE - 1].number if len(lines) > PAGE else None,
        )

    def _entries(
        self, request: Request, lines: Sequence[AuditLine], names: Mapping[str, str]
    ) -> list[Entry]:
        pages, console = self._console.pages, self._console
        words, language = pages.words(request), pages.language(request)
        shown = Shown(words, language, console.catalogue, console.clock())
        zone = console.plan.queue("").zone
        return [
            Entry(
                number,
                shown.moment(at, zone),
                names.get(entry.actor, entry.actor),
                entry.action,
                names.get(entry.subject, entry.subject),
                entry.subject.removeprefix("case:") if entry.subject.startswith("case:") else "",
                entry.detail,
            )
            for number, at, entry, *_ in lines
        ]

    async def _note(self, who: Signed, action: str, detail: str = "") -> None:
        """Who reads the record stands in it as well."""
        entry = AuditEntry(f"adviser:{who.adviser.id}", action, "audit", detail)
        await self._console.writer.submit_async(_append, entry)


def _append(transaction: Transaction, entries: Sequence[AuditEntry]) -> list[None]:
    for entry in entries:
        transaction.desk.audit(entry)
    return [None] * len(entries)


def wish_of(request: Request) -> Wish:
    """What is no number counts as not asked for."""
    asked = request.query_params
    before, case = (_digits(asked.get(name, "")) for name in ("before", "case"))
    actor = asked.get("actor", "")
    return Wish(int(before) if before else NEWEST, actor if ACTOR.fullmatch(actor) else "", case)


def _digits(text: str) -> str:
    is_number = text.isascii() and text.isdecimal() and len(text) <= DIGITS_AT_MOST
    return text if is_number and int(text) <= NEWEST else ""
