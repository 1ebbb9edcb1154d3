"""What every store of accounts holds to."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.database import Database
from adapters.database.accounts import AccountStore
from bot.desk.accounts import ABSOLUTE, IDLE, Account, Change, Proof, Session
from bot.desk.model import Adviser, EventKind, Role
from tests.contracts.conftest import World

AMINA = Adviser(7, "amina", "Amina", Role.ADVISER, ("ur", "en"), ("family",), capacity=2)
OPERATOR = "operator"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def accounts(store: Database) -> AccountStore:
    return store.accounts


@pytest.fixture
def account(accounts: AccountStore) -> Account:
    made = Account(AMINA, "hashed", SECRET, must_change=False)
    assert accounts.add(made, OPERATOR)
    return made


def session(world: World, token: bytes = b"token", adviser_id: int = 7) -> Session:
    now = world.clock.now
    return Session(token, adviser_id, now, now, now + ABSOLUTE, "Firefox")


def actions(store: Database) -> list[str]:
    return [line.entry.action for line in reversed(store.desk_reader.audit_page(10**6, 100))]


def test_an_account_reads_as_it_was_added(accounts: AccountStore, account: Account) -> None:
    assert accounts.by_login("amina") == accounts.by_id(7) == account
    assert accounts.by_login("nobody") is None


def test_a_login_belongs_to_one(store: Database, accounts: AccountStore, account: Account) -> None:
    other = replace(account, adviser=replace(AMINA, id=8, name="Anna"))
    assert not accounts.add(other, OPERATOR)
    assert accounts.by_id(8) is None
    assert actions(store) == ["adviser_added"]


def test_the_secret_of_an_app_is_not_readable(
    world: World, accounts: AccountStore, account: Account
) -> None:
    [[sealed]] = world.rows("SELECT totp FROM advisers")
    assert SECRET.encode() not in bytes(sealed)


def test_with_a_damaged_secret_no_code_is_right(
    world: World, accounts: AccountStore, account: Account
) -> None:
    damaged = "X'00'" if world.is_sqlite else r"'\x00'"
    world.rows(f"UPDATE advisers SET totp = {damaged}")  # noqa: S608 (our own words)
    found = accounts.by_id(7)
    assert found is not None
    assert found.totp not in ("", SECRET)
    assert not found.is_unfinished


def test_a_change_leaves_the_rest_as_it_was(accounts: AccountStore, account: Account) -> None:
    changed = replace(AMINA, name="Ami", role=Role.LEAD, queues=(), languages=("en",), capacity=5)
    assert accounts.change(Change(7, OPERATOR, "adviser_changed", adviser=changed))
    assert accounts.by_id(7) == replace(account, adviser=changed)
    assert accounts.change(Change(7, OPERATOR, "password_changed", password_hash="new"))
    assert accounts.by_id(7) == replace(account, adviser=changed, password_hash="new")


def test_nothing_is_changed_of_nobody(store: Database, accounts: AccountStore) -> None:
    assert not accounts.change(Change(1, OPERATOR, "password_reset", password_hash="new"))
    assert actions(store) == []


def test_an_app_is_taken_away(accounts: AccountStore, account: Account) -> None:
    accounts.change(Change(7, OPERATOR, "totp_reset", totp="", recovery=()))
    found = accounts.by_id(7)
    assert found is not None
    assert found.is_unfinished


class TestLoggingIn:
    def test_begins_a_session(
        self, world: World, store: Database, accounts: AccountStore, account: Account
    ) -> None:
        assert accounts.sign_in(account, Proof(step=5), session(world))
        assert accounts.session(b"token") == (session(world), account)
        assert accounts.session(b"other") is None
        assert actions(store) == ["adviser_added", "signed_in"]

    @pytest.mark.parametrize("step", [4, 5])
    def test_takes_a_code_once_and_none_from_before(
        self, world: World, accounts: AccountStore, account: Account, step: int
    ) -> None:
        assert accounts.sign_in(account, Proof(step=5), session(world))
        assert accounts.sign_in(account, Proof(step=step), session(world, b"2")) is None
        assert accounts.session(b"2") is None

    def test_takes_each_recovery_code_once(
        self, world: World, accounts: AccountStore, account: Account
    ) -> None:
        accounts.change(Change(7, OPERATOR, "recovery_made", recovery=("a", "b")))
        assert accounts.sign_in(account, Proof(recovery="a"), session(world))
        assert accounts.sign_in(account, Proof(recovery="a"), session(world, b"2")) is None
        assert accounts.sign_in(account, Proof(recovery="c"), session(world, b"2")) is None
        found = accounts.by_id(7)
        assert found is not None
        assert found.recovery_left == 1

    def test_of_many_at_once_with_one_code_lets_one_in(
        self, world: World, accounts: AccountStore, account: Account
    ) -> None:
        stores = [accounts, world.open().accounts]

        def log_in(number: int) -> Session | None:
            one = session(world, bytes([number]))
            return stores[number % 2].sign_in(account, Proof(step=5), one)

        with ThreadPoolExecutor(8) as pool:
            begun = list(pool.map(log_in, range(8)))
        assert len([one for one in begun if one]) == 1

    def test_without_a_code_is_for_who_has_no_app(
        self, world: World, accounts: AccountStore, account: Account
    ) -> None:
        assert accounts.sign_in(account, Proof(), session(world)) is None
        accounts.change(Change(7, OPERATOR, "totp_reset", totp=""))
        assert accounts.sign_in(account, Proof(), session(world))

    @pytest.mark.parametrize(
        "change",
        [
            Change(7, OPERATOR, "password_changed", password_hash="new"),
            Change(7, OPERATOR, "disabled", adviser=replace(AMINA, is_disabled=True)),
        ],
        ids=["another password", "disabled"],
    )
    def test_fails_when_the_account_has_changed_meanwhile(
        self, world: World, accounts: AccountStore, account: Account, change: Change
    ) -> None:
        accounts.change(change)
        assert accounts.sign_in(account, Proof(step=5), session(world)) is None

    def test_at_one_moment_makes_two_sessions_that_can_be_told_apart(
        self, world: World, accounts: AccountStore, account: Account
    ) -> None:
        first = accounts.sign_in(account, Proof(step=5), session(world, b"1"))
        second = accounts.sign_in(account, Proof(step=6), session(world, b"2"))
        assert first is not None
        assert second is not None
        assert accounts.end_session(7, first.created_at, OPERATOR, "session_ended")
        assert accounts.session(b"1") is None
        assert accounts.session(b"2") is not None


@pytest.fixture
def begun(world: World, accounts: AccountStore, account: Account) -> Session:
    one = accounts.sign_in(account, Proof(step=5), session(world))
    assert one is not None
    return one


class TestSession:
    def test_is_live_until_it_is_idle_or_old(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        start = world.clock.now
        almost = start + IDLE - timedelta(seconds=1)
        assert accounts.live_sessions(almost) == {begun.began}
        assert accounts.live_sessions(start + IDLE) == frozenset()
        accounts.touch(begun.token_hash, almost)
        assert accounts.live_sessions(start + IDLE) == {begun.began}
        accounts.touch(b"token", start + ABSOLUTE)
        assert accounts.live_sessions(start + ABSOLUTE) == frozenset()

    def test_of_who_is_disabled_is_not_live(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        accounts.change(Change(7, OPERATOR, "disabled", adviser=replace(AMINA, is_disabled=True)))
        assert accounts.session(begun.token_hash) is not None
        assert accounts.live_sessions(world.clock.now) == frozenset()

    def test_keeps_its_beginning_with_a_new_token(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        world.clock.go_on(hours=1)
        now = world.clock.now
        assert accounts.replace(begun, b"new", now)
        found = accounts.session(b"new")
        assert found is not None
        assert found[0] == begun._replace(token_hash=b"new", seen_at=now)

    def test_has_its_old_token_for_a_minute_more(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        accounts.replace(begun, b"new", world.clock.now)
        for token, seconds in ((b"token", 60), (b"new", 8 * 60 * 60)):
            found = accounts.session(token)
            assert found is not None
            assert found[0].expires_at - world.clock.now == timedelta(seconds=seconds)
        assert accounts.live_sessions(world.clock.now) == {begun.began}
        assert accounts.live_sessions(world.clock.now + timedelta(minutes=1)) == {begun.began}
        [listed] = accounts.sessions_of(7, world.clock.now)
        assert listed.token_hash == b"new"

    def test_gets_one_new_token_however_many_ask(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        asked = [accounts.replace(begun, bytes([n]), world.clock.now) for n in range(3)]
        assert asked == [True, False, False]

    def test_that_was_ended_does_not_come_back(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        assert accounts.end_session(7, begun.created_at, OPERATOR, "signed_out")
        accounts.touch(b"token", world.clock.now)
        assert not accounts.replace(begun, b"new", world.clock.now)
        assert accounts.session(b"token") is accounts.session(b"new") is None
        assert not accounts.end_session(7, begun.created_at, OPERATOR, "signed_out")

    def test_is_ended_with_its_replaced_token(
        self, world: World, accounts: AccountStore, begun: Session
    ) -> None:
        accounts.replace(begun, b"new", world.clock.now)
        accounts.end_session(7, begun.created_at, OPERATOR, "signed_out")
        assert accounts.live_sessions(world.clock.now) == frozenset()

    def test_that_ends_is_told_and_recorded(
        self, store: Database, accounts: AccountStore, begun: Session
    ) -> None:
        accounts.end_session(7, begun.created_at, "adviser:9", "session_ended")
        [event] = store.desk_reader.events_after(0)
        assert (event.kind, event.adviser_id) == (EventKind.SIGNED_OUT, 7)
        assert actions(store)[-1] == "session_ended"

    def test_can_be_spared_when_all_others_end(
        self, world: World, store: Database, accounts: AccountStore, account: Account
    ) -> None:
        tokens = [b"1", b"2", b"3"]
        begun = [
            accounts.sign_in(account, Proof(step=step), session(world, token))
            for step, token in enumerate(tokens)
        ]
        assert begun[1] is not None
        spared = begun[1].created_at
        accounts.change(Change(7, OPERATOR, "x", ends_sessions=True, spares=spared))
        assert accounts.live_sessions(world.clock.now) == {begun[1].began}
        accounts.change(Change(7, OPERATOR, "x", ends_sessions=True))
        assert accounts.live_sessions(world.clock.now) == frozenset()
        assert len(store.desk_reader.events_after(0)) == 2

    def test_that_is_over_is_removed_at_the_next_log_in(
        self, world: World, accounts: AccountStore, account: Account, begun: Session
    ) -> None:
        world.clock.go_on(minutes=15)
        accounts.sign_in(account, Proof(step=9), session(world, b"next"))
        assert accounts.session(begun.token_hash) is None
        [[kept]] = world.rows("SELECT count(*) FROM adviser_sessions")
        assert kept == 1


def test_what_is_sealed_opens_in_its_place_only(world: World) -> None:
    store = world.open().accounts
    sealed = store.seal("not for the laptop", "console.unsent:7")
    assert b"laptop" not in sealed
    assert store.unseal(sealed, "console.unsent:7") == "not for the laptop"
    assert store.unseal(sealed, "console.unsent:8") is None
    for forged in (b"", b"x", sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), bytes(60)):
        assert store.unseal(forged, "console.unsent:7") is None
