"""What use cases asked of the store about cases before there was a desk. It goes when none does."""

from collections.abc import Sequence
from datetime import datetime

from adapters.database.desk import Desk
from adapters.database.times import from_micros
from bot.desk.model import Case, CaseStatus, NextAction, Outcome
from bot.ports import DueCase, NewCase


class EarlierCases:
    desk: Desk
    _now: int

    def open_cases(self, cases: Sequence[NewCase]) -> None:
        for new in cases:
            self.desk.open(_case(self.desk.new_id(), new))

    def open_case_since(self, conversation_id: int) -> datetime | None:
        case = self.desk.open_case(conversation_id)
        return case.opened_at if case else None

    def close_cases(self, conversation_id: int, outcome: str) -> None:
        case = self.desk.open_case(conversation_id)
        if case is not None:
            self._close(case, outcome)

    def cases_due(self, now: datetime, at_most: int) -> list[DueCase]:
        due = self.desk.due(now, at_most)
        return [DueCase(one.case.id, one.conversation, str(one.case.next_action)) for one in due]

    def close_case(self, case_id: int, outcome: str) -> None:
        opened = self.desk.case(case_id)
        if opened is not None:
            self._close(opened.case, outcome)

    def _close(self, case: Case, outcome: str) -> None:
        case.status, case.outcome = CaseStatus.CLOSED, Outcome(outcome)
        case.closed_at = from_micros(self._now)
        self.desk.save(case)


def _case(id_: int, new: NewCase) -> Case:
    return Case(
        id_,
        new.conversation_id,
        "",
        new.queue,
        new.language,
        "",
        new.consents,
        new.opened_at,
        new.opened_at,
        new.deadline,
        NextAction(new.next_action),
    )
