from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, LargeBinary, Text

from adapters.database.arrays import array_writer
from adapters.database.rows import dump_say, load_say
from adapters.database.times import from_micros, to_micros
from bot.messages import Say
from tests.postgres import Postgres

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def connection(postgres: Postgres) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        yield connection


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.none() | TEXTS, min_size=1),
    numbers=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1),
    blobs=st.lists(st.none() | st.binary(), min_size=1),
)
def test_postgresql_reads_the_arrays_we_write(
    connection: "psycopg.Connection[tuple[object, ...]]",
    texts: list[str | None],
    numbers: list[int | None],
    blobs: list[bytes | None],
) -> None:
    written = (
        array_writer(Text())(texts),
        array_writer(BigInteger())(numbers),
        array_writer(LargeBinary())(blobs),
    )
    read = connection.execute("SELECT %s::text[], %s::bigint[], %s::bytea[]", written).fetchone()
    assert read == (texts, numbers, blobs)


@pytest.mark.parametrize("texts", [["a\0b"], ["a", "b\0"], ["\0", "\0"], [None, "\0"]])
def test_a_text_that_postgresql_cannot_hold_is_refused(texts: list[str | None]) -> None:
    with pytest.raises(ValueError, match="NUL"):
        array_writer(Text())(texts)


def test_what_is_at_its_default_takes_no_room() -> None:
    assert dump_say(Say("menu.menu")) == '{"key":"menu.menu"}'


@given(
    st.builds(
        Say,
        key=st.text(),
        choices=st.lists(st.text()).map(tuple),
        lines=st.lists(st.text()).map(tuple),
        params=st.dictionaries(
            st.text(), st.text() | st.integers() | st.lists(st.text()).map(tuple)
        ),
        ticked=st.lists(st.text()).map(tuple),
        multiple=st.booleans(),
        again=st.booleans(),
        replaces=st.text(),
    )
)
def test_every_say_comes_back(say: Say) -> None:
    assert load_say(dump_say(say), say.urgency) == say


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_come_back_to_the_microsecond(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001 (that is the point)
