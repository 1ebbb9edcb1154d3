"""The page where editors decide: proposed phrases first, somebody else's, and no case anywhere."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.desk import commands as ask
from bot.desk.misreading import Decide, Deciding
from bot.desk.model import Case
from bot.desk.suggestions import Misreading, Standing, Suggestion
from bot.engine.turn import Engine
from bot.understanding.languages import Variant
from bot.understanding.needs import Need
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import ADA, ED, LENA, OMAR, STAFF, Leads
from tests.adapters.console.payloads import SHELLS
from tests.contracts.conftest import World

PHRASES, ACCOUNT = "/console/phrases", "/console/account"
DECIDE = f"{PHRASES}/decide"
PHRASE = "somebody went out with a blade"


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    found = Leads(on_sqlite, engine)
    found.claims(found.asks(7))
    return found


@pytest.fixture
def ed(leads: Leads) -> TestClient:
    return leads.browser(ED)


def propose(leads: Leads, text: str = PHRASE, by: int = OMAR, **fields: Any) -> Suggestion:
    given: dict[str, Any] = {
        "key": text.ljust(32)[:32],
        "kind": Misreading.MISSED,
        "need": Need.EMERGENCY,
        "near": None,
        "variant": Variant("en", "Latn"),
    }
    if by != OMAR:
        leads.does(leads.desk.invite, ask.Invite(OMAR, 7, None, by))
    done = leads.does(leads.desk.misread, ask.Misread(by, 7, phrase=text, **given | fields))
    assert isinstance(done, Case), done
    newest = leads.database.desk_reader.proposed_phrases(99)
    return next(one for one in newest if one.text == text)


def now(leads: Leads) -> list[tuple[str, Standing]]:
    reader = leads.database.desk_reader
    return [(one.text, one.status) for one in reader.decided_phrases(9)]


def test_nothing_is_there_yet(ed: TestClient) -> None:
    page = ed.get(PHRASES).text
    assert "Nothing is proposed." in page
    assert "Nothing was decided yet." in page


def test_it_shows_what_is_proposed_and_no_case(leads: Leads, ed: TestClient) -> None:
    alarm = Misreading.FALSE_ALARM
    propose(leads, "he looks at maps", kind=alarm, need=Need.SIGNS, near=Need.TRAVEL)
    page = ed.get(PHRASES).text
    for shown in ("he looks at maps</textarea>", "False alarm", "Proposed by Omar", "English"):
        assert shown in page
    assert "What signs of change mean" in page
    assert "Taken for: Leaving to join a group or a war" in page
    for hidden in ("Elm Lark 7", "/cases/", "telegram"):
        assert hidden not in page


def test_an_editor_accepts_it_in_other_words(leads: Leads, ed: TestClient) -> None:
    one = propose(leads)
    given = {"id": str(one.id), "text": "a blade is gone", "decision": "accept"}
    answer = send(ed, PHRASES, DECIDE, **given)

    assert (answer.status_code, answer.headers["location"]) == (303, PHRASES)
    assert now(leads) == [("a blade is gone", Standing.ACCEPTED)]
    page = ed.get(PHRASES).text
    assert "Nothing is proposed." in page
    assert page.index("a blade is gone") < page.index(">Accepted<") < page.index("<bdi>Ed</bdi>")
    [line, *_] = leads.database.desk_reader.audit_page(2**62, 1)
    assert line.entry == (f"adviser:{ED}", "phrase_accepted", f"phrase:{one.id}", "missed")


def test_or_refuses_it(leads: Leads, ed: TestClient) -> None:
    one = propose(leads)
    send(ed, PHRASES, DECIDE, id=str(one.id), text=one.text, decision="refuse")
    assert now(leads) == [(PHRASE, Standing.REFUSED)]
    assert "Refused; deleted after 30 days" in ed.get(PHRASES).text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "There is no phrase yet."),
        ("long " * 41, "longer than 200 characters"),
        ("\u0686\u0627\u0642\u0648", "not in the letters"),
    ],
)
def test_what_cannot_be_accepted_stands_as_it_was_edited(
    leads: Leads, ed: TestClient, text: str, sentence: str
) -> None:
    one = propose(leads)
    answer = send(ed, PHRASES, DECIDE, id=str(one.id), text=text, decision="accept")
    assert answer.status_code == 409
    assert sentence in answer.text
    assert f"\n{text}</textarea>" in answer.text
    assert now(leads) == []


def test_who_proposed_it_waits_for_somebody_else(leads: Leads) -> None:
    one = propose(leads, by=ADA)
    ada = leads.browser(ADA)
    page = ada.get(PHRASES).text
    assert "You proposed this. Somebody else decides." in page
    assert PHRASE in page
    assert DECIDE not in page
    answer = send(ada, ACCOUNT, DECIDE, id=str(one.id), text=PHRASE, decision="accept")
    assert answer.status_code == 409
    assert "A second person decides." in answer.text
    assert now(leads) == []


def test_the_slower_one_is_told_so(leads: Leads, ed: TestClient) -> None:
    one = propose(leads)
    item = Decide(ADA, one.id, accepts=False)
    leads.does(Deciding(leads.clock).decide, item)
    answer = send(ed, ACCOUNT, DECIDE, id=str(one.id), text=PHRASE, decision="accept")
    assert "Somebody else has decided already." in answer.text
    assert now(leads) == [(PHRASE, Standing.REFUSED)]


@pytest.mark.parametrize("id_", ["", "x", "5", str(2**63), "-1"])
def test_a_phrase_that_is_none(ed: TestClient, id_: str) -> None:
    answer = send(ed, ACCOUNT, DECIDE, id=id_, text=PHRASE, decision="accept")
    assert answer.status_code == 409
    assert "There is no such phrase any more." in answer.text


def test_a_decision_that_is_none(leads: Leads, ed: TestClient) -> None:
    one = propose(leads)
    assert send(ed, ACCOUNT, DECIDE, id=str(one.id), text=PHRASE).status_code == 400
    assert now(leads) == []


@pytest.mark.parametrize("adviser", [OMAR, LENA])
def test_others_neither_see_nor_decide(leads: Leads, adviser: int) -> None:
    one = propose(leads)
    browser = leads.browser(adviser)
    assert browser.get(PHRASES).status_code == 403
    answer = send(browser, ACCOUNT, DECIDE, id=str(one.id), text=PHRASE, decision="accept")
    assert answer.status_code == 403
    assert now(leads) == []
    assert PHRASES not in browser.get(ACCOUNT).text


@pytest.mark.parametrize("adviser", [ED, ADA])
def test_whoever_may_finds_it_in_the_head(leads: Leads, adviser: int) -> None:
    browser = leads.browser(adviser)
    assert f'href="{PHRASES}"' in browser.get(ACCOUNT).text


def test_an_editor_finds_it_on_the_page_that_is_not_theirs(leads: Leads, ed: TestClient) -> None:
    refused = ed.get("/console/board")
    assert refused.status_code == 403
    assert f'href="{PHRASES}"' in refused.text
    assert STAFF[ED][0].title() in refused.text


@pytest.mark.parametrize("shell", [one for one in SHELLS[::3] if "<" in one])
def test_a_phrase_cannot_act_where_it_is_shown(leads: Leads, ed: TestClient, shell: str) -> None:
    payload = " ".join(shell.format("alert(1)").split())
    one = propose(leads, payload)
    waits = ed.get(PHRASES).text
    send(ed, PHRASES, DECIDE, id=str(one.id), text=payload, decision="accept")
    decided = ed.get(PHRASES).text
    for page in (waits, decided):
        assert "alert(1)" in page
        assert payload not in page
