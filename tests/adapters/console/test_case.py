"""What the page of a case shows, and to whom."""

import pytest

from bot.engine.effects import NOT_LATER, WAIT_FOR_ME
from bot.messages import Failure
from bot.ports import Delivery
from tests.adapters.console.room import Room, opened, path
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, ZOE


def test_it_shows_who_wrote_what_and_how_far_it_came(room: Room) -> None:
    case = room.office.held()
    room.office.writes("I am afraid.")
    for text in ("First.", "Second.", "Third."):
        room.office.replies(case, text)
    seqs = [one.seq for one in room.office.store.tables.messages if one.seq]
    room.reader.deliveries = {
        seqs[0]: (Delivery.READ, None),
        seqs[1]: (Delivery.AMBIGUOUS, None),
        seqs[2]: (Delivery.FAILED, Failure.CONTACT_GONE),
    }
    page = opened(room, case).html

    assert page.index("I am afraid.") < page.index("First.") < page.index("Second.")
    for shown in (">Read<", ">May not have arrived<", "cannot be reached any more"):
        assert shown in page
    assert "address-1" not in page


def test_reading_is_written_down(room: Room) -> None:
    case = room.office.held()
    opened(room, case)

    assert room.audited()[-1] == "look"


@pytest.mark.parametrize("by", [IDA, ZOE, EDITOR])
@pytest.mark.parametrize("kind", ["", ".json"])
def test_words_are_for_those_who_have_the_case(room: Room, by: int, kind: str) -> None:
    case = room.office.held()
    room.office.writes("my secret")
    answer = room.browser(by).client.get(path(case) + kind)

    assert answer.status_code in (403, 404)
    assert "my secret" not in answer.text
    assert case.name not in answer.text


@pytest.mark.parametrize("id_", ["0", "-1", "x", "1.5", str(2**63), "9" * 40, "%00", "\u0664"])
def test_a_case_that_is_none(room: Room, id_: str) -> None:
    assert room.browser(LEAD).client.get(f"/console/cases/{id_}").status_code == 404


def test_a_script_gets_what_came_after_the_last_it_has(room: Room) -> None:
    case = room.office.held()
    room.office.writes("one")
    room.office.writes("two")
    tab = room.browser(OMAR)
    everything = tab.client.get(f"{path(case)}.json").json()
    first = everything["messages"][0]
    later = tab.client.get(f"{path(case)}.json?after={first['id']}").json()

    assert [one["text"] for one in everything["messages"]] == ["one", "two"]
    assert [one["text"] for one in later["messages"]] == ["two"]
    assert later["can"]["reply"] is True
    assert later["head"]["version"] == str(room.office.now(case).version)


def test_an_invited_adviser_reads_along(room: Room) -> None:
    case = room.office.held()
    opened(room, case).send(f"{path(case)}/invite", adviser=str(IDA))

    assert "Reading along" in opened(room, case, IDA).html


def test_times_of_a_closed_case_are_those_of_the_hour(room: Room) -> None:
    case = room.office.held()
    room.office.clock.go_on(minutes=17)
    room.office.writes("hello")
    assert "T09:17" in opened(room, case).html
    room.office.closes(case)

    assert "T09:17" not in opened(room, case).html


def test_hard_words_are_covered_for_whoever_wants_that(room: Room) -> None:
    case = room.office.held()
    room.office.writes("something calm")
    tab = opened(room, case)
    assert tab.send(f"{path(case)}/cover", cover="on").status_code == 303
    assert "Covered. Show" not in tab.see(path(case)).partition("<template")[0]
    room.office.writes("something hard", danger=True)

    assert tab.see(path(case)).partition("<template")[0].count("Covered. Show") == 2
    assert tab.client.get(f"{path(case)}.json").json()["messages"][0]["is_covered"]
    tab.send(f"{path(case)}/cover", cover="")
    assert "Covered. Show" not in tab.see(path(case)).partition("<template")[0]


def test_when_she_stopped_nothing_can_be_written(room: Room) -> None:
    case = room.office.held()
    room.reader.stopped.add(case.id)
    tab = opened(room, case)

    assert "asked for no more messages" in tab.html
    assert not tab.client.get(f"{path(case)}.json").json()["can"]["reply"]


def test_when_she_erased_there_is_nothing_to_see(room: Room) -> None:
    case = room.office.held()
    tab = opened(room, case)
    room.office.erases()

    assert tab.client.get(f"{path(case)}.json").status_code == 404
    assert case.name not in tab.see(path(case), 404)


@pytest.mark.parametrize(
    ("consent", "sentence"),
    [(WAIT_FOR_ME, "that we wait until they write"), (NOT_LATER, "not to be written to later")],
)
def test_what_she_asked_for_is_kept_to(room: Room, consent: str, sentence: str) -> None:
    case = room.office.held()
    room.office.store.tables.cases[case.id].consents = (consent,)
    room.office.clock.go_on(hours=30)
    tab = opened(room, case)

    assert sentence in tab.html
    assert not tab.client.get(f"{path(case)}.json").json()["can"]["reply"]


def test_it_shows_what_she_agreed_to_in_plain_words_and_when(room: Room) -> None:
    page = opened(room, room.office.held(consents=("keep_talk", WAIT_FOR_ME, NOT_LATER))).html
    agreed = page[page.index("What the contact agreed to") :]

    for shown in (
        "kept while you talk, and for 30 days",
        "An adviser waits until the contact writes.",
        "does not write later than two hours after",
        "just now",
    ):
        assert shown in agreed
    assert "may write first" not in page


def test_where_nothing_was_agreed_to_it_says_so(room: Room) -> None:
    assert "Nothing was agreed to." in opened(room, room.office.held(consents=())).html
