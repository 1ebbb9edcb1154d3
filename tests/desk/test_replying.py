"""What an adviser writes: once, to the right person, and never where it may do harm."""

from dataclasses import replace

import pytest

from bot.desk import commands as ask
from bot.desk.model import Author, Case, CaseStatus, NextAction
from bot.desk.refusals import Refusal, Why
from bot.errors import StoreUnavailable
from bot.messages import Urgency
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, ZOE, Office


def reply(
    office: Office,
    case: Case,
    text: str = "I am here.",
    *,
    key: str = "k1",
    by: int = OMAR,
    version: int | None = None,
) -> Case | Refusal:
    return office.store.do(office.desk.reply, ask.Reply(by, case.id, version, key, text))[0]


def test_a_reply_goes_out_under_a_first_name_and_is_kept(office: Office) -> None:
    case = office.held()
    office.told()

    done = reply(office, case, version=case.version)

    assert isinstance(done, Case)
    assert done.next_action is NextAction.END_FOR_SILENCE
    assert done.unanswered_since is None
    assert done.version == case.version
    [said] = office.out()
    assert said.say.params == {"name": "Omar", "text": "I am here."}
    assert said.say.urgency is Urgency.ADVISER
    [kept] = office.store.tables.messages
    assert (kept.author, kept.text, kept.seq) == (Author.ADVISER, "I am here.", said.seq)


def test_a_double_click_sends_once(office: Office) -> None:
    case = office.held()
    office.told()
    item = ask.Reply(OMAR, case.id, case.version, "k1", "Hello")
    first, second = office.store.do(office.desk.reply, item, item)
    assert isinstance(first, Case)
    assert second == Refusal(Why.ALREADY_DONE)
    assert office.told() == ["desk.reply"]
    after = office.out()
    assert after == []


def test_a_refused_store_loses_nothing_and_doubles_nothing(office: Office) -> None:
    case = office.held()
    office.told()
    office.store.refusals = 1
    with pytest.raises(StoreUnavailable):
        reply(office, case)
    assert office.told() == []
    assert isinstance(reply(office, case), Case)
    assert office.told() == ["desk.reply"]


def test_a_stale_tab_sends_nothing(office: Office) -> None:
    case = office.held()
    office.store.do(office.desk.transfer, ask.Transfer(OMAR, case.id, None, IDA, "", ""))
    assert reply(office, case, version=case.version) == Refusal(Why.NOT_YOURS)
    assert reply(office, case, by=IDA, version=case.version) == Refusal(Why.STALE)


def test_because_she_wrote_again_a_reply_is_not_stale(office: Office) -> None:
    case = office.held()
    office.writes()
    office.goes_on(minutes=4)  # and the adviser has been nudged
    assert isinstance(reply(office, case, version=case.version), Case)


def test_who_was_away_for_a_moment_is_back_with_a_reply(office: Office) -> None:
    case = office.held()
    office.goes_on(seconds=70, there=())
    assert office.now(case).status is CaseStatus.AWAY

    done = reply(office, case, version=case.version)

    assert isinstance(done, Case)
    assert done.status is CaseStatus.CLAIMED


def test_a_closed_case_takes_no_reply(office: Office) -> None:
    case = office.held()
    office.replies(case)
    office.closes(case)
    assert reply(office, case) == Refusal(Why.CLOSED)


def test_after_she_erased_there_is_no_case(office: Office) -> None:
    case = office.held()
    office.erases()
    assert reply(office, case) == Refusal(Why.NO_SUCH_CASE)
    assert office.told() == []


def test_who_asked_us_to_stop_is_not_written_to(office: Office) -> None:
    case = office.held()
    office.store.tables.conversations[1] = replace(office.contact(), stopped=True)
    assert reply(office, case) == Refusal(Why.STOPPED)


@pytest.mark.parametrize(
    ("text", "why"), [("", Why.EMPTY), (" \n ", Why.EMPTY), ("x" * 4001, Why.TOO_LONG)]
)
def test_no_empty_and_no_endless_text(office: Office, text: str, why: Why) -> None:
    case = office.held()
    assert reply(office, case, text) == Refusal(why)
    assert office.store.do(office.desk.add_note, ask.AddNote(OMAR, case.id, "n", text)) == [
        Refusal(why)
    ]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (IDA, Why.NOT_YOURS),
        (LEAD, Why.NOT_YOURS),
        (ZOE, Why.NO_SUCH_CASE),
        (EDITOR, Why.NOT_ALLOWED),
    ],
)
def test_nobody_writes_in_the_case_of_another(office: Office, by: int, why: Why) -> None:
    case = office.held()
    office.told()
    assert reply(office, case, by=by) == Refusal(why)
    assert office.told() == []


