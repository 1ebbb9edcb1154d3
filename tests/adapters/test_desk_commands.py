"""`hearthline adviser` and `hearthline audit`."""

import re
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner, Result

from adapters.console.passwords import Passwords
from adapters.database import Database
from adapters.desk_commands import adviser, audit, demo_adviser
from bot.desk.accounts import ABSOLUTE, Account, Change, Proof, Session
from bot.desk.model import Role
from tests.contracts.conftest import World, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

ADD = ["add", "amina", "--name", "Amina"]
PASSWORD = re.compile(r"One-time password: (\S+)")
SECRET = re.compile(r"TOTP secret: (\S+)")


@pytest.fixture
def world(on_sqlite: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    monkeypatch.setenv("DATABASE_URL", on_sqlite.url)
    monkeypatch.setenv("SECRET_KEY", "11" * 32)
    monkeypatch.chdir(tmp_path)
    return on_sqlite


@pytest.fixture
def database(world: World) -> Database:
    return world.open()


def run(*words: str) -> Result:
    result = CliRunner().invoke(adviser, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def found(pattern: re.Pattern[str], result: Result) -> str:
    match = pattern.search(result.output)
    assert match is not None, result.output
    return match[1]


def amina(database: Database) -> Account:
    account = database.accounts.by_login("amina")
    assert account is not None
    return account


@pytest.mark.anyio
async def test_an_added_adviser_can_log_in_with_what_is_printed(database: Database) -> None:
    result = run(*ADD, "--language", "ur", "--language", "en", "--role", "lead", "--capacity", "5")
    assert result.exit_code == 0
    account = amina(database)
    assert account.adviser.name == "Amina"
    assert (account.adviser.role, account.adviser.languages) == (Role.LEAD, ("ur", "en"))
    assert account.adviser.capacity == 5
    assert account.must_change
    secret = found(SECRET, result)
    assert account.totp == secret
    uri = pyotp.parse_uri(result.output.split("For the app: ")[1].split()[0])
    assert (uri.secret, uri.name, uri.issuer) == (secret, "amina", "Hearthline")
    assert await Passwords().is_right(found(PASSWORD, result), account.password_hash)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([*ADD[:1], "a", *ADD[2:]], "A login has 2 to 32 small letters"),
        ([*ADD, "--language", "klingon"], "There is no such language."),
        ([*ADD, "--queue", "nowhere"], "There is no such queue."),
        ([*ADD, "--capacity", "0"], "Cases at a time is a number from 1 to 20."),
        ([*ADD, "--role", "emperor"], "is not one of"),
        (["add", "amina"], "Missing option '--name'"),
        (["disable", "nobody"], "There is no adviser nobody."),
        (["reset-password", "nobody"], "There is no adviser nobody."),
        (["reset-totp", "nobody"], "There is no adviser nobody."),
    ],
)
def test_a_wrong_use_is_one_sentence(database: Database, words: list[str], sentence: str) -> None:
    result = run(*words)
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert database.desk_reader.advisers() == []


def test_a_login_is_given_once(database: Database) -> None:
    run(*ADD)
    before = amina(database)
    result = run("add", "AMINA", "--name", "Another")
    assert result.exit_code == 1
    assert "with this login already" in result.output
    assert "password" not in result.output
    assert amina(database) == before


def test_advisers_are_listed(database: Database) -> None:
    assert "There is no adviser yet" in run("list").output
    run(*ADD, "--language", "ur")
    run("disable", "amina")
    [line] = run("list").output.splitlines()
    assert line == ("amina  Amina  adviser  disabled  languages: ur  queues: all  capacity: 3")


def log_in(world: World, database: Database) -> None:
    account, now = amina(database), world.clock.now
    step = int(now.timestamp()) // 30
    session = Session(b"token", account.adviser.id, now, now, now + ABSOLUTE)
    assert database.accounts.sign_in(account, Proof(step=step), session)


@pytest.mark.parametrize("command", ["disable", "reset-password", "reset-totp"])
def test_whoever_is_reset_or_disabled_is_logged_out(
    world: World, database: Database, command: str
) -> None:
    run(*ADD)
    log_in(world, database)
    assert run(command, "amina").exit_code == 0
    assert database.accounts.session(b"token") is None


def test_a_reset_password_is_for_one_time(database: Database) -> None:
    run(*ADD)
    before = amina(database)
    database.accounts.change(Change(before.adviser.id, "x", "finished", must_change=False))
    result = run("reset-password", "Amina")
    after = amina(database)
    assert found(PASSWORD, result)
    assert after.must_change
    assert after.password_hash != before.password_hash
    assert after.totp == before.totp


def test_a_reset_app_keeps_the_password(database: Database) -> None:
    run(*ADD)
    before = amina(database)
    after_secret = found(SECRET, run("reset-totp", "amina"))
    after = amina(database)
    assert after.totp == after_secret != before.totp
    assert after.password_hash == before.password_hash
    assert after.recovery_left == 0


def test_without_tables_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, world: World, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    for words in (ADD, ["list"], ["disable", "amina"]):
        result = run(*words)
        assert result.exit_code == 1
        assert "was `hearthline migrate` run?" in result.output


def test_without_a_key_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.delenv("SECRET_KEY")
    result = run("list")
    assert result.exit_code == 1
    assert "SECRET_KEY" in result.output


@pytest.mark.usefixtures("world")
class TestAuditVerify:
    def verify(self) -> Result:
        return CliRunner().invoke(audit, ["verify"])

    def test_tells_how_many_hold(self) -> None:
        assert self.verify().output == "0 entries: all hold\n"
        run(*ADD)
        assert self.verify().output == "1 entry: all hold\n"
        run("disable", "amina")
        result = self.verify()
        assert (result.exit_code, result.output) == (0, "2 entries: all hold\n")

    def test_names_the_first_that_does_not(self, world: World) -> None:
        run(*ADD)
        run("disable", "amina")
        run("reset-password", "amina")
        for [trigger] in world.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            world.rows(f"DROP TRIGGER {trigger}")
        world.rows("UPDATE audit SET actor = 'adviser:7' WHERE number = 2")
        result = self.verify()
        assert result.exit_code == 1
        assert result.output == "Entry 2 is not as it was written.\n"


class TestDemo:
    @pytest.mark.anyio
    async def test_can_log_in_with_what_is_told(self, database: Database) -> None:
        demo = demo_adviser(database)
        assert demo is not None
        account = database.accounts.by_login(demo.login)
        assert account is not None
        assert account.must_change
        assert account.totp == demo.totp_secret
        assert await Passwords().is_right(demo.password, account.password_hash)

    @pytest.mark.anyio
    async def test_is_told_anew_until_somebody_has_made_it_their_own(
        self, database: Database
    ) -> None:
        first, second = demo_adviser(database), demo_adviser(database)
        assert first is not None
        assert second is not None
        assert first.totp_secret == second.totp_secret
        account = database.accounts.by_login(second.login)
        assert account is not None
        assert await Passwords().is_right(second.password, account.password_hash)
        database.accounts.change(Change(account.adviser.id, "x", "finished", must_change=False))
        assert demo_adviser(database) is None
