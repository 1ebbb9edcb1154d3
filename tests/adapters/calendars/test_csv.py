"""A file of events from a spreadsheet: all of it, or a sentence for each fault and nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from adapters.calendars.csv_columns import COLUMNS
from adapters.calendars.csv_file import read_csv
from adapters.calendars.reading import Reading
from bot.events.model import AddressFor
from bot.places.model import Coordinates

LEEDS = Coordinates(53.8, -1.55)
FULL = {
    "title": "Tea, and talk",
    "about": "Come as you are",
    "starts": "2026-12-01 18:30",
    "ends": "2026-12-01 20:00",
    "zone": "Europe/London",
    "town": "Leeds",
    "address": "3 Quay Street",
    "address_for": "registered",
    "postcode": "ls1 4ab",
    "latitude": "",
    "longitude": "",
    "online": "no",
    "link": "",
    "languages": "en ur",
    "audience": "mothers",
    "step_free": "yes",
    "childcare": "no",
    "cost": "",
    "capacity": "20",
    "organiser": "Harbour Group",
    "host": "Mill Centre",
    "language": "en",
    "uid": "tea-1",
}


def read(text: str, *, zone: str = "Europe/London") -> Reading:
    return read_csv(text.encode(), zone, {"LS1 4AB": LEEDS}.get)


def rows(*lines: dict[str, str], delimiter: str = ",") -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    table = [list(FULL), *([{**FULL, **line}[name] for name in FULL] for line in lines)]
    return "\r\n".join(delimiter.join(map(quoted, row)) for row in table)


def test_every_column_arrives() -> None:
    assert set(FULL) == set(COLUMNS)
    (entry,) = read(rows({})).entries
    assert (entry.uid, entry.title, entry.about) == ("tea-1", "Tea, and talk", "Come as you are")
    assert entry.starts_at == datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
    assert entry.ends_at == datetime(2026, 12, 1, 20, tzinfo=UTC)
    assert (entry.town, entry.address, entry.at) == ("Leeds", "3 Quay Street LS1 4AB", LEEDS)
    assert entry.address_for is AddressFor.REGISTERED
    assert (entry.languages, entry.audience) == (("en", "ur"), "mothers")
    assert (entry.step_free, entry.childcare, entry.capacity) == (True, False, 20)
    assert (entry.organiser, entry.host, entry.language) == ("Harbour Group", "Mill Centre", "en")


def test_three_columns_are_enough() -> None:
    (entry,) = read("Title,Starts,Ends\nTea,2027-07-01 10:00,2027-07-01T11:00\n\n").entries
    assert entry.starts_at == datetime(2027, 7, 1, 9, tzinfo=UTC)
    assert (entry.step_free, entry.capacity, entry.at, entry.zone) == (
        None,
        None,
        None,
        "Europe/London",
    )
    again = read("Title,Starts,Ends\nTea,2027-07-01 10:00,2027-07-01T11:00\n")
    assert again.entries[0].uid == entry.uid


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("cp1252"),
    ],
)
def test_any_separator_in_any_encoding(delimiter: str, encode: Callable[[str], bytes]) -> None:
    text = rows({"title": "Crèche – “tea”; talk"}, delimiter=delimiter)
    (entry,) = read_csv(encode(text), "Europe/London").entries
    assert entry.title == "Crèche – “tea”; talk"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"title": ""}, 'Line 2, column "title": it is empty.'),
        ({"starts": "soon"}, 'Line 2, column "starts": write day and time as 2026-03-28 18:30.'),
        ({"starts": "2026-02-30 10:00"}, "write day and time"),
        ({"starts": "03/28/2026 10:00"}, "write day and time"),
        ({"ends": "2026-12-01 18:30"}, 'column "ends": it has to be later than "starts"'),
        ({"ends": "2028-12-01 18:30"}, "nothing may last longer than a year"),
        ({"starts": "2027-03-28 01:30", "ends": "2027-03-28 04:00"}, "there is no such time"),
        ({"zone": "Yorkshire"}, 'column "zone": write a zone such as Europe/London'),
        ({"zone": "../etc/passwd"}, "write a zone"),
        ({"address_for": "friends"}, "write all or registered"),
        ({"postcode": "LS1"}, "write a whole UK postcode"),
        ({"postcode": "ZZ9 9ZZ"}, "nobody knows it; write latitude and longitude"),
        ({"latitude": "53.8"}, "write both latitude and longitude, or neither"),
        ({"latitude": "530", "longitude": "1"}, "write degrees from -90 to 90"),
        ({"latitude": "nan", "longitude": "1"}, "write degrees from -90 to 90"),
        ({"online": "perhaps"}, "write yes or no"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"languages": "Klingon"}, "write languages by their codes"),
        ({"capacity": "-3"}, "how many can come"),
        ({"capacity": "٣"}, "how many can come"),
        ({"title": "x" * 201}, "write at most 200 characters"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(cells: dict[str, str], fault: str) -> None:
    reading = read(rows(cells, {"uid": "tea-2"}))
    assert reading.entries == ()
    assert len(reading.faults) == 1
    assert fault in reading.faults[0]
    assert reading.faults[0].startswith('Line 2, column "')


def test_every_bad_line_is_named() -> None:
    reading = read(
        rows(
            {"online": "x", "cost": "1"},
            {"uid": "b"},
            {"uid": "c", "capacity": "many", "starts": ""},
        )
    )
    assert reading.entries == ()
    assert [fault[:26] for fault in reading.faults] == [
        'Line 2, column "online": w',
        'Line 4, column "starts": i',
        'Line 4, column "capacity":',
    ]


def test_the_same_event_twice_is_one_too_many() -> None:
    assert read(rows({}, {})).faults == ('Line 3, column "uid": line 2 is the same event.',)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", 'The first line has no column "title".'),
        ("title,starts\nTea,x", 'The first line has no column "ends".'),
        ("title,starts,ends,langauges\n", 'There is no column "langauges": is it "languages"?'),
        ("title,starts,ends,shoe size\n", 'There is no column "shoe_size": take it out.'),
        ("title,starts,ends,ends\n", 'The column "ends" stands there twice.'),
        ("title,starts,ends\n" + "a\n" * 10_001, "The file has more than 10,000 lines: split it."),
        ("x" * 10_000_001, "The file is larger than 10 MB."),
        (
            "title,starts,ends\nTea,2026-12-01 10:00,2026-12-01 11:00,more",
            "Line 2, last column: there are more cells than names; put quotes around commas.",
        ),
    ],
)
def test_what_is_wrong_with_the_file(text: str, fault: str) -> None:
    reading = read(text)
    assert reading.entries == ()
    assert fault in reading.faults


def test_binary_rubbish_is_refused_in_a_sentence() -> None:
    reading = read_csv(bytes(range(256)) * 40, "Europe/London")
    assert reading.entries == ()
    assert reading.faults


def test_a_first_line_of_a_million_columns_is_refused_at_once() -> None:
    heads = ",".join(f"c{number}" for number in range(1_000_000))
    reading = read_csv(heads.encode(), "Europe/London")
    assert reading.entries == ()
    assert reading.faults == ("The first line has more than 100 columns: take out the empty ones.",)


def test_a_name_of_a_megabyte_is_quoted_in_short() -> None:
    faults = read_csv(f"title,starts,ends,{'x' * 1_000_000}".encode(), "Europe/London").faults
    assert len(faults) == 1
    assert len(faults[0]) < 200
