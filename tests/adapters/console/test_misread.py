"""The fold of a case's page in which an adviser says that the guide misread somebody."""

from html import unescape
from typing import Any

import pytest

from bot.desk import commands as ask
from bot.desk.model import Case
from bot.desk.suggestions import Misreading
from bot.understanding.needs import Need
from tests.adapters.console.payloads import PAYLOADS
from tests.adapters.console.room import Browser, Room, opened, path
from tests.desk.office import IDA, LEAD, OMAR

HERS = "My boy took the long knife out of the kitchen drawer and left."
MISSED = {"kind": "missed", "need": "emergency", "near": "", "variant": "en"}
ALARM = {"kind": "false_alarm", "need": "signs", "near": "travel", "variant": "en"}
TITLE = "The guide misread her"


def fold(tab: Browser) -> str:
    start = tab.html.index(TITLE)
    before = tab.html[:start].rindex("<details")
    return tab.html[before : tab.html.index("</details>", start)]


def area(tab: Browser) -> str:
    part = fold(tab)
    start = part.index('<textarea name="phrase"')
    return part[part.index(">\n", start) + 2 : part.index("</textarea>", start)]


def said(room: Room) -> list[str]:
    return [one.text for one in room.office.store.tables.phrases]


def test_it_is_proposed_once_however_often_it_is_clicked(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    html = tab.html
    for _ in range(3):
        tab.html = html
        answer = tab.send(f"{path(case)}/misread", phrase="he went out armed", **ALARM)
        assert (answer.status_code, answer.headers["location"]) == (303, path(case))

    [one] = room.office.store.tables.phrases
    assert (one.kind, one.need, one.near) == (Misreading.FALSE_ALARM, Need.SIGNS, Need.TRAVEL)
    assert one.text == "he went out armed"


def test_a_script_is_told_that_it_was_taken(room: Room) -> None:
    case = room.office.held()
    answer = opened(room, case).send_by_script(f"{path(case)}/misread", phrase="", **MISSED)
    assert answer.json() == {"go": ""}
    assert said(room) == [""]


def test_nothing_of_the_case_is_put_into_the_form(room: Room) -> None:
    case = room.office.held()
    room.office.writes(HERS)
    assert area(opened(room, case)) == ""


def test_it_offers_every_need_in_plain_words_and_her_language_first(room: Room) -> None:
    case = room.office.held()
    room.office.store.tables.cases[case.id].language = "ur-Latn"
    part = fold(opened(room, case))
    for need in Need:
        assert f'<option value="{need}">' in part
    assert "Planning to hurt others" in part
    assert '<option value="ur-Latn" selected>Urdu (Latin)</option>' in part


def test_her_words_are_refused_and_what_was_chosen_stays(room: Room) -> None:
    case = room.office.held()
    room.office.writes(HERS)
    tab = opened(room, case)
    answer = tab.send(f"{path(case)}/misread", phrase=HERS.upper(), **ALARM)

    assert answer.status_code == 409
    assert "These are words of this case. Say it in your own words." in answer.text
    assert area(tab) == HERS.upper()
    assert " open>" in fold(tab)
    for chosen in ("false_alarm", "signs", "travel"):
        assert f'<option value="{chosen}" selected>' in fold(tab)
    script = tab.send_by_script(f"{path(case)}/misread", phrase=HERS, **ALARM)
    assert "own words" in script.json()["sentence"]
    assert said(room) == []


def test_after_a_refusal_no_other_form_has_its_key(room: Room) -> None:
    """Else a note's key, which is kept, would lead to the phrase."""
    case = room.office.held()
    tab = opened(room, case)
    tab.send(f"{path(case)}/misread", phrase="x" * 201, **MISSED)
    keys = [tab.given(f"{path(case)}/{name}")["key"] for name in ("misread", "note", "reply")]
    assert keys[0] not in keys[1:]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"need": "dance"}, {"near": "x"}, {"variant": "xx"}, {"key": "1"}],
)
def test_what_the_form_does_not_offer_is_refused(room: Room, wrong: dict[str, Any]) -> None:
    case = room.office.held()
    tab = opened(room, case)
    assert tab.send(f"{path(case)}/misread", **{**MISSED, "phrase": "", **wrong}).status_code == 400
    assert said(room) == []


def test_a_missed_danger_is_one(room: Room) -> None:
    case = room.office.held()
    answer = opened(room, case).send(
        f"{path(case)}/misread", phrase="", **{**MISSED, "need": "talk"}
    )
    assert (answer.status_code, said(room)) == (409, [])
    assert "a false alarm needs no danger there" in answer.text


def invited(room: Room) -> Case:
    case = room.office.held()
    room.office.store.do(room.office.desk.invite, ask.Invite(OMAR, case.id, None, IDA))
    return case


@pytest.mark.parametrize(("by", "shows"), [(OMAR, True), (IDA, True), (LEAD, False)])
def test_it_shows_to_those_who_talk_with_her(room: Room, by: int, shows: bool) -> None:
    case = invited(room)
    tab = opened(room, case, by)
    assert (" hidden" not in fold(tab).partition("<summary>")[0]) is shows
    assert tab.client.get(f"{path(case)}.json").json()["can"]["misread"] is shows
    status = tab.send(f"{path(case)}/misread", phrase="", **MISSED).status_code
    assert (status == 303) is shows
    assert len(said(room)) == shows


def test_while_the_store_is_away_the_page_keeps_it_to_send_again(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    room.writer.is_away = True
    answer = tab.send(f"{path(case)}/misread", phrase="Do not lose me", **ALARM)
    room.writer.is_away = False

    assert answer.status_code == 503
    assert "Do not lose me</textarea>" in answer.text
    given = {"phrase": "Do not lose me"}
    assert tab.send(f"{path(case)}/misread", **given).status_code == 303
    [one] = room.office.store.tables.phrases
    assert (one.need, one.near, one.text) == (Need.SIGNS, Need.TRAVEL, "Do not lose me")


@pytest.mark.parametrize("payload", [one for one in PAYLOADS[::9] if "<" in one])
def test_a_phrase_cannot_act_where_it_stands_again(room: Room, payload: str) -> None:
    case = room.office.held()
    tab = opened(room, case)
    tab.send(f"{path(case)}/misread", phrase=payload + "x" * 200, **ALARM)
    assert unescape(area(tab)) == payload + "x" * 200
    assert payload not in tab.html
