import os
import stat
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from adapters.database import upgrade
from adapters.database.engines import Patience, parse_url, reading_engine, writing_engine
from adapters.database.failures import Trouble, rule_of, trouble
from bot.errors import BadSetting
from tests.contracts.conftest import World


@pytest.mark.parametrize(
    ("text", "driver", "name"),
    [
        ("sqlite:///var/hearthline.db", "sqlite", "var/hearthline.db"),
        ("sqlite:////srv/hearthline.db", "sqlite", "/srv/hearthline.db"),
        ("postgresql://u:p@db:5432/hearthline", "postgresql+psycopg", "hearthline"),
        ("postgres://u:p@db/hearthline", "postgresql+psycopg", "hearthline"),
        (" postgresql+psycopg:///hearthline\n", "postgresql+psycopg", "hearthline"),
    ],
)
def test_addresses_that_are_understood(text: str, driver: str, name: str) -> None:
    url = parse_url(text)
    assert (url.drivername, url.database) == (driver, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hearthline.db",
        "mysql://u:secret@db/x",
        "sqlite://",
        "sqlite://:memory:",
        "sqlite:///:memory:",
    ],
)
def test_addresses_that_are_refused_in_one_sentence_without_quoting_them(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        parse_url(text)
    assert len(refused.value.faults) == 1
    assert "secret" not in str(refused.value)


def test_a_relative_file_and_its_folder_are_made_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    upgrade("sqlite:///var/deep/hearthline.db")
    mode = stat.S_IMODE((tmp_path / "var/deep/hearthline.db").stat().st_mode)
    assert mode & ~os.umask(os.umask(0)) == mode
    assert mode == 0o600


def test_sqlite_syncs_at_every_commit_and_overwrites_what_is_deleted(on_sqlite: World) -> None:
    engine = writing_engine(parse_url(on_sqlite.url), Patience())
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    engine.dispose()
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_what_reads_from_sqlite_cannot_write(on_sqlite: World) -> None:
    engine = reading_engine(parse_url(on_sqlite.url), Patience())
    with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.exec_driver_sql("INSERT INTO pulse VALUES (1, 1)")
    engine.dispose()
    assert trouble(refused.value) is Trouble.AWAY  # read-only


def test_an_error_does_not_carry_rows(world: World) -> None:
    engine = writing_engine(parse_url(world.url), Patience())
    with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.exec_driver_sql("INSERT INTO channel_templates VALUES ('private', NULL)")
    engine.dispose()
    assert trouble(refused.value) is Trouble.REFUSED
    assert "private" not in rule_of(refused.value)
