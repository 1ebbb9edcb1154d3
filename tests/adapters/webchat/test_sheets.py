"""The pages to print."""

import re

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from adapters.headers import SecurityHeaders
from adapters.webchat.pages import HelpLine, Site
from adapters.webchat.sheets import Sheet, Topic, sheet_routes
from tests.adapters.webchat.fake import pages

LINE = HelpLine("0800 011 3764", "ACT Early", "Free.", "20 November 2026")
CALL = Sheet("Who to call", ["You can <call>:"], [LINE], ["It is free."], "en", "ltr")


class Words:
    def topics(self, _language: str) -> list[Topic]:
        return [Topic("call", "Who to call")]

    def sheet(self, topic: str, _language: str) -> Sheet | None:
        return CALL if topic == "call" else None


def client() -> TestClient:
    site = Site(pages())
    routes = [*site.routes(), *sheet_routes(site, Words())]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)]))


def test_the_list_leads_to_every_sheet() -> None:
    page = client().get("/sheets?language=ar").text

    assert 'href="/sheets/call?language=ar"' in page
    assert "Who to call" in page


def test_a_sheet_shows_text_numbers_and_when_they_were_checked() -> None:
    page = client().get("/sheets/call").text

    for shown in ("You can &lt;call&gt;:", "0800 011 3764", "Checked on 20 November 2026"):
        assert shown in page
    assert '<main lang="en" dir="ltr">' in page


def test_its_title_says_nothing_to_whoever_looks_over_a_shoulder() -> None:
    assert "<title>Chat</title>" in client().get("/sheets/call").text


def test_what_is_no_topic_is_not_found() -> None:
    assert client().get("/sheets/nothing").status_code == 404
    assert client().get("/sheets/..%2fchat").status_code == 404


def test_the_style_for_printing_is_there() -> None:
    address = re.search(r"/static/[0-9a-f]{16}/sheet\.css", client().get("/sheets/call").text)

    assert address
    assert "@media print" in client().get(address[0]).text
