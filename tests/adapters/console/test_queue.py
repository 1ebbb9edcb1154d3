"""The list of cases: who waits, who may see what, and claiming."""

from dataclasses import replace

import pytest

from bot.desk.model import Case, Presence
from tests.adapters.console.room import SITE, Room
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, ZOE


def waiting(room: Room, contact: int, **fields: object) -> Case:
    room.office.add_contact(contact)
    return room.office.asks(contact, **fields)


def test_a_line_tells_what_an_adviser_has_to_know_and_no_word_of_hers(room: Room) -> None:
    case = waiting(room, 2, choices=("menu.choose:talk", "urgent.what:hurt"))
    room.office.writes("my secret", 2)
    room.office.clock.go_on(minutes=12)
    page = room.browser(OMAR).see("/console/")

    assert case.name in page
    for shown in ("Urgent", "general", "English", "12 min", "How to talk · Someone may be hurt"):
        assert shown in page
    assert "my secret" not in page
    assert "address-2" not in page
    assert f'href="/console/cases/{case.id}"' not in page


def test_urgent_comes_first_then_whoever_waits_longest(room: Room) -> None:
    first = waiting(room, 2)
    room.office.clock.go_on(minutes=1)
    second = waiting(room, 3)
    room.office.clock.go_on(minutes=1)
    urgent = waiting(room, 4, choices=("self_harm.first:now",))
    page = room.browser(OMAR).see("/console/")

    places = [page.index(f'data-id="{case.id}"') for case in (urgent, first, second)]
    assert places == sorted(places)


def test_another_queue_is_not_shown_to_those_who_do_not_serve_it(room: Room) -> None:
    general, young = waiting(room, 2), waiting(room, 3, queue="young")

    assert general.name not in room.browser(ZOE).see("/console/")
    assert general.name not in room.browser(ZOE).see("/console/?queue=general")
    assert young.name in room.browser(ZOE).see("/console/")
    page = room.browser(OMAR).see("/console/?queue=young")
    assert young.name in page
    assert general.name not in page


def test_a_language_can_be_chosen(room: Room) -> None:
    case = waiting(room, 2)

    assert case.name in room.browser(OMAR).see("/console/?language=en")
    assert case.name not in room.browser(OMAR).see("/console/?language=ur")
    assert case.name in room.browser(OMAR).see("/console/?language=%0A")


def test_claiming_leads_to_the_case(room: Room) -> None:
    case = waiting(room, 2)
    tab = room.browser(OMAR)
    tab.see("/console/")
    answer = tab.send(f"/console/cases/{case.id}/claim")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/cases/{case.id}")
    assert room.office.now(case).owner == OMAR


def test_who_is_second_is_told_who_was_first(room: Room) -> None:
    case = waiting(room, 2)
    tab = room.browser(IDA)
    tab.see("/console/")
    room.office.claims(case, OMAR)
    answer = tab.send(f"/console/cases/{case.id}/claim")

    assert answer.status_code == 409
    assert "Omar has claimed it already." in answer.text
    assert room.office.now(case).owner == OMAR


def test_a_second_click_changes_nothing(room: Room) -> None:
    case = waiting(room, 2)
    tab = room.browser(OMAR)
    tab.see("/console/")

    assert tab.send(f"/console/cases/{case.id}/claim").status_code == 303
    version = room.office.now(case).version
    assert tab.send(f"/console/cases/{case.id}/claim").status_code == 303
    assert room.office.now(case).version == version


def test_mine_shows_what_is_unread_until_it_was_read(room: Room) -> None:
    case = room.office.held()
    room.office.writes()
    tab = room.browser(OMAR)

    assert "1 unread" in tab.see("/console/?tab=mine")
    tab.see(f"/console/cases/{case.id}")
    assert "1 unread" not in tab.see("/console/?tab=mine")


def test_closed_lately_shows_how_it_ended_up(room: Room) -> None:
    case = room.office.held()
    room.office.closes(case)

    assert case.name in room.browser(OMAR).see("/console/?tab=closed")
    assert case.name not in room.browser(IDA).see("/console/?tab=closed")


def test_presence_is_changed(room: Room) -> None:
    tab = room.browser(OMAR)
    tab.see("/console/")

    assert tab.send("/console/presence", presence="break").status_code == 303
    assert room.office.adviser().presence is Presence.BREAK


def test_nobody_goes_home_with_cases(room: Room) -> None:
    case = room.office.held()
    tab = room.browser(OMAR)
    tab.see("/console/")
    answer = tab.send("/console/presence", presence="off")

    assert answer.status_code == 409
    assert "You still have cases." in answer.text
    assert tab.send("/console/hand-over").status_code == 303
    assert room.office.now(case).owner is None
    tab.see("/console/")
    assert tab.send("/console/presence", presence="off").status_code == 303


@pytest.mark.parametrize("wanted", ["", "asleep", "ON"])
def test_a_presence_that_is_none_changes_nothing(room: Room, wanted: str) -> None:
    tab = room.browser(OMAR)
    tab.see("/console/")

    assert tab.send("/console/presence", presence=wanted).status_code == 303
    assert room.office.adviser().presence is Presence.ON


def test_care_is_offered(room: Room) -> None:
    advisers = room.office.store.tables.advisers
    advisers[OMAR] = replace(advisers[OMAR], needs_debrief=True, handled_since_break=6)
    tab = room.browser(OMAR)
    page = tab.see("/console/")

    assert "closed 6 cases since your last break" in page
    assert "Talk it over with your lead" in page
    tab.send("/console/debriefed")
    assert "Talk it over with your lead" not in tab.see("/console/")


def test_a_script_gets_the_same_lines(room: Room) -> None:
    case = waiting(room, 2)
    news = room.browser(OMAR).client.get("/console/queue.json").json()

    assert [line["name"] for line in news["lines"]] == [case.name]
    assert news["lines"][0]["id"] == str(case.id)
    assert news["presence"] == "on"


def test_a_long_queue_shows_its_first_hundred(room: Room) -> None:
    for contact in range(2, 104):
        waiting(room, contact)
    page = room.browser(OMAR).see("/console/")

    assert page.count("data-id=") == 100 + 1  # and the pattern for more
    assert "More than 100 are waiting." in page


def test_an_editor_sees_no_case(room: Room) -> None:
    waiting(room, 2)

    assert room.browser(EDITOR).client.get("/console/").status_code == 403
    assert room.browser(EDITOR).client.get("/console/queue.json").status_code == 403


def test_a_lead_may_open_a_case_that_waits(room: Room) -> None:
    case = waiting(room, 2)

    assert f'href="/console/cases/{case.id}"' in room.browser(LEAD).see("/console/")


def test_a_form_of_another_page_is_refused(room: Room) -> None:
    case = waiting(room, 2)
    tab = room.browser(OMAR)
    for headers, csrf in (
        ({"Origin": "https://evil.example"}, f"{OMAR:032x}"),
        ({"Origin": SITE}, ""),
    ):
        answer = tab.client.post(
            f"/console/cases/{case.id}/claim", data={"csrf": csrf, "version": "1"}, headers=headers
        )
        assert answer.status_code == 403
    assert room.office.now(case).owner is None