def test_when_the_window_is_shut_only_a_template_goes_out(office: Office) -> None:
    office.add_contact(2, "whatsapp")
    case = office.asks(2)
    office.clock.go_on(hours=25)
    office.claims(case)
    office.told()
    assert reply(office, case) == Refusal(Why.WINDOW_SHUT)

    [asked] = office.store.do(office.desk.ask_to_write, ask.AskToWrite(OMAR, case.id, None, "a1"))

    assert isinstance(asked, Case)
    assert asked.status is CaseStatus.CONTACT
    assert office.told() == ["desk.ask_to_write"]
    office.writes(contact=2)
    assert office.now(case).next_action is NextAction.NUDGE_ADVISER
    assert isinstance(reply(office, case), Case)


def test_to_an_unsafe_phone_only_an_answer_goes_and_soon(office: Office) -> None:
    case = office.held()
    office.store.do(office.desk.flag_phone, ask.FlagPhone(OMAR, case.id, None, unsafe=True))
    assert office.told() == [], "what was queued is withdrawn"
    office.clock.go_on(minutes=29)
    assert isinstance(reply(office, case, key="soon"), Case)
    office.clock.go_on(minutes=2)
    assert reply(office, case, key="late") == Refusal(Why.UNSAFE_PHONE)
    office.writes()
    assert isinstance(reply(office, case, key="after her word"), Case)
    assert office.told() == ["desk.reply"] * 2


def test_numbers_go_out_at_one_tap_and_are_safety(office: Office) -> None:
    case = office.held()
    office.told()
    office.store.do(office.desk.send_numbers, ask.SendNumbers(OMAR, case.id, case.version, "s1"))
    [said] = office.out()
    assert (said.say.key, said.say.urgency) == ("desk.numbers", Urgency.SAFETY)
    assert said.say.lines[0] == "emergency"
    assert office.now(case).next_action is NextAction.NUDGE_ADVISER, "numbers are no answer"


def test_one_tap_sends_once_and_the_next_again(office: Office) -> None:
    office.add_contact(2, "whatsapp")
    case = office.held(contact=2)
    office.told()
    office.clock.go_on(hours=24)
    tap, again = (ask.SendNumbers(OMAR, case.id, case.version, key) for key in ("s1", "s2"))
    assert office.store.do(office.desk.send_numbers, tap, tap)[1] == Refusal(Why.ALREADY_DONE)
    office.store.do(office.desk.send_numbers, again)
    assert office.told() == ["desk.numbers"] * 2

    template = ask.AskToWrite(OMAR, case.id, case.version, "a1")
    assert office.store.do(office.desk.ask_to_write, template, template)[1] == Refusal(
        Why.ALREADY_DONE
    )
    assert office.told() == ["desk.ask_to_write"]


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
def test_nobody_is_asked_for_a_word_where_words_of_ours_arrive(
    office: Office, channel: str
) -> None:
    office.add_contact(2, channel)
    case = office.held(contact=2)
    office.told()

    item = ask.AskToWrite(OMAR, case.id, None, "a1")
    assert office.store.do(office.desk.ask_to_write, item) == [Refusal(Why.NOT_NEEDED)]

    assert office.told() == []
    assert office.now(case).status is CaseStatus.CLAIMED


def test_a_note_reaches_nobody_outside(office: Office) -> None:
    case = office.held()
    office.told()
    item = ask.AddNote(OMAR, case.id, "n1", "Her son is 15.")
    first, second = office.store.do(office.desk.add_note, item, item)
    assert isinstance(first, Case)
    assert second == Refusal(Why.ALREADY_DONE)
    assert office.told() == []
    assert office.store.tables.messages == ()
    assert all("15" not in entry.detail for entry in office.store.tables.audit)


def test_only_a_lead_with_a_reason_learns_who_she_is(office: Office) -> None:
    case = office.held()
    asked = [ask.BreakGlass(by, case.id, why) for by, why in ((OMAR, "x"), (LEAD, ""), (LEAD, "x"))]
    assert office.store.do(office.desk.break_glass, *asked) == [
        Refusal(Why.NOT_ALLOWED),
        Refusal(Why.EMPTY),
        "address-1",
    ]
    assert "alert_lead" in office.news()
    assert [note.text for note in office.store.tables.notes] == ["x"]


def test_every_command_is_in_the_record_and_no_words_are(office: Office) -> None:
    case = office.held()
    reply(office, case, "a secret word")
    office.store.do(office.desk.look, ask.Look(OMAR, case.id))
    actions = [entry.action for entry in office.store.tables.audit]
    assert actions == ["open", "claim", "reply", "look"]
    assert "secret" not in str(office.store.tables.audit)
    assert "secret" not in str(office.store.tables.events)
