"""The lead's board, and what is done from it."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from adapters.console.guard import ConsoleRoute
from adapters.console.lead_routes import lead_routes
from bot.desk.model import CaseStatus, Presence, Role
from bot.desk.roles import may
from bot.engine.turn import Engine
from tests.adapters.console.entrance import SITE, csrf, send
from tests.adapters.console.leads import IDA, LENA, OMAR, STAFF, Leads
from tests.contracts.conftest import World
from tests.desk.office import OFFICE, plan_with

BOARD = "/console/board"
OF_OMAR = f"{BOARD}/advisers/{OMAR}"


@pytest.fixture
def leads(on_sqlite: World, engine: Engine) -> Leads:
    return Leads(on_sqlite, engine)


@pytest.fixture
def lena(leads: Leads) -> TestClient:
    return leads.browser(LENA)


def path_of(route: ConsoleRoute) -> str:
    return route.path.replace("{id:int}", str(OMAR))


class TestWhoMaySee:
    @pytest.mark.parametrize("adviser", STAFF)
    def test_every_route_is_for_those_with_its_permission_alone(
        self, leads: Leads, adviser: int
    ) -> None:
        browser, role = leads.browser(adviser), STAFF[adviser][1]
        token = csrf(browser)
        for route in lead_routes(leads.console):
            data = {"csrf": token} if "POST" in route.methods else None
            answer = browser.request(
                route.methods[0], path_of(route), data=data, headers={"Origin": SITE}
            )
            is_refused = "Your role does not allow this." in answer.text
            assert is_refused is not may(role, route.permission), (role, route.path)
            assert (answer.status_code == 403) is is_refused

    def test_no_form_is_taken_from_elsewhere(self, leads: Leads, lena: TestClient) -> None:
        for route in lead_routes(leads.console):
            if "POST" in route.methods:
                answer = lena.post(path_of(route), data={"csrf": "0"}, headers={"Origin": SITE})
                assert answer.status_code == 403, route.path


class TestBoard:
    def test_shows_how_each_queue_stands(self, leads: Leads, lena: TestClient) -> None:
        leads.asks(1, is_urgent=True, waiting_since=leads.clock() - timedelta(minutes=7))
        leads.asks(2, language="ur")
        leads.asks(3, deadline=leads.clock() + timedelta(minutes=4))
        leads.claims(leads.asks(4))
        news = lena.get(f"{BOARD}.json").json()
        english, urdu = news["queues"]
        assert english | {"oldest": None, "deadline": None} == {
            "id": "general/en",
            "queue": "general",
            "language": "English",
            "waiting": "2",
            "urgent": "1",
            "held": "1",
            "oldest": None,
            "deadline": None,
        }
        assert english["oldest"]["ago"] == "7 min"
        assert english["deadline"]["ago"].startswith("in ")
        assert (urdu["language"], urdu["waiting"]) == ("Urdu", "1")
        html = lena.get(BOARD).text
        assert 'data-id="general/en"' in html
        assert "Elm Lark 1" in html

    @pytest.mark.parametrize(
        ("seconds", "said"), [(-60, "due now"), (30, "in a moment"), (300, "in 5 min")]
    )
    def test_says_when_a_deadline_comes(
        self, leads: Leads, lena: TestClient, seconds: int, said: str
    ) -> None:
        leads.asks(1, deadline=leads.clock() + timedelta(seconds=seconds))
        [line] = lena.get(f"{BOARD}.json").json()["queues"]
        assert line["deadline"]["ago"] == said

    def test_shows_who_is_on_and_what_they_need(self, leads: Leads, lena: TestClient) -> None:
        leads.claims(leads.asks(1))
        leads.sets(OMAR, handled_since_break=6, needs_debrief=True)
        lines = lena.get(f"{BOARD}.json").json()["advisers"]
        assert [line["name"] for line in lines] == ["Ida", "Omar", "Ada", "Lena"]
        omar = lines[1]
        assert (omar["presence"], omar["load"]) == ("On", "1 of 3 cases")
        assert omar["needs"] == "a break, a debrief"
        assert lines[0]["needs"] == ""
        assert lines[3]["presence"] == "Off"

    def test_says_when_the_desk_opens(self, on_sqlite: World, engine: Engine) -> None:
        """It is a Saturday; the office opens on Monday at nine."""
        leads = Leads(on_sqlite, engine, plan_with(OFFICE))
        lines = leads.browser().get(f"{BOARD}.json").json()["hours"]
        assert {line["queue"] for line in lines} == {"general", "young"}
        assert lines[0]["state"] == "Shut, opens"
        assert lines[0]["until"]["clock"] == "23.11. 09:00"
        assert lines[0]["until"]["ago"] == "in 47 h"

    def test_shows_the_words_of_nobody(self, leads: Leads, lena: TestClient) -> None:
        leads.renames(OMAR, "<script>x</script>")
        html = lena.get(BOARD).text + lena.get(OF_OMAR).text
        assert "<script>x" not in html
        assert "&lt;script&gt;x" in html

    def test_knows_no_adviser_who_is_not_there(self, lena: TestClient) -> None:
        for id_ in (1, 2**63, 10**30):
            answer = lena.get(f"{BOARD}/advisers/{id_}")
            assert answer.status_code == 404
            assert "There is no such adviser" in answer.text


class TestActions:
    def test_at_the_end_of_a_shift_all_cases_go_back(self, leads: Leads, lena: TestClient) -> None:
        for id_ in (1, 2):
            leads.claims(leads.asks(id_))
        answer = send(lena, OF_OMAR, f"{OF_OMAR}/hand-over")
        assert answer.headers["location"] == OF_OMAR
        for id_ in (1, 2):
            assert (leads.case(id_).status, leads.case(id_).owner) == (CaseStatus.WAITING, None)
        assert leads.entrance.audit().count("hand_over") == 2

    def test_a_break_comes_after_the_cases(self, leads: Leads, lena: TestClient) -> None:
        leads.claims(leads.asks(1))
        answer = send(lena, OF_OMAR, f"{OF_OMAR}/break")
        assert answer.status_code == 409
        assert "They still have cases." in answer.text
        assert leads.adviser().presence is Presence.ON
        send(lena, OF_OMAR, f"{OF_OMAR}/hand-over")
        seen = leads.adviser().seen_at
        assert send(lena, OF_OMAR, f"{OF_OMAR}/break").status_code == 303
        assert leads.adviser().presence is Presence.BREAK
        assert leads.adviser().seen_at == seen, "it is no sign of theirs"
        assert "presence" in leads.entrance.audit()

    def test_a_debrief_is_ticked_off(self, leads: Leads, lena: TestClient) -> None:
        leads.sets(OMAR, needs_debrief=True)
        answer = send(lena, OF_OMAR, f"{OF_OMAR}/debriefed")
        assert answer.status_code == 409
        assert "Tick the box first" in answer.text
        assert leads.adviser().needs_debrief
        send(lena, OF_OMAR, f"{OF_OMAR}/debriefed", talked="yes")
        assert not leads.adviser().needs_debrief
        assert "a debrief" not in lena.get(BOARD).text

    def test_a_lead_joins_a_case(self, leads: Leads, lena: TestClient) -> None:
        case = leads.claims(leads.asks(1))
        version = str(case.version)
        answer = send(lena, OF_OMAR, f"{BOARD}/join", case_id="1", version=version)
        assert answer.headers["location"] == "/console/cases/1"
        assert leads.case(1).invited == (LENA,)

    def test_a_waiting_case_is_given_to_somebody(self, leads: Leads, lena: TestClient) -> None:
        fields = {"case_id": str(leads.asks(1)), "version": "1"}
        assert send(lena, BOARD, f"{BOARD}/pass-on", to=f"adviser:{IDA}", **fields).is_redirect
        assert (leads.case(1).owner, leads.case(1).status) == (IDA, CaseStatus.CLAIMED)

    def test_a_waiting_case_goes_to_another_queue(self, leads: Leads, lena: TestClient) -> None:
        fields = {"case_id": str(leads.asks(1)), "version": "1"}
        assert send(lena, BOARD, f"{BOARD}/pass-on", to="queue:young", **fields).is_redirect
        assert (leads.case(1).queue, leads.case(1).status) == ("young", CaseStatus.WAITING)

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"to": f"adviser:{IDA}", "version": "9"}, "The case changed while you were"),
            ({"to": f"adviser:{IDA}", "version": ""}, "The case changed while you were"),
            ({"to": f"adviser:{LENA}", "version": "1"}, "Lena is not on."),
            ({"to": "adviser:77", "version": "1"}, "There is no such adviser"),
            ({"to": "adviser:x", "version": "1"}, "There is no such adviser"),
            ({"to": "queue:x", "version": "1"}, "There is no such queue"),
            ({"to": "", "version": "1"}, "There is no such queue"),
            ({"to": "queue:young", "version": "1", "case_id": "5"}, "There is no such case"),
            ({"to": "queue:young", "version": "1", "case_id": "x"}, "There is no such case"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(
        self, leads: Leads, lena: TestClient, fields: dict[str, str], sentence: str
    ) -> None:
        given = {"case_id": str(leads.asks(1))} | fields
        answer = send(lena, BOARD, f"{BOARD}/pass-on", **given)
        assert answer.status_code == 409
        assert sentence in answer.text
        assert (leads.case(1).queue, leads.case(1).owner) == ("general", None)

    def test_nobody_is_sent_on_by_an_adviser(self, leads: Leads) -> None:
        browser = leads.browser(IDA)
        answer = send(browser, "/console/account", f"{OF_OMAR}/break")
        assert answer.status_code == 403
        assert leads.adviser().presence is Presence.ON


class TestCare:
    def test_says_how_many_cases_and_that_all_is_well(self, leads: Leads) -> None:
        leads.claims(leads.asks(1))
        html = leads.browser(OMAR).get("/console/care").text
        assert "You have 1 of 3 cases." in html
        assert "You have closed 0 cases since your last break. After 6 a break comes first." in html
        assert "No break is due" in html

    def test_asks_for_a_break_and_a_debrief(self, leads: Leads) -> None:
        leads.sets(OMAR, handled_since_break=6, needs_debrief=True)
        browser = leads.browser(OMAR)
        html = browser.get("/console/care").text
        assert "Please take 10 minutes" in html
        assert "A case you had was about danger." in html
        answer = send(browser, "/console/care", "/console/care/debriefed")
        assert (answer.status_code, leads.adviser().needs_debrief) == (422, True)
        answer = send(browser, "/console/care", "/console/care/debriefed", talked="yes")
        assert answer.status_code == 303
        html = browser.get("/console/care").text
        assert "A case you had was about danger." not in html
        assert not leads.adviser().needs_debrief
        assert STAFF[OMAR][1] is Role.ADVISER
