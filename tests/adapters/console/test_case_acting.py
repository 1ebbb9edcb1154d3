"""What else an adviser does with a case."""

import pytest

from bot.desk.model import CaseStatus, Outcome
from tests.adapters.console.room import Room, opened, path
from tests.desk.office import IDA, LEAD, OMAR


def test_pause_and_go_on(room: Room) -> None:
    case = room.office.held()
    room.office.replies(case)
    tab = opened(room, case)
    tab.send(f"{path(case)}/pause")

    assert room.office.now(case).status is CaseStatus.CONTACT
    tab.see(path(case))
    tab.send(f"{path(case)}/resume")
    assert room.office.now(case).status is CaseStatus.CLAIMED


def test_it_is_passed_on_to_an_adviser_with_a_note(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    answer = tab.send(f"{path(case)}/transfer", to=f"adviser:{IDA}", passing="She likes mornings")

    assert answer.headers["location"] == "/console/"
    assert room.office.now(case).owner == IDA
    assert room.notes() == ["She likes mornings"]


def test_it_is_passed_on_to_a_queue(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    tab.send(f"{path(case)}/transfer", to="queue:young", passing="")

    assert (room.office.now(case).queue, room.office.now(case).owner) == ("young", None)


def test_a_refused_note_for_them_is_kept(room: Room) -> None:
    case = room.office.held()
    room.office.adviser(IDA).capacity = 0
    tab = opened(room, case)
    answer = tab.send(f"{path(case)}/transfer", to=f"adviser:{IDA}", passing="She likes mornings")

    assert answer.status_code == 409
    assert "She likes mornings</textarea>" in answer.text
    assert "Ida has as many cases" in answer.text


@pytest.mark.parametrize("to", ["", "queue:", "queue:none", "adviser:", "adviser:x", "adviser:1"])
def test_it_is_not_passed_on_to_nobody(room: Room, to: str) -> None:
    case = room.office.held()
    tab = opened(room, case)

    assert tab.send(f"{path(case)}/transfer", to=to, passing="").status_code in (400, 409)
    assert room.office.now(case).owner == OMAR


def test_it_is_closed_and_the_guide_goes_on_there(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    answer = tab.send(f"{path(case)}/close", outcome="advised", flow="talk")

    assert answer.headers["location"] == path(case)
    assert room.office.now(case).outcome is Outcome.ADVISED
    page = tab.see(path(case))
    assert "This case is closed." in page
    assert "Advice was given" in page


@pytest.mark.parametrize("fields", [{"outcome": "won"}, {"outcome": "advised", "flow": "nowhere"}])
def test_it_is_not_closed_in_a_way_that_there_is_not(room: Room, fields: dict[str, str]) -> None:
    case = room.office.held()
    tab = opened(room, case)

    assert tab.send(f"{path(case)}/close", **fields).status_code in (400, 409)
    assert not room.office.now(case).is_closed


def test_with_danger_two_have_to_close_it(room: Room) -> None:
    case = room.office.held()
    room.office.writes("now", danger=True)
    answer = opened(room, case).send(f"{path(case)}/close", outcome="advised", flow="")

    assert answer.status_code == 409
    assert "A second person has to agree" in answer.text


def test_abuse_is_warned_ended_and_blocked_by_two(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    tab.send(f"{path(case)}/warn")
    assert "Warned: 1" in tab.see(path(case))
    answer = tab.send(f"{path(case)}/block")
    assert "as soon as a second person agrees" in answer.text
    assert not room.office.contact().blocked
    opened(room, case, LEAD).send(f"{path(case)}/block")

    assert room.office.contact().blocked
    assert room.office.now(case).outcome is Outcome.ABUSIVE


def test_who_it_is_a_lead_learns_for_once_and_with_a_reason(room: Room) -> None:
    case = room.office.held()
    assert "/break_glass" not in opened(room, case).html
    tab = opened(room, case, LEAD)
    assert tab.send(f"{path(case)}/break_glass", reason=" ").status_code == 409
    room.writer.is_away = True
    unsent = tab.send(f"{path(case)}/break_glass", reason="A life depends on it")
    room.writer.is_away = False
    assert unsent.status_code == 503
    assert "A life depends on it</textarea>" in unsent.text
    answer = tab.send(f"{path(case)}/break_glass", reason="A life depends on it")

    assert "address-1" in answer.text
    assert "address-1" not in tab.see(path(case))
    assert room.notes() == ["A life depends on it"]
    assert "break_glass" in room.audited()


def test_an_adviser_cannot_break_the_glass(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    data = tab.given(f"{path(case)}/note") | {"reason": "please"}
    answer = tab.client.post(
        f"{path(case)}/break_glass", data=data, headers={"Origin": "https://desk.example"}
    )

    assert answer.status_code == 403
    assert "address-1" not in answer.text


def test_an_action_that_there_is_not(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    data = tab.given(f"{path(case)}/note")
    answer = tab.client.post(
        f"{path(case)}/fly", data=data, headers={"Origin": "https://desk.example"}
    )

    assert answer.status_code == 404
