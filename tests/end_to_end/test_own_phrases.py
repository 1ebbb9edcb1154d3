"""The running product: it understands by the model that is named, and forgets refused phrases."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.app import Product
from adapters.database import Keys, open_database, upgrade
from adapters.settings import load_settings
from bot.desk.suggestions import Misreading, Standing, Suggestion
from bot.errors import BadSetting
from bot.ports import Transaction
from bot.understanding.languages import VARIANTS, Variant
from bot.understanding.model import Limits, load, save
from bot.understanding.needs import Need
from tests.contracts.conftest import FixedClock, do
from tests.end_to_end.conftest import KEY, environment, running, until
from tests.end_to_end.web import Web

pytestmark = pytest.mark.anyio
CALM = "what is the weather like today"


ALWAYS = dict.fromkeys((variant.key for variant in VARIANTS), 0.0)


async def says(settings: dict[str, str]) -> str:
    """The first answer to a calm word."""
    async with running(settings) as run:
        web = Web(run)
        await web.start()
        return str((await web.send(id="one", text=CALM))[0]["text"])


async def test_it_understands_by_the_model_that_is_named(tmp_path: Path) -> None:
    frightened = Limits(ALWAYS, ALWAYS, need=0.5, warmth=1.0)
    save(load()._replace(limits=frightened), tmp_path / "own.npz")
    own = {"UNDERSTANDING_MODEL": str(tmp_path / "own.npz")}

    assert "999" in (await says(environment(tmp_path, **own))).splitlines()[0]
    assert "999" not in (await says(environment(tmp_path))).splitlines()[0]


async def test_with_something_else_it_does_not_start(tmp_path: Path) -> None:
    settings = environment(tmp_path, UNDERSTANDING_MODEL=str(tmp_path / "none.npz"))
    with pytest.raises(BadSetting) as refused:
        Product(load_settings(settings))
    [fault] = refused.value.faults
    assert fault.startswith("UNDERSTANDING_MODEL must name a model")


def refused_at(days: int) -> Suggestion:
    at = FixedClock()() - timedelta(days=days)
    variant, kind = Variant("en", "Latn"), Misreading.MISSED
    new = Suggestion(days, at, variant, Need.ABUSE, None, kind, f"{days} days ago", 1)
    return replace(new, status=Standing.REFUSED, decided_by=2, decided_at=at)


async def test_what_was_refused_is_forgotten_after_thirty_days(tmp_path: Path) -> None:
    settings = environment(tmp_path)
    upgrade(settings["DATABASE_URL"])

    def work(transaction: Transaction) -> None:
        for days in (29, 31):
            transaction.desk.phrases.add(refused_at(days))

    with open_database(settings["DATABASE_URL"], Keys.parse(KEY), FixedClock()) as database:
        do(database, work)
    async with running(settings) as run:
        reader = run.product.database.desk_reader
        await until(run, lambda: len(reader.decided_phrases(9)) == 1)
        [left] = reader.decided_phrases(9)
        assert left.text == "29 days ago"
