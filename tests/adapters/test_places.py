"""Code-Point Open is read whole or refused in one sentence; no postcode is kept."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import main
from adapters.national_grid import Grid, to_degrees
from adapters.places import BadPlaces, open_gazetteer
from bot.places.model import Coordinates

LINES = (
    '"LU1 3AB",10,509000,221000,"E92000001","","","E06000032","E05001"\n'
    '"LU13AD",10,509200,221200,"E92000001","","","E06000032","E05001"\n'
    '"LU1 9ZZ",90,0,0,"E92000001","","","E06000032","E05001"\n'
    '"M1  1AE",10,384700,397900,"E92000001","","","E08000003","E05001"\n'
)


def zipped(folder: Path, **files: str) -> Path:
    path = folder / "codepo_gb.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, text in files.items():
            file.writestr(f"Data/CSV/{name}.csv", text)
        file.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\n")
    return path


def imported(source: Path, out: Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["places", "import", str(source), "--out", str(out)])
    return done.exit_code, done.output


def test_a_zip_becomes_a_table_that_places_are_read_from(tmp_path: Path) -> None:
    out = tmp_path / "var" / "postcodes.tsv"
    code, said = imported(zipped(tmp_path, lu=LINES), out)
    assert (code, said.strip().endswith("Set POSTCODES_FILE to it and start anew.")) == (0, True)
    assert "2 districts, 2 sectors" in said
    at = open_gazetteer(out).find("lu1 3ab").places[0].at
    assert at.km_to(Coordinates(51.878, -0.417)) < 2
    assert not any(whole in out.read_text("utf-8") for whole in ("3AB", "3AD", "1AE"))


def test_a_folder_does_as_well(tmp_path: Path) -> None:
    (tmp_path / "lu.csv").write_text(LINES, "utf-8")
    assert imported(tmp_path, tmp_path / "out.tsv")[0] == 0


def test_the_grid_is_turned_into_degrees_as_the_ordnance_survey_does() -> None:
    caister = to_degrees(Grid(651_409.903, 313_177.270))
    assert caister.km_to(Coordinates(52.657979, 1.716052)) < 0.005


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "There is no CSV file in it"),
        (
            {"lu": LINES + '"LU1 3AB",10,"east",221000\n'},
            "lu.csv, line 5, is not of Code-Point Open",
        ),
        ({"lu": "name,latitude\nLuton,51\n"}, "lu.csv, line 1, is not"),
        ({"lu": '"LU1 3AB",10,99999999,221000\n'}, "lu.csv, line 1, is not"),
        ({"lu": '"LU1 3AB",10\n'}, "lu.csv, line 1, is not"),
        ({"lu": "a" * 5_000}, "lu.csv, line 1, is not"),
        ({"lu": ""}, "There is no postcode with a place in it"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    tmp_path: Path, files: dict[str, str], sentence: str
) -> None:
    out = tmp_path / "out.tsv"
    code, said = imported(zipped(tmp_path, **files), out)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said
    assert not out.exists()


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(b"PK\x03\x04 and so on")
    assert imported(path, tmp_path / "out.tsv") == (
        1,
        "Error: some.zip is no zip that can be read.\n",
    )


def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.places.BYTES_AT_MOST", 10)
    said = imported(zipped(tmp_path, lu=LINES), tmp_path / "out.tsv")[1]
    assert "far larger than Code-Point Open" in said


def test_a_table_that_is_none_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "odd"
    path.write_text("LU1\tnorth\teast\n", "utf-8")
    with pytest.raises(BadPlaces, match="odd is no table of postcodes"):
        open_gazetteer(path)
