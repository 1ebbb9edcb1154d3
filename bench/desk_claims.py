"""Twenty advisers reach for the same 1,000 cases at once, half of them at one process, half at the
other: each case has exactly one winner."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from adapters.database import Database, Keys, open_database
from bench.desk_cast import HELD, hire, now, open_case
from bot.desk.commands import Claim
from bot.desk.desk import Desk
from bot.desk.model import Case
from bot.desk.plan_file import load_plan
from bot.desk.refusals import Refusal, Why
from bot.engine.loading import load_catalogue
from bot.engine.turn import Engine
from bot.errors import StoreUnavailable
from bot.flows import build_flows
from bot.ports import Transaction

CASES = range(HELD + 1, HELD + 1_001)
"""They wait."""
ADVISERS = range(1, 21)
Result = Case | Refusal


def measure(url: str, key: str) -> dict[str, float]:
    """Claims a second, and how many of them won."""
    keys = Keys.parse(key)
    with open_database(url, keys, now) as one, open_database(url, keys, now) as other:
        hire(one, ADVISERS, capacity=len(CASES))
        for future in [one.writer.submit(_open, case) for case in CASES]:
            future.result()
        return _raced(_desk(), [one, other])


def _desk() -> Desk:
    catalogue = load_catalogue()
    engine = Engine(build_flows(tuple(catalogue.languages)), catalogue)
    return Desk(load_plan(), now, engine)


def _raced(desk: Desk, databases: Sequence[Database]) -> dict[str, float]:
    began = time.perf_counter()
    results = asyncio.run(_race(desk, databases))
    seconds = time.perf_counter() - began
    winners = Counter(result.id for result in results if isinstance(result, Case))
    assert winners == Counter(CASES), "a case has not exactly one winner"
    refused = {result.why for result in results if isinstance(result, Refusal)}
    assert refused == {Why.TAKEN}, refused
    return {"claims": len(results) / seconds, "won": len(CASES) / seconds}


async def _race(desk: Desk, databases: Sequence[Database]) -> list[Result]:
    async def adviser(id_: int) -> list[Result]:
        return [await _claim(desk, databases[id_ % 2], id_, case) for case in CASES]

    shares = await asyncio.gather(*map(adviser, ADVISERS))
    return [result for share in shares for result in share]


async def _claim(desk: Desk, database: Database, adviser: int, case: int) -> Result:
    """Asked again where the other process had the store for too long."""
    while True:
        with contextlib.suppress(StoreUnavailable):
            return await database.writer.submit_async(desk.claim, Claim(adviser, case, None))


def _open(transaction: Transaction, numbers: Sequence[int]) -> list[None]:
    for number in numbers:
        open_case(transaction, number, str(number))
    return [None] * len(numbers)


def tell(engines: Mapping[str, Mapping[str, float]]) -> None:
    """Print the table."""
    print(f"{'20 advisers, 1,000 cases, two processes':47}", end="")
    print("".join(f"{name:>28}" for name in engines))
    for name, label in (("claims", "claims/s"), ("won", "of them won/s; one winner for each case")):
        print(f"{label:47}" + "".join(f"{of[name]:28,.0f}" for of in engines.values()))
