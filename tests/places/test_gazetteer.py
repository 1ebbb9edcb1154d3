"""Where she is, from what she types: in nine languages, misspelt, or as a postcode."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import TEXT_READ_AT_MOST
from bot.places.gazetteer import NOTHING, Gazetteer
from bot.places.model import Coordinates, Place
from bot.places.table import towns
from bot.understanding.phrases import load as load_phrases
from bot.understanding.understanding import CONTENT

KNOWN = Gazetteer()
LUTON = Coordinates(51.88, -0.417)
KHUJAND = "1514879"


def found(text: str) -> Place:
    places, is_certain = KNOWN.find(text)
    assert is_certain, (text, places)
    return places[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Luton", "Luton"),
        ("LUTON!!", "Luton"),
        ("I live in Luton", "Luton"),
        ("لوٹن", "Luton"),
        ("میں لوٹن میں رہتی ہوں", "Luton"),
        ("لوتون", "Luton"),
        ("أنا أعيش في برمنغهام", "Birmingham"),
        ("في بلندن", "London"),
        ("লুটন", "Luton"),
        ("আমি লুটনে থাকি", "Luton"),
        ("Waxaan ku noolahay Birmingham", "Birmingham"),
        ("Landan", "London"),
        ("ਲੂਟਨ", "Luton"),
        ("ਮੈਂ ਬਰਮਿੰਘਮ ਵਿੱਚ ਰਹਿੰਦੀ ਹਾਂ", "Birmingham"),
        ("Лондон", "London"),
        ("я живу в Лондоне", "London"),
        ("Бирмингҳам", "Birmingham"),
        ("ман дар Душанбе", "Dushanbe"),
        ("Londyn", "London"),
        ("mieszkam w Londynie", "London"),
        ("mieszkam w Manchesterze", "Manchester"),
        ("newcastle upon tyne", "Newcastle upon Tyne"),
        ("Newcastle-on-Tyne", "Newcastle upon Tyne"),
        ("stoke on trent", "Stoke-on-Trent"),
        ("Stoke", "Stoke-on-Trent"),
        ("Kings Lynn", "King's Lynn"),
        ("saint helens", "St Helens"),
        ("MiltonKeynes", "Milton Keynes"),
        ("Hull", "Hull"),
        ("Kingston upon Hull", "Hull"),
        ("Londonderry", "Derry"),
        ("Tower Hamlets", "Tower Hamlets"),
        ("Forest Gate, London", "Forest Gate"),
        ("small heath birmingham", "Small Heath"),
        ("Bury Park", "Bury Park"),
        ("Caerdydd", "Cardiff"),
    ],
)
def test_a_place_is_found_in_her_language_and_spelling(text: str, name: str) -> None:
    assert found(text).name == name


@pytest.mark.parametrize("text", ["Худжанд", "в Худжанде", "Хуҷанд", "Хучанд", "Khujand", "خجند"])
def test_khujand_is_found_as_its_people_write_it(text: str) -> None:
    assert found(text).id == KHUJAND


@pytest.mark.parametrize("name", ["Barking", "Reading", "Wells", "Bath", "Rugby", "Ham", "Sale"])
def test_towns_called_like_words_are_towns_when_she_is_asked(name: str) -> None:
    assert name in [place.name for place in KNOWN.find(name).places]


@pytest.mark.parametrize("name", ["Reading", "Bath", "Wells"])
def test_in_a_sentence_they_are_towns_only_after_in(name: str) -> None:
    assert found(f"I live in {name.lower()}").name == name
    assert KNOWN.find(f"she said {name.lower()} would help") == NOTHING


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("LU1 3AB", "LU1"),
        ("lu13ab", "LU1"),
        ("lu1", "LU1"),
        ("LU 1", "LU1"),
        ("LU1-3AB", "LU1"),
        ("my postcode is lu1 3ab ok", "LU1"),
        ("I live in Luton, LU1 3AB please", "LU1"),
        ("SW1A 1AA", "SW1A"),
        ("SW1A OAA", "SW1A"),
        ("SE1O 3AB", "SE10"),
        ("E1O 6PP", "E10"),
        ("0X1 2AB", "OX1"),
        ("LUl 3AB", "LU1"),
        ("sw1", "SW1"),
        ("M1 1AE", "M1"),
        ("bt1 5gs", "BT1"),
        ("پوسٹ کوڈ LU۱ ۳AB", "LU1"),
        ("LU99 1AA", "LU"),
    ],
)
def test_a_postcode_is_read_as_its_district(text: str, district: str) -> None:
    assert found(text).id == district


def test_nothing_of_a_postcode_but_its_district_comes_back() -> None:
    assert "3AB" not in repr(KNOWN.find("LU1 3AB"))
    assert "3ab" not in repr(KNOWN.find("lu13ab")).lower()


@pytest.mark.parametrize("text", ["call him", "A1", "ZZ1 1AA", "123", "07700 900123", "2 kids"])
def test_what_only_looks_like_a_postcode_is_none(text: str) -> None:
    assert KNOWN.find(text) == NOTHING


@pytest.mark.parametrize(
    ("name", "regions"),
    [
        ("Newport", ["Wales", "Isle of Wight", "South West Wales", "Telford", "Cambridge"]),
        ("Richmond", ["London", "Darlington"]),
        ("Whitchurch", ["Cardiff", "Reading", "Shrewsbury"]),
    ],
)
def test_a_name_of_several_is_asked_about(name: str, regions: list[str]) -> None:
    places, is_certain = KNOWN.find(name)
    assert not is_certain
    assert [place.region for place in places] == regions
    assert {place.name for place in places} == {name}


@pytest.mark.parametrize(
    ("text", "region"), [("Newport, Wales", "Wales"), ("Newport isle of wight", "Isle of Wight")]
)
def test_the_region_that_she_names_answers_it(text: str, region: str) -> None:
    assert found(text).region == region


def test_where_she_shared_she_is_answers_it() -> None:
    york = Coordinates(54.4, -1.7)
    places, is_certain = KNOWN.find("Richmond", york)
    assert (is_certain, places[0].region) == (True, "Darlington")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("birmingam", "Birmingham"),
        ("Brimingham", "Birmingham"),
        ("lutton", "Luton"),
        ("Manchestr", "Manchester"),
        ("Bradferd", "Bradford"),
        ("leicster", "Leicester"),
        ("in Nottinghan", "Nottingham"),
        ("бирменгем", "Birmingham"),
        ("Худжант", "Khujand"),
    ],
)
def test_one_slip_is_forgiven(text: str, name: str) -> None:
    assert found(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "?",
        "\U0001f62d",
        "asdfgh qwerty",
        "hello",
        "I don't know",
        "no thanks",
        "somewhere",
        "why do you ask",
        "не знаю",
        "لا أعرف",
        "پتہ نہیں",
        "জানি না",
        "nie wiem",
        "ma garanayo",
        "намедонам",
        "ਪਤਾ ਨਹੀਂ",
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert KNOWN.find(text) == NOTHING


@pytest.mark.parametrize(
    "piece", ["a", "1", "lu1", "in ", "luton ", "\u200d", "ل", "e1 ", "\u0300", "\ud800", "0o1il"]
)
def test_a_flood_of_anything_is_borne(piece: str) -> None:
    text = (piece * TEXT_READ_AT_MOST)[:TEXT_READ_AT_MOST]
    assert len(KNOWN.find(text).places) <= 5


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    for place in KNOWN.find(text).places:
        assert KNOWN.place(place.id) == place


def test_every_id_is_made_for_tokens_and_leads_back() -> None:
    every = [town.place for town in towns()]
    assert len({place.id for place in every}) == len(every)
    for place in every:
        assert place.id.isascii()
        assert place.id.isalnum()
        assert KNOWN.place(place.id) == place
    assert KNOWN.place("nowhere") is None


def test_names_are_said_in_her_script_where_known() -> None:
    names = [KNOWN.name_of(found("London"), each) for each in ("ur", "bn", "pl", "tg", "en")]
    assert names == ["لندن", "লন্ডন", "Londyn", "Лондон", "London"]
    assert KNOWN.name_of(found("Khujand"), "tg") == "Хуҷанд"
    assert KNOWN.name_of(found("LU1"), "ur") == "LU1"


def test_the_biggest_towns_have_a_name_in_every_script() -> None:
    of_home = (
        town for town in towns() if town.place.country == "GB" and town.place.region != "London"
    )
    for town in sorted(of_home, key=lambda one: -one.people)[:60]:
        assert {"ru", "ur", "ar", "bn", "pa"} <= town.names.keys(), town.place.name


def test_a_shared_location_is_read_as_the_town_or_quarter_there() -> None:
    assert KNOWN.nearest(Coordinates(51.8797, -0.4175)).name == "Luton"
    assert KNOWN.nearest(Coordinates(51.887, -0.43)).name == "Bury Park"
    assert KNOWN.nearest(Coordinates(40.28, 69.62)).id == KHUJAND
    assert KNOWN.place(KNOWN.nearest(Coordinates(-80.0, 10.0)).id)


def test_postcode_districts_within_a_distance_come_nearest_first() -> None:
    close = KNOWN.districts_within(found("LU1"), 12)
    assert [place.id for place in close][:1] == ["LU1"]
    assert {"LU2", "LU3", "LU4", "LU5"} <= {place.id for place in close}
    assert not {"M1", "LU"} & {place.id for place in close}


def test_imported_centres_are_taken_for_ours() -> None:
    exact = Gazetteer({"LU1": Coordinates(51.87, -0.42), "LU1 3": Coordinates(51.871, -0.421)})
    assert exact.find("LU1 3AB").places[0].at == Coordinates(51.87, -0.42)
    assert exact.at_postcode("lu1 3ab") == Coordinates(51.871, -0.421)
    assert exact.at_postcode("LU1 9ZZ") == Coordinates(51.87, -0.42)
    assert exact.at_postcode("Luton") is None


def test_it_fits_into_15_megabytes() -> None:
    tracemalloc.start()
    try:
        fresh = Gazetteer()
        fresh.find("birmingam")
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text", ["Luton", "in luton", "в Лутоне", "লুটনে", "Dover", "W2", "w2 1aa", "Southend-on-Sea"]
)
def test_a_place_at_home_and_nothing_else(text: str) -> None:
    assert KNOWN.is_home(text)


@pytest.mark.parametrize(
    "text", ["to Dover", "he is in Luton with a knife", "Gaza", "Raqqa", "Bridge", "help", "", "!"]
)
def test_more_than_a_place_at_home(text: str) -> None:
    assert not KNOWN.is_home(text)


def test_no_danger_that_is_known_is_a_mere_place() -> None:
    phrases = load_phrases(CONTENT)
    assert [one.text for one in phrases if one.is_danger and KNOWN.is_home(one.text)] == []
