"""Who has a case: one winner, and she hears of every change of hands."""

import pytest

from bot.desk import commands as ask
from bot.desk.model import Case, CaseStatus, NextAction, Presence
from bot.desk.refusals import Refusal, Why
from bot.messages import Urgency
from bot.ports import Hold
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, ZOE, Office, only


def claim(office: Office, case: Case, by: int = OMAR, version: int | None = None) -> Case | Refusal:
    return office.store.do(office.desk.claim, ask.Claim(by, case.id, version))[0]


def test_a_claim_tells_her_who_is_there_and_silences_the_guide(office: Office) -> None:
    case = office.asks()
    office.guide_says()
    epoch = office.contact().epoch

    case = office.claims(case)

    assert (case.status, case.owner) == (CaseStatus.CLAIMED, OMAR)
    assert case.next_action is NextAction.NUDGE_ADVISER
    assert office.contact().hold is Hold.HELD
    assert office.contact().epoch == epoch + 1
    [said] = office.out()
    assert (said.say.key, said.say.params) == ("desk.claimed", {"name": "Omar"})


def test_words_of_safety_are_not_withdrawn_by_a_claim(office: Office) -> None:
    case = office.held()
    office.store.do(office.desk.send_numbers, ask.SendNumbers(OMAR, case.id, None, "s1"))
    office.store.do(office.desk.give_back, ask.GiveBack(OMAR, case.id, None))
    office.claims(case, IDA)
    assert office.told() == ["desk.numbers", "desk.claimed"]


def test_a_race_has_one_winner_and_the_others_hear_who(office: Office) -> None:
    case = office.asks()
    items = [ask.Claim(by, case.id, case.version) for by in (IDA, OMAR, LEAD)]

    won, *lost = office.store.do(office.desk.claim, *items)

    assert isinstance(won, Case)
    assert won.owner == IDA
    assert lost == [Refusal(Why.TAKEN, "Ida")] * 2
    assert office.told() == ["desk.claimed"]


def test_a_second_click_is_the_same_claim(office: Office) -> None:
    case = office.asks()
    first, second = office.store.do(
        office.desk.claim, *[ask.Claim(OMAR, case.id, case.version)] * 2
    )
    assert first == second
    assert office.told() == ["desk.claimed"]


def test_a_stale_tab_claims_nothing(office: Office) -> None:
    case = office.held()
    office.store.do(office.desk.give_back, ask.GiveBack(OMAR, case.id, None))
    assert claim(office, case, IDA, version=1) == Refusal(Why.STALE)
    assert office.now(case).status is CaseStatus.WAITING


@pytest.mark.parametrize("presence", [Presence.BREAK, Presence.OFF])
def test_who_is_not_on_claims_nothing(office: Office, presence: Presence) -> None:
    office.adviser().presence = presence
    assert claim(office, office.asks()) == Refusal(Why.NOT_ON, "Omar")


def test_nobody_holds_more_than_they_may(office: Office) -> None:
    office.adviser().capacity = 1
    office.add_contact(2)
    first = office.held()
    second = office.asks(contact=2)
    assert claim(office, second) == Refusal(Why.FULL, "Omar")

    office.replies(first)
    office.pauses(first)

    assert isinstance(claim(office, second), Case), "what waits for her takes no room"


def test_a_break_comes_first_unless_a_case_is_urgent(office: Office) -> None:
    office.adviser().handled_since_break = 6
    office.add_contact(2)
    assert claim(office, office.asks()) == Refusal(Why.BREAK_DUE, "Omar")
    urgent = office.asks(contact=2, choices=["urgent.what:hurt"])
    assert isinstance(claim(office, urgent), Case)


@pytest.mark.parametrize(
    ("by", "why"), [(ZOE, Why.NO_SUCH_CASE), (EDITOR, Why.NOT_ALLOWED), (999, Why.NOT_ALLOWED)]
)
def test_who_may_not_claims_nothing_and_it_is_written_down(
    office: Office, by: int, why: Why
) -> None:
    case = office.asks()
    assert claim(office, case, by) == Refusal(why)
    entry = office.store.tables.audit[-1]
    assert entry == (f"adviser:{by}", "claim", f"case:{case.id}", why)


