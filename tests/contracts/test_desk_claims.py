"""Many advisers reach for the same cases at once: each case has exactly one winner."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future

from adapters.database import Database
from bot.desk.model import CaseStatus
from bot.ports import Transaction
from tests.contracts.conftest import World
from tests.contracts.desks import opened
from tests.contracts.turns import open_case

CASES = range(1, 1001)
ADVISERS = range(1, 21)
Wanted = tuple[int, int]
"""(case, adviser)"""


def open_all(transaction: Transaction, ids: Sequence[int]) -> list[None]:
    for id_ in ids:
        open_case(transaction, str(id_), id_)
    return [None] * len(ids)


def claim_all(transaction: Transaction, wanted: Sequence[Wanted]) -> list[bool]:
    """In one order, so that processes never wait in a ring."""
    won = {}
    for case_id, adviser_id in sorted(wanted):
        case, _ = opened(transaction, case_id)
        won[case_id, adviser_id] = case.status is CaseStatus.WAITING
        if won[case_id, adviser_id]:
            case.status, case.owner = CaseStatus.CLAIMED, adviser_id
            transaction.desk.save(case)
    return [won[one] for one in wanted]


def submit_all(databases: Sequence[Database]) -> dict[Wanted, "Future[bool]"]:
    """Half of the advisers are at one process, half at the other."""
    return {
        (case, adviser): databases[adviser % 2].writer.submit(claim_all, (case, adviser))
        for case in CASES
        for adviser in ADVISERS
    }


def test_of_twenty_advisers_one_wins_each_case(world: World) -> None:
    databases = [world.open(), world.open()]
    for made in [databases[0].writer.submit(open_all, case) for case in CASES]:
        made.result(60)
    results = {wanted: future.result(60) for wanted, future in submit_all(databases).items()}
    winners = {case: adviser for (case, adviser), won in results.items() if won}
    assert Counter(results.values()) == {True: len(CASES), False: len(CASES) * 19}
    kept = world.rows("SELECT id, owner, version FROM cases ORDER BY id")
    assert [tuple(row) for row in kept] == [(case, winners[case], 2) for case in CASES]
