"""The commands `hearthline event`."""

import asyncio
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from adapters.calendars.anything import read_anything
from adapters.calendars.faults import MOST_BYTES, FeedRefused
from adapters.calendars.feeds import source_of
from adapters.calendars.fetch import fetch
from adapters.calendars.reading import Reading
from adapters.desk_commands import opened_database
from adapters.places import open_gazetteer
from bot.events.importing import Imported, import_entries
from bot.events.model import Event
from bot.places.gazetteer import Gazetteer
from bot.places.model import Coordinates
from bot.ports import Transaction

ADDRESS = re.compile(r"(?:https?|webcals?)://", re.IGNORECASE)
NOTHING = "Nothing is imported."
NONE_COMING = "Nothing is coming up: hearthline event import FILE-or-URL"


@click.group()
def event() -> None:
    """What is on: from other calendars and from files."""


@event.command(name="import")
@click.argument("source", metavar="FILE-or-URL")
@click.option("--zone", default="Europe/London", show_default=True, help="Of times without one.")
@click.option(
    "--name",
    default="",
    help="What to file them under; the file's name when not given. Importing again under the same "
    "name updates them, and withdraws those that are gone.",
)
def import_(source: str, zone: str, name: str) -> None:
    """Events from iCalendar or CSV: all lines of a CSV file or, with one fault, none."""
    _check_zone(zone)
    now, content = datetime.now(UTC), _content(source)
    with opened_database() as (settings, database):
        reading = _read(content, zone, now, open_gazetteer(settings.postcodes_file))
        if reading.faults and not reading.entries:
            _stop(*reading.faults, NOTHING)

        def work(transaction: Transaction, sources: Sequence[str]) -> list[Imported]:
            return [import_entries(transaction, one, reading.entries, now) for one in sources]

        done = database.writer.submit(work, name or source_of(source)).result()
    for fault in reading.faults:
        click.echo(fault, err=True)
    click.echo(
        f"{done.added} new, {done.changed} changed, {done.cancelled} cancelled, "
        f"{done.withdrawn} withdrawn; {len(reading.entries)} read."
    )


@event.command(name="list")
def list_() -> None:
    """What is coming up, a line each, soonest first."""
    with opened_database() as (_, database):
        coming = database.events.coming(datetime.now(UTC))
    for one in sorted(coming, key=lambda one: (one.starts_at, one.id)):
        click.echo(_line(one))
    if not coming:
        click.echo(NONE_COMING)


def _line(one: Event) -> str:
    _, text = one.text("en")
    where = "online" if one.is_online and not one.town else one.town or "-"
    when = f"{one.local_start:%Y-%m-%d %H:%M} {one.zone}"
    return f"{one.id}  {when}  {one.status}  {where}  {text.title}"


def _content(source: str) -> bytes:
    try:
        if ADDRESS.match(source):
            return asyncio.run(fetch(source)).content or b""
        with Path(source).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FeedRefused as refused:
        _stop(str(refused), NOTHING)
    except OSError as error:
        _stop(f"The file cannot be read: {error.strerror or 'it is not there'}.", NOTHING)


def _read(content: bytes, zone: str, now: datetime, gazetteer: Gazetteer) -> Reading:
    def locate(text: str) -> Coordinates | None:
        found = gazetteer.find(text)
        return gazetteer.at_postcode(text) or (found.places[0].at if found.is_certain else None)

    try:
        return read_anything(content, zone, now, locate)
    except FeedRefused as refused:
        _stop(str(refused), NOTHING)


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        _stop("There is no such zone: write one such as Europe/London.")


def _stop(*faults: str) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1)
