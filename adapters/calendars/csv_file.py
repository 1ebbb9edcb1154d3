"""A CSV file of events, as spreadsheets write it: all is taken or, with one fault, nothing."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import UTC
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from adapters.calendars.csv_columns import COLUMNS, NEEDED, BadCell
from adapters.calendars.faults import MOST_BYTES
from adapters.calendars.places import Locate
from adapters.calendars.reading import LONGEST, MOST, Reading
from adapters.calendars.texts import decoded, one_line
from bot.events.model import Entry
from bot.places.model import Coordinates

DELIMITERS = ",;\t"
LONGEST_QUOTED = 40
MOST_COLUMNS = 100
OPTIONAL = (
    *("about", "town", "address_for", "at", "link", "languages", "audience", "step_free"),
    *("childcare", "cost", "capacity", "organiser", "host", "language"),
)
Row = dict[str, Any]


def read_csv(content: bytes, zone: str, locate: Locate | None = None) -> Reading:
    """Either entries or faults, never both. `zone`: of times where the file names none."""
    if len(content) > MOST_BYTES:
        return Reading((), (f"The file is larger than {MOST_BYTES // 1_000_000} MB.",))
    text = decoded(content)
    try:
        head, *rows = _rows(text) or [[]]
    except csv.Error:
        return Reading((), ("The file is not CSV: save it from the spreadsheet as CSV UTF-8.",))
    columns = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in head]
    faults = list(_bad_heads(columns))
    if not faults and len(rows) > MOST:
        faults = [f"The file has more than {MOST:,} lines: split it."]
    if faults:
        return Reading((), tuple(faults))
    return _File(columns, ZoneInfo(zone), locate).read(rows)


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    # A cell may be as long as the file; what is too long for its column is said below.
    csv.field_size_limit(MOST_BYTES)
    lines = io.StringIO(text.replace("\0", ""), newline="")
    return list(csv.reader(lines, delimiter=delimiter))


def _bad_heads(columns: Sequence[str]) -> Iterator[str]:
    if len(columns) > MOST_COLUMNS:
        yield f"The first line has more than {MOST_COLUMNS} columns: take out the empty ones."
        return
    for name in NEEDED:
        if name not in columns:
            yield f'The first line has no column "{name}".'
    for name in sorted({one for one in columns if columns.count(one) > 1}):
        yield f'The column "{_quoted(name)}" stands there twice.'
    for name in columns:
        if name and name not in COLUMNS:
            near = get_close_matches(_quoted(name), COLUMNS, 1)
            hint = f': is it "{near[0]}"?' if near else ": take it out."
            yield f'There is no column "{_quoted(name)}"{hint}'


def _quoted(text: str) -> str:
    return one_line(text, LONGEST_QUOTED)


class _File:
    def __init__(self, columns: Sequence[str], zone: ZoneInfo, locate: Locate | None) -> None:
        self._columns = columns
        self._zone = zone
        self._locate = locate
        self._lines: dict[str, int] = {}

    def read(self, rows: Sequence[Sequence[str]]) -> Reading:
        entries: list[Entry] = []
        faults: list[str] = []
        for line, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                values, bad = self._values(row)
                bad = bad or list(self._together(line, values))
                faults += (f"Line {line}, {fault}." for fault in bad)
                if not faults:
                    entries.append(_entry(values))
        return Reading((), tuple(faults)) if faults else Reading(tuple(entries), ())

    def _values(self, row: Sequence[str]) -> tuple[Row, list[str]]:
        """Of one line, and what is wrong with its cells."""
        values: Row = {"zone": self._zone}
        faults = []
        cells = {name: cell.strip() for name, cell in zip(self._columns, row, strict=False) if name}
        for name in COLUMNS:
            try:
                if cells.get(name):
                    values[name] = COLUMNS[name](cells[name])
                elif name in NEEDED:
                    faults.append(f'column "{name}": it is empty')
            except BadCell as bad:
                faults.append(f'column "{name}": {bad}')
        if any(cell.strip() for cell in row[len(self._columns) :]):
            faults.append("last column: there are more cells than names; put quotes around commas")
        return values, faults

    def _together(self, line: int, values: Row) -> Iterator[str]:
        """What only shows when the cells of a line are looked at side by side; completes them."""
        for name in ("starts", "ends"):
            values[name] = values[name].replace(tzinfo=values["zone"])
            if values[name].astimezone(UTC).astimezone(values["zone"]) != values[name]:
                yield f'column "{name}": the clocks go forward then, there is no such time'
        if values["ends"] <= values["starts"]:
            yield 'column "ends": it has to be later than "starts"'
        elif values["ends"] - values["starts"] > LONGEST:
            yield 'column "ends": nothing may last longer than a year'
        if ("latitude" in values) != ("longitude" in values):
            yield 'column "latitude": write both latitude and longitude, or neither'
        yield from self._placed(values)
        values.setdefault("uid", _made_up(values))
        other = self._lines.setdefault(values["uid"], line)
        if other != line:
            yield f'column "uid": line {other} is the same event'

    def _placed(self, values: Row) -> Iterator[str]:
        if "latitude" in values and "longitude" in values:
            values["at"] = Coordinates(values["latitude"], values["longitude"])
        elif "postcode" in values and self._locate is not None:
            values["at"] = self._locate(values["postcode"])
            if values["at"] is None:
                yield 'column "postcode": nobody knows it; write latitude and longitude'


def _made_up(values: Row) -> str:
    """The same at every import, as long as the line says the same of what, when and where."""
    parts = (values["title"], values["starts"].isoformat(), values.get("town", ""))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _entry(values: Row) -> Entry:
    address, code = values.get("address", ""), values.get("postcode", "")
    if code and code not in address.upper():
        address = f"{address} {code}".strip()
    optional = {name: values[name] for name in OPTIONAL if name in values}
    return Entry(
        uid=values["uid"],
        starts_at=values["starts"].astimezone(UTC),
        ends_at=values["ends"].astimezone(UTC),
        zone=values["zone"].key,
        title=values["title"],
        address=address,
        is_online=values.get("online", False),
        **optional,
    )
