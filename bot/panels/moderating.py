"""Commands of moderators and panellists as a batch for the writer: allowed, done, recorded."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from bot.desk.model import Adviser, AuditEntry
from bot.desk.roles import Permission, may
from bot.panels import answering, commands, planning
from bot.panels.commands import OfPanel, SavePanel
from bot.panels.model import Member, Panel, Theme
from bot.panels.refusals import Fault, Refused
from bot.panels.work import PanelWork
from bot.ports import Clock, Transaction

Done: TypeAlias = Panel | Member | Theme | int | Refused


class _Act(NamedTuple):
    """`name`: in the record."""

    name: str
    do: Callable[[PanelWork, Any], Done]
    permission: Permission = Permission.PANELS


ACTS: Mapping[type[OfPanel], _Act] = {
    commands.SavePanel: _Act("panel_saved", planning.save_panel),
    commands.MoveOn: _Act("panel_moved_on", planning.move_on),
    commands.SaveMember: _Act("panel_member_saved", planning.save_member),
    commands.DropMember: _Act("panel_member_dropped", planning.drop_member),
    commands.Merge: _Act("panel_questions_merged", answering.merge),
    commands.DeclineAll: _Act("panel_questions_declined", answering.decline),
    commands.EditTheme: _Act("panel_theme_edited", answering.edit_theme),
    commands.WriteAnswer: _Act(
        "panel_answer_written", answering.write_answer, Permission.PANEL_ANSWER
    ),
    commands.Publish: _Act("panel_answer_published", answering.publish),
}


class Moderating:
    """`do` is a batch for the writer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def do(self, transaction: Transaction, items: Sequence[OfPanel]) -> list[Done]:
        return [self._do(transaction, item) for item in items]

    def _do(self, transaction: Transaction, item: OfPanel) -> Done:
        act = ACTS[type(item)]
        by = transaction.desk.adviser(item.by)
        done = self._done(transaction, item, act, by)
        id_ = done.id if isinstance(done, Panel) else item.panel_id
        entry = AuditEntry(f"adviser:{item.by}", act.name, f"panel:{id_}", _detail(done))
        transaction.desk.audit(entry)
        return done

    def _done(self, transaction: Transaction, item: OfPanel, act: _Act, by: Adviser | None) -> Done:
        if by is None or by.is_disabled or not may(by.role, act.permission):
            return Refused(Fault.NOT_ALLOWED)
        panel = _panel(transaction, item)
        if panel is None:
            return Refused(Fault.NO_SUCH_PANEL)
        return act.do(PanelWork(transaction, by, panel, self._clock()), item)


def _panel(transaction: Transaction, item: OfPanel) -> Panel | None:
    """A new one has an id of its own, so that a form that is sent twice makes one."""
    found = transaction.panels.panel(item.panel_id)
    if found is not None or not isinstance(item, SavePanel) or item.version:
        return found
    return planning.new_panel(item, version=0)


def _detail(done: Done) -> str:
    """Numbers and names of ours, never a word that somebody wrote."""
    if isinstance(done, Refused):
        return done.why
    if isinstance(done, Panel):
        return done.status
    return f"theme:{done.id}" if isinstance(done, Theme) else ""
