"""`hearthline panel`: planned from a terminal, finished in the console; and the sample."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.panel_commands import panel
from adapters.sample_panel import SLUG, put_sample_panel
from bot.panels.model import PanelStatus
from tests.contracts.conftest import World, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

ADD = ("add", "talk-in-march", "--title", "A talk among women", "--starts", "2027-03-08T12:00")


@pytest.fixture
def world(on_sqlite: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    monkeypatch.setenv("DATABASE_URL", on_sqlite.url)
    monkeypatch.setenv("SECRET_KEY", "11" * 32)
    monkeypatch.chdir(tmp_path)
    return on_sqlite


def run(*words: str) -> Result:
    return CliRunner().invoke(panel, words)


def test_a_panel_is_planned_and_listed(world: World) -> None:
    assert "There is no webchat yet" in run("list").output
    assert "Planned as a draft: /console/panels/" in run(*ADD).output
    line = "talk-in-march  2027-03-08 12:00 Europe/London  draft  followers: 0  A talk among women"
    assert line in run("list").output
    [found] = world.open().panel_reader.panels(9)
    assert (found.status, found.ends_at - found.starts_at) == (
        PanelStatus.DRAFT,
        timedelta(hours=1),
    )
    [entry] = [line.entry for line in world.open().desk_reader.audit_page(9, 9)]
    assert entry == ("operator", "panel_saved", f"panel:{found.id}", "")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("--starts", "soon"), "Say when it begins and ends"),
        (("--minutes", "0"), "Say when it begins and ends"),
        (("--zone", "London"), "There is no such time zone."),
        (("--title", " "), "Give it a title"),
        (("--title", "long " * 30), "This is too long."),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    world: World, wrong: tuple[str, ...], sentence: str
) -> None:
    done = run(*ADD, *wrong)
    assert done.exit_code == 1
    assert sentence in done.output
    assert world.open().panel_reader.panels(9) == []


def test_an_address_is_had_once(world: World) -> None:
    run(*ADD)
    done = run(*ADD)
    assert (done.exit_code, "Another webchat has this address." in done.output) == (1, True)


def test_the_sample_is_there_once_and_says_what_it_is(world: World) -> None:
    database = world.open()
    for _ in range(2):
        put_sample_panel(database, world.clock)
    [found] = database.panel_reader.panels(9)
    assert found.status_at(world.clock.now) is PanelStatus.ANNOUNCED
    assert found.local_start.hour == 12
    assert "ample" in found.texts["en"].title
    assert all("(sample)" in one.name for one in found.members)
    assert len(database.panel_reader.published(found.id)) == 1


def test_a_sample_that_is_over_gets_another_date(world: World) -> None:
    database = world.open()
    put_sample_panel(database, world.clock)
    world.clock.go_on(days=5)
    put_sample_panel(database, world.clock)
    found = database.panel_reader.by_slug(SLUG)
    assert found is not None
    assert found.status_at(world.clock.now) is PanelStatus.ANNOUNCED
    assert len(database.panel_reader.published(found.id)) == 1
