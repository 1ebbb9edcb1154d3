"""The commands `hearthline adviser` and `hearthline audit`."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, NoReturn

import click

from adapters.console import totp
from adapters.console.passwords import hash_password, one_time_password
from adapters.console.wording import ENGLISH, load_words
from adapters.database import Database, Keys, RowRefused, open_database
from adapters.launch import DEMO
from adapters.settings import LANGUAGES, Settings, load_settings
from bot.desk.accounts import Account, Change
from bot.desk.enrolling import cleaned, faults_of
from bot.desk.model import Adviser, Role
from bot.desk.plan import Plan
from bot.desk.plan_file import load_plan
from bot.desk.staff import CODE_LASTS
from bot.errors import BadSetting, HearthlineError, StoreUnavailable

OPERATOR = "operator"
OWN_KEY = Path("var/secret.key")
"""Where `run` makes a master key when none is set."""
ID_BITS = 63
NO_DATABASE = (
    "The database at DATABASE_URL cannot be used now. "
    "Does it run, and was `hearthline migrate` run?"
)


class DemoLogin(NamedTuple):
    """How to log in on a machine where the product is tried out."""

    login: str
    password: str
    totp_secret: str


@click.group()
def adviser() -> None:
    """The accounts of advisers."""


@click.group()
def audit() -> None:
    """The record of who did what."""


@adviser.command()
@click.argument("login")
@click.option("--name", required=True, help="The first name that contacts are told.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ADVISER.value,
    show_default=True,
)
@click.option("--language", "languages", multiple=True, help="Such as ur; none: all.")
@click.option("--queue", "queues", multiple=True, help="Of the desk's plan; none: all.")
@click.option("--capacity", type=int, help="How many cases at a time; the plan's when not given.")
def add(
    login: str,
    *,
    name: str,
    role: str,
    languages: tuple[str, ...],
    queues: tuple[str, ...],
    capacity: int | None,
) -> None:
    """A new adviser LOGIN, with a password for the first time and the secret for an app."""
    with opened_database() as (settings, database):
        plan = load_plan(settings.desk_plan)
        room = plan.capacity if capacity is None else capacity
        given = Adviser(_new_id(), login, name, Role(role), languages, queues, room)
        new = _checked(given, plan)
        password, secret = one_time_password(), totp.new_secret()
        account = Account(new, hash_password(password), secret)
        if not database.accounts.add(account, OPERATOR):
            _stop(_words("advisers.login_taken"))
    _say_password(password)
    _say_secret(secret, new.login)


@adviser.command(name="list")
def list_() -> None:
    """All advisers, a line each."""
    with opened_database() as (_, database):
        everybody = database.desk_reader.advisers()
    for one in everybody:
        click.echo(_line(one))
    if not everybody:
        click.echo("There is no adviser yet: hearthline adviser add LOGIN --name NAME")


@adviser.command()
@click.argument("login")
def disable(login: str) -> None:
    """LOGIN is logged out at once and cannot log in any more."""
    with opened_database() as (_, database):
        gone = replace(_known(database, login).adviser, is_disabled=True)
        change = Change(gone.id, OPERATOR, "adviser_disabled", adviser=gone, ends_sessions=True)
        database.accounts.change(change)
    click.echo(f"{gone.login} is disabled and logged out.")


@adviser.command()
@click.argument("login")
def reset_password(login: str) -> None:
    """A new password for the first time. The app stays."""
    password = one_time_password()
    with opened_database() as (_, database):
        change = Change(
            _known(database, login).adviser.id,
            OPERATOR,
            "password_reset",
            password_hash=hash_password(password),
            must_change=True,
            ends_sessions=True,
        )
        database.accounts.change(change)
    _say_password(password)


@adviser.command()
@click.argument("login")
def reset_totp(login: str) -> None:
    """A new secret for an app; the old one and all recovery codes work no more."""
    secret = totp.new_secret()
    with opened_database() as (_, database):
        known = _known(database, login).adviser
        change = Change(
            known.id, OPERATOR, "totp_reset", totp=secret, recovery=(), ends_sessions=True
        )
        database.accounts.change(change)
    _say_secret(secret, known.login)
    click.echo("Recovery codes are made anew on the page of the account.")


@adviser.command()
@click.argument("login")
def link(login: str) -> None:
    """A code that links LOGIN to an account at Telegram, for the staff group."""
    with opened_database() as (_, database):
        known = _known(database, login).adviser
        code = database.writer.submit(database.staff.make_code, known.id).result()
    click.echo(f"Code: {code}")
    minutes = CODE_LASTS // timedelta(minutes=1)
    click.echo(f"{known.name} sends /link {code} to the bot in private, within {minutes} minutes.")


@adviser.command()
@click.argument("login")
def unlink(login: str) -> None:
    """What LOGIN writes in the staff group counts no more."""
    with opened_database() as (_, database):
        known = _known(database, login).adviser
        database.writer.submit(database.staff.unlink, known.id).result()
    click.echo(f"{known.login} is not linked any more.")


@audit.command()
def verify() -> None:
    """Whether the record is whole. Exit 1 when it is not."""
    with opened_database() as (_, database):
        broken = database.desk_reader.audit_break()
        newest = database.desk_reader.audit_page(sys.maxsize, 1)
    if broken is not None:
        _stop(f"Entry {broken} is not as it was written.")
    count = newest[0].number if newest else 0
    click.echo(f"{count} {'entry' if count == 1 else 'entries'}: all hold")


def demo_adviser(database: Database) -> DemoLogin | None:
    """A lead to try the console with. With a new password each time, until somebody has logged in
    and made the account their own; None from then on."""
    accounts, password = database.accounts, one_time_password()
    known = accounts.by_login(DEMO)
    if known is None:
        secret = totp.new_secret()
        new = Adviser(_new_id(), DEMO, DEMO.title(), Role.LEAD)
        accounts.add(Account(new, hash_password(password), secret), OPERATOR)
        return DemoLogin(DEMO, password, secret)
    if not known.must_change or known.adviser.is_disabled:
        return None
    hashed = hash_password(password)
    change = Change(known.adviser.id, OPERATOR, "password_reset", password_hash=hashed)
    accounts.change(change)
    return DemoLogin(DEMO, password, known.totp)


@contextmanager
def opened_database() -> Iterator[tuple[Settings, Database]]:
    """Every refusal is a sentence, never a traceback."""
    try:
        settings = load_settings(own_key=OWN_KEY if OWN_KEY.exists() else None)
        keys = Keys.parse(settings.secret_key.get_secret_value())
        url = settings.database_url.get_secret_value()
        with open_database(url, keys, lambda: datetime.now(UTC)) as database:
            yield settings, database
    except BadSetting as error:
        _stop(*error.faults)
    except (StoreUnavailable, RowRefused):
        _stop(NO_DATABASE)
    except HearthlineError as error:
        _stop(str(error))


def _checked(given: Adviser, plan: Plan) -> Adviser:
    new = cleaned(given)
    faults = list(faults_of(new, plan.queues, LANGUAGES))
    if faults:
        _stop(*map(_words, faults))
    return new


def _known(database: Database, login: str) -> Account:
    found = database.accounts.by_login(login.strip().lower())
    if found is None:
        _stop(f"There is no adviser {login}. See them all: hearthline adviser list")
    return found


def _line(one: Adviser) -> str:
    state = "disabled" if one.is_disabled else "active"
    languages, queues = (", ".join(names) or "all" for names in (one.languages, one.queues))
    return (
        f"{one.login}  {one.name}  {one.role}  {state}  "
        f"languages: {languages}  queues: {queues}  capacity: {one.capacity}"
    )


def _say_password(password: str) -> None:
    click.echo(f"One-time password: {password}")
    click.echo("Shown only now. A password of one's own is asked for at the first log in.")


def _say_secret(secret: str, login: str) -> None:
    click.echo(f"TOTP secret: {secret}")
    click.echo(f"For the app: {totp.setup_uri(secret, login)}")


def _words(key: str) -> str:
    return load_words()[ENGLISH][key]


def _new_id() -> int:
    return secrets.randbits(ID_BITS)


def _stop(*faults: str) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1)
