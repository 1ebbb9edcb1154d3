"""Figures that leave the console as a file: one asks, another agrees, the first has it once, all
within a day (threat T9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.desk.commands import Command
from bot.desk.model import AuditEntry
from bot.desk.ports import Approval, DeskStore
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may
from bot.ports import Clock, Transaction

WITHIN = timedelta(days=1)
KIND, TAKEN = "export", "export_taken"


@dataclass(frozen=True, slots=True)
class AskExport(Command):
    month: str


@dataclass(frozen=True, slots=True)
class OfExport(Command):
    export: str


class Export(NamedTuple):
    """`id` stands in every line of the file."""

    id: str
    month: str
    by: int
    asked_at: datetime
    agreed_by: int | None = None
    is_taken: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + WITHIN


def list_exports(asked: Iterable[Approval], taken: Iterable[Approval]) -> list[Export]:
    """From what was agreed to, newest first. Its id says of which month it is and who asked."""
    found: dict[str, Export] = {}
    asked = list(asked)
    for one in asked:
        month, by, _ = one.subject.split(".")
        if one.adviser_id == int(by):
            found[one.subject] = Export(one.subject, month, one.adviser_id, one.at)
    gone = {one.subject for one in taken}
    for one in asked:
        export = found.get(one.subject)
        if export is not None and one.adviser_id != export.by:
            found[one.subject] = export._replace(agreed_by=one.adviser_id)
    exports = [one._replace(is_taken=one.id in gone) for one in found.values()]
    return sorted(exports, key=lambda one: (one.asked_at, one.id), reverse=True)


class Exports:
    """Each method is a batch for the writer. An adviser's row is locked first, so that one cannot
    have a file twice at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def ask(self, transaction: Transaction, items: Sequence[AskExport]) -> list[Export | Refusal]:
        """Asked again before it was had, it is the same one."""
        now, desk = self._clock(), transaction.desk
        return [_audited(desk, one.by, "export_asked", _ask(desk, one, now)) for one in items]

    def agree(self, transaction: Transaction, items: Sequence[OfExport]) -> list[Export | Refusal]:
        now, desk = self._clock(), transaction.desk
        return [_audited(desk, one.by, "export_agreed", _agree(desk, one, now)) for one in items]

    def take(self, transaction: Transaction, items: Sequence[OfExport]) -> list[Export | Refusal]:
        """The file may be given to who asked for it, this once."""
        now, desk = self._clock(), transaction.desk
        return [_audited(desk, one.by, "export_taken", _take(desk, one, now)) for one in items]


def _ask(desk: DeskStore, item: AskExport, now: datetime) -> Export | Refusal:
    if not _may(desk, item.by):
        return Refusal(Why.NOT_ALLOWED)
    for export in _known(desk, now):
        if (export.by, export.month) == (item.by, item.month) and not export.is_taken:
            return export
    export = Export(f"{item.month}.{item.by}.{desk.new_id():x}", item.month, item.by, now)
    desk.approve(KIND, export.id, item.by, now)
    return export


def _agree(desk: DeskStore, item: OfExport, now: datetime) -> Export | Refusal:
    export = _found(desk, item, now)
    if isinstance(export, Refusal) or export.agreed_by is not None:
        return export
    if export.by == item.by:
        return Refusal(Why.NEEDS_SECOND)
    desk.approve(KIND, export.id, item.by, now)
    return export._replace(agreed_by=item.by)


def _take(desk: DeskStore, item: OfExport, now: datetime) -> Export | Refusal:
    export = _found(desk, item, now)
    if isinstance(export, Refusal):
        return export
    if export.by != item.by:
        return Refusal(Why.NOT_YOURS)
    if export.agreed_by is None:
        return Refusal(Why.NEEDS_SECOND)
    desk.approve(TAKEN, export.id, item.by, now)
    return export._replace(is_taken=True)


def _found(desk: DeskStore, item: OfExport, now: datetime) -> Export | Refusal:
    if not _may(desk, item.by):
        return Refusal(Why.NOT_ALLOWED)
    export = next((one for one in _known(desk, now) if one.id == item.export), None)
    if export is None:
        return Refusal(Why.CLOSED)
    return Refusal(Why.ALREADY_DONE) if export.is_taken else export


def _known(desk: DeskStore, now: datetime) -> list[Export]:
    since = now - WITHIN
    return list_exports(desk.approvals(KIND, since), desk.approvals(TAKEN, since))


def _may(desk: DeskStore, adviser_id: int) -> bool:
    by = desk.adviser(adviser_id)
    return by is not None and not by.is_disabled and may(by.role, Permission.REPORTS)


def _audited(desk: DeskStore, by: int, action: str, result: Export | Refusal) -> Export | Refusal:
    subject = f"export:{result.id}" if isinstance(result, Export) else "export"
    detail = result.why if isinstance(result, Refusal) else result.month
    desk.audit(AuditEntry(f"adviser:{by}", action, subject, detail))
    return result
