"""What every store of allowances holds to: how often anything may be tried."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from adapters.database import Database
from adapters.database.accounts import AccountStore
from bot.desk.accounts import Allowance
from tests.contracts.conftest import World

FEW = Allowance("account:amina", 3, timedelta(seconds=30))
MANY = Allowance("address:192.0.2.1", 20, timedelta(seconds=6))


@pytest.fixture
def accounts(store: Database) -> AccountStore:
    return store.accounts


def test_an_allowance_gives_a_few_at_once_then_one_each_half_minute(
    world: World, accounts: AccountStore
) -> None:
    start = world.clock.now
    assert [accounts.take([FEW], start) for _ in range(4)] == [0, 0, 0, 30]
    assert accounts.take([FEW], start + timedelta(seconds=29.5)) == 1
    assert accounts.take([FEW], start + timedelta(seconds=30)) == 0
    assert accounts.take([FEW], start + timedelta(seconds=30)) == 30


def test_an_allowance_never_gives_more_than_five_within_a_minute(
    world: World, accounts: AccountStore
) -> None:
    start = world.clock.now
    given = [
        second
        for second in range(300)
        for _ in range(4)
        if accounts.take([FEW], start + timedelta(seconds=second)) == 0
    ]
    assert max(len([b for b in given if a <= b <= a + 60]) for a in given) == 5


def test_an_allowance_takes_from_all_or_from_none(world: World, accounts: AccountStore) -> None:
    for _ in range(3):
        accounts.take([FEW], world.clock.now)
    for _ in range(30):
        assert accounts.take([FEW, MANY], world.clock.now) == 30
    assert accounts.take([MANY], world.clock.now) == 0


def test_an_allowance_is_given_back(world: World, accounts: AccountStore) -> None:
    for _ in range(10):
        assert accounts.take([FEW, MANY], world.clock.now) == 0
        accounts.give_back([FEW, MANY])


def test_an_allowance_of_many_at_once_is_never_overdrawn(
    world: World, accounts: AccountStore
) -> None:
    stores = [accounts, world.open().accounts]

    def take(number: int) -> int:
        return stores[number % 2].take([FEW, MANY], world.clock.now)

    with ThreadPoolExecutor(12) as pool:
        waits = list(pool.map(take, range(24)))
    assert waits.count(0) == 3


def test_an_allowance_keeps_no_name_in_clear(world: World, accounts: AccountStore) -> None:
    accounts.take([FEW, MANY], world.clock.now)
    kept = b"".join(bytes(key) for [key] in world.rows("SELECT key FROM throttles"))
    assert len(kept) == 32
    assert b"amina" not in kept
    assert b"192.0.2" not in kept