def test_given_back_she_is_told_with_numbers_and_the_guide_is_there(office: Office) -> None:
    case = office.held()
    office.told()
    office.clock.go_on(minutes=1)

    case = only(office.store.do(office.desk.give_back, ask.GiveBack(OMAR, case.id, None)))

    assert (case.status, case.owner) == (CaseStatus.WAITING, None)
    assert case.waiting_since > case.opened_at
    assert case.next_action is NextAction.ALERT_AGAIN
    assert office.contact().hold is Hold.WAITING
    [said] = office.out()
    assert (said.say.key, said.say.urgency) == ("desk.returned", Urgency.STATUS)
    assert "emergency" in said.say.lines


def transfer(
    office: Office, case: Case, *, to: int | None = None, queue: str = "", note: str = ""
) -> Case | Refusal:
    item = ask.Transfer(OMAR, case.id, None, to, queue, note)
    return office.store.do(office.desk.transfer, item)[0]


def test_transferred_to_a_person_she_is_told_who(office: Office) -> None:
    case = office.held()
    office.told()

    moved = transfer(office, case, to=IDA, note="She speaks Urdu.")

    assert isinstance(moved, Case)
    assert (moved.owner, moved.status) == (IDA, CaseStatus.CLAIMED)
    [said] = office.out()
    assert (said.say.key, said.say.params) == ("desk.transferred", {"name": "Ida"})
    [note] = office.store.tables.notes
    assert (note.text, note.adviser_id) == ("She speaks Urdu.", OMAR)
    assert office.contact().hold is Hold.HELD


def test_transferred_to_a_queue_it_waits_there(office: Office) -> None:
    case = office.held()
    office.told()
    moved = transfer(office, case, queue="young")
    assert isinstance(moved, Case)
    assert (moved.queue, moved.status, moved.owner) == ("young", CaseStatus.WAITING, None)
    assert office.told() == ["desk.returned"]


def test_a_transfer_goes_nowhere_but_to_who_is_there(office: Office) -> None:
    case = office.held()
    office.adviser(IDA).presence = Presence.BREAK
    assert transfer(office, case, to=IDA, note="note") == Refusal(Why.NOT_ON, "Ida")
    assert transfer(office, case, to=EDITOR) == Refusal(Why.NO_SUCH_ADVISER)
    assert transfer(office, case, to=999) == Refusal(Why.NO_SUCH_ADVISER)
    assert transfer(office, case, queue="elsewhere") == Refusal(Why.NO_SUCH_QUEUE)
    assert transfer(office, case, to=IDA, note=" ") == Refusal(Why.EMPTY)
    assert office.now(case).owner == OMAR
    assert office.store.tables.notes == ()


def test_who_is_invited_reads_and_writes(office: Office) -> None:
    case = office.held()
    look = ask.Look(IDA, case.id)
    assert office.store.do(office.desk.look, look) == [Refusal(Why.NOT_YOURS)]

    office.store.do(office.desk.invite, ask.Invite(OMAR, case.id, None, IDA))

    assert isinstance(office.store.do(office.desk.look, look)[0], Case)
    office.told()
    office.replies(case, by=IDA)
    assert office.told() == ["desk.reply"]


def test_nobody_can_be_invited_who_does_not_answer(office: Office) -> None:
    case = office.held()
    item = ask.Invite(OMAR, case.id, None, EDITOR)
    assert office.store.do(office.desk.invite, item) == [Refusal(Why.NO_SUCH_ADVISER)]


def test_a_waiting_case_is_read_by_nobody_but_a_lead(office: Office) -> None:
    case = office.asks()
    assert office.store.do(office.desk.look, ask.Look(OMAR, case.id)) == [Refusal(Why.NOT_YOURS)]
    assert isinstance(office.store.do(office.desk.look, ask.Look(LEAD, case.id))[0], Case)
    assert office.store.tables.read == ((case.id, LEAD, office.clock()),)
