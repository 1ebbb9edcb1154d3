"""Writing to her, and notes: sent once, to the right one, and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from tests.adapters.console.room import Room, opened, path
from tests.desk.office import OMAR


def test_a_reply_is_sent_once_however_often_it_is_clicked(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    html = tab.html
    for _ in range(3):
        tab.html = html
        answer = tab.send(f"{path(case)}/reply", text="I am here.")
        assert (answer.status_code, answer.headers["location"]) == (303, path(case))

    assert room.messages() == ["I am here."]


def test_a_script_is_told_that_it_was_sent(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    answer = tab.send_by_script(f"{path(case)}/reply", text="I am here.")

    assert answer.json() == {"go": ""}
    assert room.messages() == ["I am here."]


def test_from_an_old_page_nothing_goes_out_and_nothing_is_lost(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    room.browser(OMAR).see(path(case))
    other = opened(room, case)
    other.send(f"{path(case)}/flag_unsafe")
    answer = tab.send(f"{path(case)}/reply", text="Only for her & you")

    assert answer.status_code == 409
    assert "The case changed while you were on this page." in answer.text
    assert "Only for her &amp; you</textarea>" in answer.text
    assert room.messages() == []
    tab.send(f"{path(case)}/flag_safe")
    tab.see(path(case))
    assert tab.send(f"{path(case)}/reply", text="Only for her & you").status_code == 303


def test_a_form_without_its_version_is_from_an_old_page(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)

    assert tab.send(f"{path(case)}/reply", text="I am here.", version="").status_code == 409
    assert room.messages() == []


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "nothing written"), ("x" * 4001, "longer than 4,000")]
)
def test_a_text_that_cannot_go_is_refused_and_kept(room: Room, text: str, sentence: str) -> None:
    case = room.office.held()
    tab = opened(room, case)
    answer = tab.send(f"{path(case)}/reply", text=text)

    assert answer.status_code == 409
    assert sentence in answer.text
    assert f"{text}</textarea>" in answer.text
    script = tab.send_by_script(f"{path(case)}/reply", text=text)
    assert sentence in script.json()["sentence"]


def test_while_the_store_is_away_the_page_keeps_it_to_send_again(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    room.writer.is_away = True
    answer = tab.send(f"{path(case)}/reply", text="Do not lose me")
    script = tab.send_by_script(f"{path(case)}/reply", text="Do not lose me")
    room.writer.is_away = False

    assert answer.status_code == script.status_code == 503
    assert "Do not lose me</textarea>" in answer.text
    assert tab.send(f"{path(case)}/reply", text="Do not lose me").status_code == 303
    assert room.messages() == ["Do not lose me"]


def test_a_key_of_another_kind_is_refused(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    for key in ("", "desk:1", "A" * 32):
        assert tab.send(f"{path(case)}/reply", text="hello", key=key).status_code == 400
        tab.see(path(case))
    assert room.messages() == []


def test_a_note_never_reaches_her(room: Room) -> None:
    case = room.office.held()
    room.office.out()
    tab = opened(room, case)
    assert tab.send(f"{path(case)}/note", note="Call her sister").status_code == 303

    assert room.notes() == ["Call her sister"]
    assert room.messages() == []
    assert room.office.out() == []
    assert "Call her sister" in tab.see(path(case))


def test_a_canned_reply_is_put_into_the_reply_and_not_sent(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    assert "Hello, I am Omar." in tab.html
    answer = tab.client.post(
        f"{path(case)}/insert",
        data=tab.given(f"{path(case)}/reply") | {"text": "Before.", "canned": "hello"},
        headers={"Origin": "https://desk.example"},
    )

    area = answer.text[answer.text.index('<textarea id="text"') :]
    assert "Before.\nHello, I am Omar." in area[: area.index("</textarea>")]
    assert room.messages() == []


def test_a_reply_that_is_lacking_in_her_language_is_marked(
    engine: Engine, catalogue: Catalogue
) -> None:
    somali = catalogue.language("so")
    own = {name: reply for name, reply in somali.canned.items() if name != "hello"}
    languages = {**catalogue.languages, "so": replace(somali, canned=own)}
    room = Room(engine, replace(catalogue, languages=languages))
    case = room.office.held()
    assert "in English" not in opened(room, case).html
    room.office.store.tables.cases[case.id].language = "so"

    assert "in English" in opened(room, case).html


def test_the_window_of_whatsapp_is_counted_and_closes_the_form(room: Room) -> None:
    room.office.add_contact(2, "whatsapp")
    case = room.office.held(contact=2)
    tab = opened(room, case)
    assert "another 24 h 0 min" in tab.html
    room.office.store.tables.cases[case.id].last_heard_at = room.office.clock() - timedelta(
        hours=25
    )
    answer = tab.send(f"{path(case)}/reply", text="Too late")

    assert answer.status_code == 409
    assert "Too late</textarea>" in answer.text
    assert "Ask for a word</button>" in answer.text
    news = tab.client.get(f"{path(case)}.json").json()
    assert (news["can"]["reply"], news["can"]["ask_to_write"]) == (False, True)
    assert tab.send(f"{path(case)}/ask_to_write").status_code == 303
    assert "desk.ask_to_write" in room.office.told()
    assert "The contact was asked for a word." in tab.see(path(case))


def test_numbers_go_out_with_one_tap(room: Room) -> None:
    case = room.office.held()
    room.office.out()
    tab = opened(room, case)

    html = tab.html
    for _ in range(2):
        tab.html = html
        assert tab.send(f"{path(case)}/send_numbers").status_code == 303
    assert room.office.told() == ["desk.numbers"], "a double click is one tap"
    assert "Emergency numbers were sent." in tab.see(path(case))


def test_after_the_session_has_ended_a_script_is_told_so(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    room.sessions.ended.add(OMAR)
    answer = tab.send_by_script(f"{path(case)}/reply", text="Not lost: it is on the page")

    assert answer.status_code == 401
    room.sessions.ended.clear()
    assert tab.send_by_script(f"{path(case)}/reply", text="It is sent now").status_code == 200
    assert room.messages() == ["It is sent now"]
