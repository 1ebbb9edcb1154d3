"""How often something may be tried: the generic cell rate algorithm (GCRA), one row a name.

A row holds from when its name has the whole allowance again; until then less of it is left. It is
read and moved under a lock, so that many at once get no more than one after the other.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from adapters.database.account_statements import AccountStatements
from adapters.database.times import MICROSECOND
from bot.desk.accounts import Allowance

SECOND = 1_000_000


class Keyed(NamedTuple):
    key: bytes
    allowance: Allowance

    @property
    def every(self) -> int:
        return self.allowance.every // MICROSECOND


def take(connection: Connection, run: AccountStatements, wanted: Sequence[Keyed], now: int) -> int:
    """Seconds to wait; 0: one was taken from each."""
    whole = [max(now, _whole_at(connection, run, one.key)) for one in wanted]
    too_early = [
        at - now - (one.allowance.burst - 1) * one.every
        for at, one in zip(whole, wanted, strict=True)
    ]
    wait = max(too_early, default=0)
    if wait > 0:
        return -(-wait // SECOND)
    for at, one in zip(whole, wanted, strict=True):
        run.move_throttle.run(connection, key=one.key, at=at + one.every)
    return 0


def give_back(connection: Connection, run: AccountStatements, taken: Sequence[Keyed]) -> None:
    for one in taken:
        at = _whole_at(connection, run, one.key)
        run.move_throttle.run(connection, key=one.key, at=at - one.every)


def _whole_at(connection: Connection, run: Any, key: bytes) -> int:
    run.begin_throttle.run(connection, key=key, at=0)
    return int(run.throttle.run(connection, key=key).scalar_one())
