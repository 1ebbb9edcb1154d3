"""What an adviser says of a misreading: kept apart from the case, in words of their own, decided by
somebody else."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk import commands as ask
from bot.desk.misreading import Decide, Deciding
from bot.desk.model import Case, Role
from bot.desk.refusals import Refusal, Why
from bot.desk.suggestions import Misreading, Standing, Suggestion, repeats
from bot.understanding.languages import Variant
from bot.understanding.needs import Need
from tests.desk.office import EDITOR, IDA, LEAD, OMAR, ZOE, Office, only

ENGLISH, URDU = Variant("en", "Latn"), Variant("ur", "Arab")
MISSED: dict[str, Any] = {"kind": Misreading.MISSED, "need": Need.EMERGENCY, "near": None}
ALARM: dict[str, Any] = {"kind": Misreading.FALSE_ALARM, "need": Need.SIGNS, "near": Need.TRAVEL}
HERS = "My boy took the long knife out of the kitchen drawer and left."
OWN = "somebody went out with a blade"


def misread(office: Office, case: Case, by: int = OMAR, **fields: Any) -> Case | Refusal:
    given = {"key": "a" * 32, "variant": ENGLISH, "phrase": OWN, **MISSED, **fields}
    [result] = office.store.do(office.desk.misread, ask.Misread(by, case.id, **given))
    return result


def proposed(office: Office) -> Suggestion:
    [one] = office.store.tables.phrases
    return one


def test_it_is_kept_in_the_advisers_words(office: Office) -> None:
    case = office.held()
    office.writes(HERS)
    only([misread(office, case, phrase=f"  {OWN}\n\n now\x07\u202e\u200b ")])

    one = proposed(office)
    assert one.text == f"{OWN} now"
    assert (one.need, one.near, one.kind) == (Need.EMERGENCY, None, Misreading.MISSED)
    assert (one.variant, one.adviser_id, one.status) == (ENGLISH, OMAR, Standing.PROPOSED)


def test_a_phrase_is_not_asked_for(office: Office) -> None:
    only([misread(office, office.held(), phrase="", **ALARM)])
    assert (proposed(office).text, proposed(office).near) == ("", Need.TRAVEL)


def test_nothing_in_it_leads_back_to_the_case(office: Office) -> None:
    case = office.held()
    office.clock.go_on(hours=3, minutes=7)
    misread(office, case)

    one = proposed(office)
    assert (one.at.hour, one.at.minute, one.at.second) == (0, 0, 0)
    known = {case.id, case.conversation_id, case.name}
    assert known.isdisjoint([getattr(one, name) for name in Suggestion.__slots__])
    entry = office.store.tables.audit[-1]
    assert entry == (f"adviser:{OMAR}", "misread", "", "missed")


def test_a_second_click_is_the_same_one(office: Office) -> None:
    case = office.held()
    misread(office, case)
    assert misread(office, case) == Refusal(Why.ALREADY_DONE)
    assert len(office.store.tables.phrases) == 1
    only([misread(office, case, key="b" * 32)])
    assert len(office.store.tables.phrases) == 2


@pytest.mark.parametrize(
    "phrase",
    [
        HERS,
        HERS.upper(),
        f"she says: {HERS}",
        "took the long knife out of the",
        "TOOK, the LONG... knife - out\u200b of the",
        "t\u00f6\u00f6k the l\u00f3ng knife out of th\u00e9",
        HERS.replace("o", "ooo"),
    ],
)
def test_her_words_are_refused_however_they_are_spelt(office: Office, phrase: str) -> None:
    case = office.held()
    office.writes(HERS)
    assert misread(office, case, phrase=phrase) == Refusal(Why.HER_WORDS)
    assert office.store.tables.phrases == ()


def test_so_are_a_short_message_and_an_advisers_own(office: Office) -> None:
    case = office.held()
    office.writes("he has gone")
    office.replies(case, "Where is he now, do you know that?")
    assert misread(office, case, phrase="He has gone!") == Refusal(Why.HER_WORDS)
    assert misread(office, case, phrase="where is he now, do you") == Refusal(Why.HER_WORDS)
    only([misread(office, case, phrase="he has gone out with it")])


def test_words_of_other_cases_are_nobodys_to_compare(office: Office) -> None:
    office.add_contact(2)
    office.held(contact=2)
    office.writes(HERS, contact=2)
    only([misread(office, office.held(), phrase=HERS)])


@pytest.mark.parametrize(("shared", "is_hers"), [(19, False), (20, True)])
def test_twenty_signs_in_a_row_are_too_many(shared: int, is_hers: bool) -> None:
    hers = "abcdefghij klmnopqrs tuvw"
    assert repeats(f"zz {hers[:shared]}9", [hers]) is is_hers


def test_a_message_without_words_is_like_none() -> None:
    assert not repeats("", ["", "!!!"])
    assert not repeats("hello", ["\U0001f52a"])


@pytest.mark.parametrize("end", ["end", "\u0645\u0648\u062a"])
def test_the_end_of_a_long_message_counts_too(end: str) -> None:
    assert repeats(f"{end} of the long message here", ["x " * 9000 + f"{end} of the long message"])


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"need": Need.SIGNS}, Why.OTHER_NEED),
        ({"near": Need.TRAVEL}, Why.OTHER_NEED),
        ({**ALARM, "need": Need.ABUSE}, Why.OTHER_NEED),
        ({**ALARM, "near": None}, Why.OTHER_NEED),
        ({**ALARM, "near": Need.TALK}, Why.OTHER_NEED),
        ({"phrase": "!?"}, Why.EMPTY),
        ({"phrase": "x" * 201}, Why.LONG_PHRASE),
        ({"variant": URDU}, Why.OTHER_LETTERS),
        ({"phrase": "\u0686\u0627\u0642\u0648"}, Why.OTHER_LETTERS),
    ],
)
def test_what_cannot_be_is_refused(office: Office, fields: dict[str, Any], why: Why) -> None:
    assert misread(office, office.held(), **fields) == Refusal(why)
    assert office.store.tables.phrases == ()


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (IDA, Why.NOT_YOURS),
        (LEAD, Why.NOT_YOURS),
        (ZOE, Why.NO_SUCH_CASE),
        (EDITOR, Why.NOT_ALLOWED),
    ],
)
def test_it_is_for_those_who_talk_with_her(office: Office, by: int, why: Why) -> None:
    case = office.held()
    assert misread(office, case, by) == Refusal(why)
    assert office.store.tables.audit[-1] == (f"adviser:{by}", "misread", f"case:{case.id}", why)


def test_whoever_was_invited_may_and_after_the_end_as_well(office: Office) -> None:
    case = office.held()
    office.store.do(office.desk.invite, ask.Invite(OMAR, case.id, None, IDA))
    office.closes(case)
    only([misread(office, case, IDA)])
    only([misread(office, case, OMAR)])


@pytest.fixture
def waiting(office: Office) -> Suggestion:
    office.store.tables.advisers[LEAD].role = Role.ADMIN
    misread(office, office.held())
    return proposed(office)


def decide(office: Office, one: Suggestion, by: int = EDITOR, **fields: Any) -> Any:
    item = Decide(by, one.id, **{"accepts": True, "text": OWN, **fields})
    [result] = office.store.do(Deciding(office.clock).decide, item)
    return result


def test_an_editor_accepts_it_with_other_words(office: Office, waiting: Suggestion) -> None:
    decide(office, waiting, text=" a blade was  taken ")
    one = proposed(office)
    assert (one.text, one.status) == ("a blade was taken", Standing.ACCEPTED)
    assert (one.decided_by, one.decided_at) == (EDITOR, office.clock())
    entry = (f"adviser:{EDITOR}", "phrase_accepted", f"phrase:{one.id}", "missed")
    assert office.store.tables.audit[-1] == entry


def test_or_refuses_it(office: Office, waiting: Suggestion) -> None:
    decide(office, waiting, accepts=False, text="other")
    assert proposed(office) == replace(
        waiting, status=Standing.REFUSED, decided_by=EDITOR, decided_at=office.clock()
    )
    assert office.store.tables.audit[-1].action == "phrase_refused"


@pytest.mark.parametrize("accepts", [True, False])
def test_nobody_decides_what_they_proposed(office: Office, accepts: bool) -> None:
    office.store.tables.advisers[LEAD].role = Role.ADMIN
    misread(office, office.held(LEAD), LEAD)
    one = proposed(office)
    assert decide(office, one, LEAD, accepts=accepts) == Refusal(Why.NEEDS_SECOND)
    assert proposed(office) == one
    only([decide(office, one, EDITOR, accepts=accepts)])


def test_it_is_decided_once(office: Office, waiting: Suggestion) -> None:
    decide(office, waiting)
    assert decide(office, waiting, LEAD, accepts=False) == Refusal(Why.ALREADY_DONE)
    assert proposed(office).status is Standing.ACCEPTED


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"by": OMAR}, Why.NOT_ALLOWED),
        ({"by": 999}, Why.NOT_ALLOWED),
        ({"text": " \n"}, Why.EMPTY),
        ({"text": "..."}, Why.EMPTY),
        ({"text": "x" * 201}, Why.LONG_PHRASE),
        ({"text": "\u0686\u0627\u0642\u0648"}, Why.OTHER_LETTERS),
    ],
)
def test_what_cannot_be_accepted_waits(
    office: Office, waiting: Suggestion, fields: dict[str, Any], why: Why
) -> None:
    assert decide(office, waiting, **fields) == Refusal(why)
    assert proposed(office) == waiting


def test_what_is_gone_is_said_to_be(office: Office, waiting: Suggestion) -> None:
    assert decide(office, replace(waiting, id=5)) == Refusal(Why.CLOSED)


def test_a_disabled_editor_decides_nothing(office: Office, waiting: Suggestion) -> None:
    office.store.tables.advisers[EDITOR].is_disabled = True
    assert decide(office, waiting) == Refusal(Why.NOT_ALLOWED)
