"""One open database: its writer and its reader."""

from collections.abc import Sequence
from concurrent.futures import TimeoutError as TooLate
from datetime import datetime, timedelta

from adapters.database.accounts import AccountStore
from adapters.database.broadcasts import BroadcastReader
from adapters.database.cohorts import CohortReader
from adapters.database.desk_reader import DeskReader
from adapters.database.engines import Patience, parse_url, reading_engine, writing_engine
from adapters.database.event_reader import EventReader
from adapters.database.ids import new_id
from adapters.database.panel_reader import PanelReader
from adapters.database.reader import StoreReader
from adapters.database.retention import Retention
from adapters.database.sealing import Keys
from adapters.database.staff import Staff
from adapters.database.statements import Compiler
from adapters.database.store import Setting, Statements, StoreTransaction
from adapters.database.times import MICROSECOND
from adapters.database.transactor import Transactor
from adapters.database.writer import GroupCommitWriter
from bot.errors import HearthlineError
from bot.ports import Clock, Transaction

LEASE = timedelta(seconds=60)
PATIENCE = Patience()
HEALTHY_WITHIN = 2.0
CLOSED_WITHIN = 10.0


class Database:
    """What `open_database` gives. Close it, or leave its `with` block, to write what waits and let
    go."""

    def __init__(
        self, url: str, keys: Keys, clock: Clock, lease: timedelta, patience: Patience
    ) -> None:
        parsed = parse_url(url)
        self._writing = writing_engine(parsed, patience)
        self._reading = reading_engine(parsed, patience)
        compiler = Compiler(self._writing.dialect)
        statements = Statements(compiler)
        self.retention = Retention(compiler)
        setting = Setting(statements, keys, clock, lease // MICROSECOND, holder=new_id())
        self.writer = GroupCommitWriter(Transactor(self._writing, setting, patience.lock))
        self.reader = StoreReader(self._reading, keys, self._can_write, clock)
        self.desk_reader = DeskReader(self._reading, keys)
        self.events = EventReader(self._reading, keys)
        self.broadcasts = BroadcastReader(self._reading)
        self.cohorts = CohortReader(self._reading)
        self.panel_reader = PanelReader(self._reading, keys)
        self.staff = Staff(self._reading, keys, clock)
        self.accounts = AccountStore(self.writer, self._reading, keys)

    def close(self, timeout: float = CLOSED_WITHIN) -> None:
        """Write what waits, for `timeout` seconds at most, then let go. Idempotent."""
        self.writer.close(timeout)
        self._reading.dispose()
        self._writing.dispose()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _can_write(self) -> bool:
        try:
            self.writer.submit(_beat, None).result(HEALTHY_WITHIN)
        except (HearthlineError, TooLate):
            return False
        return True


def open_database(
    url: str,
    keys: Keys,
    clock: Clock,
    *,
    lease: timedelta = LEASE,
    patience: Patience = PATIENCE,
) -> Database:
    """Open the database at DATABASE_URL `url`; `migrations.upgrade` must have made its tables.

    Nothing is connected yet: a database that is away is reported by each item written. `lease` is
    how long a sender keeps a message to itself. Errors raised: BadSetting.
    """
    return Database(url, keys, clock, lease, patience)


def prune_desk_events(transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
    """As a batch for the writer: at each moment remove the news that are older than a day; how
    many there were."""
    if not isinstance(transaction, StoreTransaction):
        return [0] * len(moments)
    return [transaction.desk.prune(now) for now in moments]


def forget_signs(transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
    """As a batch for the writer: at each moment remove the signs that somebody was typing; how
    many there were."""
    if not isinstance(transaction, StoreTransaction):
        return [0] * len(moments)
    return [transaction.desk.forget_signs(now) for now in moments]


def _beat(transaction: Transaction, items: Sequence[None]) -> list[None]:
    if isinstance(transaction, StoreTransaction):
        transaction.beat()
    return list(items)
