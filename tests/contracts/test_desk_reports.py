"""What reports, the board and the record's page read."""

from datetime import timedelta

from adapters.database import Database
from bot.desk.model import AuditEntry, CaseStatus
from bot.desk.ports import Approval
from bot.ports import Transaction
from tests.contracts.conftest import World, do
from tests.contracts.desks import claim, put
from tests.contracts.turns import START, close

MINUTE = timedelta(minutes=1)


def test_cases_opened_are_counted_by_queue_language_and_channel(store: Database) -> None:
    for id_, queue in enumerate(("a", "a", "b"), start=1):
        do(store, put(id_, queue=queue, opened_at=START + id_ * MINUTE))
    do(store, lambda transaction: close(transaction, 1))
    counted = store.desk_reader.opened_between
    assert counted(START, START + MINUTE) == {}
    assert counted(START + MINUTE, START + 9 * MINUTE) == {
        ("a", "en", "telegram"): 2,
        ("b", "en", "telegram"): 1,
    }


def test_what_advisers_hold_is_counted_by_status(store: Database) -> None:
    for id_ in range(1, 6):
        do(store, put(id_))
    for id_, owner in ((1, 7), (2, 7), (3, 7), (4, 8)):
        do(store, claim(owner, id_))
    do(store, claim(7, 3, status=CaseStatus.CONTACT))
    do(store, lambda transaction: close(transaction, 4))
    assert store.desk_reader.loads() == {(7, CaseStatus.CLAIMED): 2, (7, CaseStatus.CONTACT): 1}


def test_what_was_agreed_to_is_listed_by_kind_earliest_first(store: Database) -> None:
    def agree(kind: str, subject: str, adviser: int, minutes: int) -> None:
        at = START + minutes * MINUTE
        do(store, lambda one: one.desk.approve(kind, subject, adviser, at))

    agree("export", "x", 8, 2)
    agree("export", "x", 7, 1)
    agree("export", "old", 7, 0)
    agree("block", "case:1", 7, 2)
    found = [Approval("x", 7, START + MINUTE), Approval("x", 8, START + 2 * MINUTE)]
    assert store.desk_reader.approvals("export", START) == found
    assert do(store, lambda one: one.desk.approvals("export", START)) == found


def test_the_record_is_narrowed_by_actor_and_subject(world: World, store: Database) -> None:
    def write(transaction: Transaction) -> None:
        for actor in ("adviser:1", "adviser:2"):
            for subject in ("case:1", "case:11"):
                transaction.desk.audit(AuditEntry(actor, "look", subject))

    do(store, write)
    page = store.desk_reader.audit_page

    def found(actor: str = "", subject: str = "", before: int = 10) -> list[int]:
        return [line.number for line in page(before, 10, actor, subject)]

    assert found() == [4, 3, 2, 1]
    assert found("adviser:2") == [4, 3]
    assert found(subject="case:1") == [3, 1]
    assert found("adviser:1", "case:11", before=2) == []
    assert [line.number for line in page(4, 1)] == [3]
