"""`hearthline event`: what is on comes in from files and addresses, and stands in a list."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.database import Database
from adapters.event_commands import event
from bot.events.model import AddressFor, EventStatus
from tests.contracts.conftest import World, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

EARLY = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "title,starts,ends,town,address,uid\n"
TEA = "Tea,2098-03-01 10:00,2098-03-01 11:00,Leeds,3 Quay Street,tea\n"
TALK = "Talk,2098-02-01 10:00,2098-02-01 11:00,Hull,,talk\n"


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
    result = CliRunner().invoke(event, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def written(text: str, name: str = "events.csv") -> str:
    Path(name).write_text(text, "utf-8")
    return name


def test_a_file_comes_in_and_stands_in_the_list(database: Database) -> None:
    assert run("list").output == "Nothing is coming up: hearthline event import FILE-or-URL\n"
    done = run("import", written(HEAD + TEA + TALK))
    assert done.output == "2 new, 0 changed, 0 cancelled, 0 withdrawn; 2 read.\n"
    talk, tea = run("list").output.splitlines()
    assert talk.endswith("2098-02-01 10:00 Europe/London  published  Hull  Talk")
    assert tea.endswith("2098-03-01 10:00 Europe/London  published  Leeds  Tea")
    assert "Quay" not in tea


def test_an_address_is_for_those_who_registered_unless_the_file_says_otherwise(
    database: Database,
) -> None:
    run("import", written(HEAD + TEA))
    (tea,) = database.events.coming(EARLY)
    assert tea.address_for is AddressFor.REGISTERED


def test_what_names_only_a_town_or_a_postcode_is_found_there(database: Database) -> None:
    run("import", written(HEAD + TEA + TALK.replace("Hull,,", ',"Hall, NG1 2DH",')))
    degrees = {
        one.uid: one.at and tuple(map(round, one.at)) for one in database.events.coming(EARLY)
    }
    assert degrees == {"tea": (54, -2), "talk": (53, -1)}


def test_importing_again_updates_and_withdraws(database: Database) -> None:
    run("import", written(HEAD + TEA + TALK))
    done = run("import", written(HEAD + TEA.replace("10:00", "09:30")))
    assert done.output == "0 new, 1 changed, 0 cancelled, 1 withdrawn; 1 read.\n"
    statuses = {one.uid: one.status for one in database.events.coming(EARLY)}
    assert statuses == {"tea": EventStatus.PUBLISHED, "talk": EventStatus.WITHDRAWN}


def test_a_file_of_another_name_is_of_somebody_else(database: Database) -> None:
    run("import", written(HEAD + TEA))
    run("import", written(HEAD + TALK, "other.csv"))
    assert {one.status for one in database.events.coming(EARLY)} == {EventStatus.PUBLISHED}


def test_with_one_fault_nothing_comes_in(database: Database) -> None:
    done = run("import", written(HEAD + TEA + "Talk,soon,later,Hull,,talk\n"))
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        'Line 3, column "starts": write day and time as 2026-03-28 18:30.',
        'Line 3, column "ends": write day and time as 2026-03-28 18:30.',
        "Nothing is imported.",
    ]
    assert database.events.coming(EARLY) == []


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", "<html></html>", "What is there is not a calendar."),
        ("nothing.ics", "", "What is there is not a calendar."),
        ("half.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "The calendar ends in the middle."),
    ],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(
    database: Database, name: str, content: str, sentence: str
) -> None:
    done = run("import", written(content, name))
    assert done.exit_code == 1
    assert done.output.splitlines() == [sentence, "Nothing is imported."]


def test_addresses_files_and_zones_that_are_none(database: Database) -> None:
    inside = run("import", "http://169.254.169.254/latest/meta-data/")
    assert inside.output.startswith("The address leads into a private network and is not called.")
    assert run("import", "nowhere.ics").output.startswith("The file cannot be read:")
    unknown = run("import", written(HEAD + TEA), "--zone", "Yorkshire")
    assert unknown.output == "There is no such zone: write one such as Europe/London.\n"
    assert database.events.coming(EARLY) == []
