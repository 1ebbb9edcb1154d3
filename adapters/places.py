"""Code-Point Open, the Ordnance Survey's free list of postcodes: read, and kept as a small table
of the exact centres of districts and sectors. No postcode is kept whole."""

import csv
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from adapters.national_grid import Grid, to_degrees
from bot.places.gazetteer import Gazetteer
from bot.places.model import Coordinates
from bot.places.postcodes import is_postcode

FILES_AT_MOST = 1_000
BYTES_AT_MOST = 1_000_000_000
"""Of all files together, unpacked. There are about 120 with 150 million bytes."""
LINE_AT_MOST = 1_000
NO_FILES = "There is no CSV file in it: Code-Point Open is a zip or a folder with many."
EASTINGS, NORTHINGS = range(800_000), range(1_400_000)


class BadPlaces(ValueError):
    """Which file and line cannot be used, in one sentence."""


def open_gazetteer(path: Path | None) -> Gazetteer:
    """Errors raised: BadPlaces."""
    return Gazetteer(read_table(path) if path else None)


def centres(path: Path) -> dict[str, Coordinates]:
    """Of districts ("LU1") and sectors ("LU1 3"), out of the zip or folder.

    Errors raised: BadPlaces.
    """
    sums: dict[str, tuple[float, float, int]] = {}
    for postcode, grid in _postcodes(path):
        for name in (postcode[:-3], f"{postcode[:-3]} {postcode[-3]}"):
            east, north, count = sums.get(name, (0.0, 0.0, 0))
            sums[name] = east + grid.east, north + grid.north, count + 1
    if not sums:
        raise BadPlaces("There is no postcode with a place in it.")
    return {
        name: to_degrees(Grid(east / count, north / count))
        for name, (east, north, count) in sums.items()
    }


def write_table(found: dict[str, Coordinates], out: Path) -> None:
    half = out.with_name(f"{out.name}.part")
    rows = (f"{name}\t{at.latitude:.5f}\t{at.longitude:.5f}\n" for name, at in found.items())
    half.write_text("".join(sorted(rows)), "utf-8")
    half.replace(out)  # whoever reads it meanwhile finds the old one whole


def read_table(path: Path) -> dict[str, Coordinates]:
    """Errors raised: BadPlaces."""
    try:
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        return {name: Coordinates(float(north), float(east)) for name, north, east in rows}
    except (OSError, ValueError):
        raise BadPlaces(f"{path.name} is no table of postcodes.") from None


def _postcodes(path: Path) -> Iterator[tuple[str, Grid]]:
    try:
        for name, file in _of_folder(path) if path.is_dir() else _of_zip(path):
            yield from _read(name, file)
    except (BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error):
        raise BadPlaces(f"{path.name} is no zip that can be read.") from None
    except OSError as fault:
        raise BadPlaces(f"{path.name} cannot be read: {fault.strerror}.") from None


def _of_folder(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    files = [one for one in sorted(path.rglob("*")) if _is_data(one.as_posix())]
    _check(len(files), sum(one.stat().st_size for one in files))
    for one in files:
        with one.open("rb") as file:
            yield one.name, file


def _of_zip(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Its members say how large they are; no more than that is ever unpacked."""
    with ZipFile(path) as folder:
        members = [one for one in folder.infolist() if _is_data(one.filename)]
        _check(len(members), sum(one.file_size for one in members))
        for member in members:
            with folder.open(member) as file:
                yield Path(member.filename).name, file


def _is_data(name: str) -> bool:
    """The folder Doc has lists of other things."""
    return name.lower().endswith(".csv") and "doc/" not in name.lower()


def _check(files: int, size: int) -> None:
    if not files:
        raise BadPlaces(NO_FILES)
    if files > FILES_AT_MOST or size > BYTES_AT_MOST:
        raise BadPlaces("It is far larger than Code-Point Open.")


def _read(name: str, file: IO[bytes]) -> Iterator[tuple[str, Grid]]:
    for number, line in enumerate(iter(lambda: file.readline(LINE_AT_MOST), b""), start=1):
        row = next(csv.reader([line.decode("utf-8", "replace")]), [])
        if number == 1 and row[:1] in (["Postcode"], ["PC"]):
            continue
        try:
            postcode, grid = _postcode(row)
        except (ValueError, csv.Error):
            raise BadPlaces(
                f"{name}, line {number}, is not of Code-Point Open: a postcode, a quality, "
                "eastings and northings are expected."
            ) from None
        if grid.east and grid.north:  # else nobody knows where it is
            yield postcode, grid


def _postcode(row: list[str]) -> tuple[str, Grid]:
    postcode, _, east, north, *_ = row
    postcode = postcode.replace(" ", "")
    if not is_postcode(postcode) or int(east) not in EASTINGS or int(north) not in NORTHINGS:
        raise ValueError
    return postcode, Grid(int(east), int(north))
