"""Files of events, other calendars, and who would host."""

import base64
import zlib

import pytest
from starlette.testclient import TestClient

from adapters.console.agenda_import import FILE_AT_MOST, packed, unpacked
from adapters.console.multipart import parts_of
from bot.engine.turn import Engine
from bot.events.editing import FEEDS_AT_MOST
from bot.events.model import EventStatus, Feed, HostRequest
from bot.ports import Transaction
from tests.adapters.console.editors import AGENDA, Editors, Sent, hidden, upload
from tests.adapters.console.entrance import send
from tests.adapters.console.leads import ADA, OMAR
from tests.adapters.console.payloads import PAYLOADS
from tests.contracts.conftest import World
from tests.contracts.turns import open_case

IMPORT, FEEDS, HOSTS = f"{AGENDA}/import", f"{AGENDA}/feeds", f"{AGENDA}/hosts"
TRY, DO = f"{IMPORT}/try", f"{IMPORT}/do"
HEAD = "title,starts,ends,town,uid\n"
TABLE = f"{HEAD}Tea,2026-12-01 18:30,2026-12-01 20:00,Leeds,a\n"
TWO = f"{TABLE}Sewing,2026-12-02 10:00,2026-12-02 12:00,York,b\n"
URL = "https://calendar.example/private-8f3a/basic.ics"


@pytest.fixture
def editors(on_sqlite: World, engine: Engine) -> Editors:
    return Editors(on_sqlite, engine)


@pytest.fixture
def ed(editors: Editors) -> TestClient:
    return editors.browser()


def table(text: str, name: str = "tea.csv") -> Sent:
    return Sent(name, text.encode())


def imports(browser: TestClient, text: str, name: str = "tea.csv") -> str:
    """Looked at first, then done; the page after it."""
    page = upload(browser, TRY, table(text, name)).text
    fields = {field: hidden(page, field) for field in ("packed", "name", "zone")}
    return upload(browser, DO, None, **fields).text


def test_what_would_change_is_shown_and_nothing_is_changed(
    editors: Editors, ed: TestClient
) -> None:
    page = upload(ed, TRY, table(TWO)).text
    assert "2 new, 0 changed, 0 called off, 0 taken back." in page
    for shown in ("Sewing", "Wed 02.12.2026 10:00", "York"):
        assert shown in page
    assert editors.all() == []


def test_then_it_is_done(editors: Editors, ed: TestClient) -> None:
    assert "Imported: 2 new" in imports(ed, TWO)
    assert {one.feed for one in editors.all()} == {"tea.csv"}
    counts = "added:2 changed:0 withdrawn:0 cancelled:0"
    assert editors.audit()[0] == ("events_imported", "events", counts)


def test_the_same_name_again_updates_and_takes_back(editors: Editors, ed: TestClient) -> None:
    imports(ed, TWO)
    again = TABLE.replace("Leeds", "Bradford")
    page = upload(ed, TRY, table(again)).text
    assert "0 new, 1 changed, 0 called off, 1 taken back." in page
    assert "Taken back" in page
    imports(ed, again)
    statuses = {one.uid: (one.town, one.status) for one in editors.all()}
    assert statuses["a"] == ("Bradford", EventStatus.PUBLISHED)
    assert statuses["b"][1] is EventStatus.WITHDRAWN


def test_what_says_the_same_changes_nothing(ed: TestClient) -> None:
    imports(ed, TWO)
    page = upload(ed, TRY, table(TWO)).text
    assert "Nothing would change." in page
    assert DO not in page


def test_every_bad_line_is_named_and_nothing_is_taken(editors: Editors, ed: TestClient) -> None:
    bad = f"{TWO}Late,2026-12-05 20:00,2026-12-05 18:00,York,c\n,2026-13-01 10:00,,York,d\n"
    answer = upload(ed, TRY, table(bad))
    assert answer.status_code == 422
    assert "Nothing of it is taken:" in answer.text
    assert "Line 4" in answer.text
    assert "Line 5" in answer.text
    assert editors.all() == []


def test_a_calendar_is_taken_as_well(editors: Editors, ed: TestClient) -> None:
    lines = (
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20261201T183000Z",
        "SUMMARY:Tea",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    page = imports(ed, "\r\n".join(lines), "tea.ics")
    assert "Imported: 1 new" in page
    [event] = editors.all()
    assert event.texts["en"].title == "Tea"


@pytest.mark.parametrize(
    ("sent", "fields", "sentence"),
    [
        (None, {}, "Choose a file."),
        (Sent("", b""), {}, "Choose a file."),
        (Sent("x.csv", b""), {}, "Choose a file."),
        (Sent("x.csv", b"x" * (FILE_AT_MOST + 1)), {}, "The file is larger than 10 MB."),
        (Sent("x.ics", b"<html>"), {}, "not a calendar"),
        (Sent("x.csv", HEAD.encode()), {}, "There is no event in it"),
        (Sent("x.csv", TABLE.encode()), {"zone": "Mars"}, "There is no such zone."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    editors: Editors, ed: TestClient, sent: Sent | None, fields: dict[str, str], sentence: str
) -> None:
    answer = upload(ed, TRY, sent, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert editors.all() == []


@pytest.mark.parametrize("text", ["", "x", "====", base64.b64encode(b"no zlib").decode()])
def test_a_file_that_this_page_did_not_pack_is_none(ed: TestClient, text: str) -> None:
    assert "Choose a file." in upload(ed, DO, None, packed=text).text


def test_a_packed_file_grows_no_larger_than_a_file_may_be() -> None:
    bomb = base64.b64encode(zlib.compress(bytes(10 * FILE_AT_MOST))).decode()
    assert len(unpacked(bomb)) == FILE_AT_MOST + 1
    assert unpacked(packed(TWO.encode())) == TWO.encode()


def test_without_the_token_of_our_page_no_file_is_taken(editors: Editors, ed: TestClient) -> None:
    assert upload(ed, DO, table(TWO), csrf="00").status_code == 403
    assert editors.all() == []


def test_elsewhere_a_form_with_files_is_refused(ed: TestClient) -> None:
    assert upload(ed, f"{FEEDS}/add", table(TWO)).status_code == 403


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nno head\r\n--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\nA: b\r\n\r\nc\r\n" * 60 + b"--x--"),
    ],
)
def test_a_form_that_no_browser_sends_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        parts_of(kind, body)


@pytest.mark.parametrize("payload", PAYLOADS[::29])
def test_nothing_in_a_file_can_act(ed: TestClient, payload: str) -> None:
    cell = payload[:150].replace('"', '""')
    text = f'{HEAD}"{cell}",2026-12-01 18:30,2026-12-01 20:00,"{cell}",a\n"{cell}",x,y,z,b\n'
    page = upload(ed, TRY, table(text, f"{cell[:20]}.csv")).text
    page += upload(ed, TRY, table(text.rpartition('\n"')[0])).text
    if "<" in payload and "\n" not in payload:
        assert payload[:150] not in page


def add(browser: TestClient, **fields: str) -> tuple[int, str]:
    given = {"name": "Leeds mothers", "url": URL, "zone": "Europe/London", **fields}
    answer = send(browser, FEEDS, f"{FEEDS}/add", **given)
    return answer.status_code, answer.text


def test_a_calendar_is_added_looked_at_and_its_key_is_not_shown(
    editors: Editors, ed: TestClient
) -> None:
    assert add(ed)[0] == 303
    [feed] = editors.database.events.feeds()
    assert (feed.url, feed.name) == (URL, "Leeds mothers")
    assert editors.looked == [feed.id]
    page = ed.get(FEEDS).text
    assert "Leeds mothers" in page
    assert "calendar.example" in page
    assert "private-8f3a" not in page
    assert editors.audit()[0] == ("feed_added", f"feed:{feed.id}", "")


def test_its_state_is_shown(editors: Editors, ed: TestClient) -> None:
    now = editors.clock()
    feed = Feed(4, URL, "Mill", "Europe/London", "", "The server does not answer.", now, None)
    editors.does(lambda transaction: transaction.events.save_feed(feed))
    page = ed.get(FEEDS).text
    assert "The server does not answer." in page
    send(ed, FEEDS, f"{FEEDS}/look", id="4")
    assert editors.looked == [4]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"url": "file:///etc/passwd"}, "begins with https://"),
        ({"url": "https://me:secret@x.example/a.ics"}, "begins with https://"),
        ({"name": " "}, "Write a name"),
        ({"zone": "Mars"}, "There is no such zone."),
    ],
)
def test_what_is_wrong_with_a_calendar_is_said(
    editors: Editors, ed: TestClient, fields: dict[str, str], sentence: str
) -> None:
    status, page = add(ed, **fields)
    assert status == 422
    assert sentence in page
    assert 'value="Leeds mothers"' in page or "name" in fields
    assert editors.database.events.feeds() == []


def test_the_same_calendar_is_there_once(editors: Editors, ed: TestClient) -> None:
    add(ed)
    status, page = add(ed)
    assert status == 422
    assert "That is done already." in page
    assert len(editors.database.events.feeds()) == 1


def test_there_are_only_so_many(editors: Editors, ed: TestClient) -> None:
    def work(transaction: Transaction) -> None:
        for id_ in range(1, FEEDS_AT_MOST + 1):
            transaction.events.save_feed(Feed(id_, f"{URL}?{id_}", "x", "UTC"))

    editors.does(work)
    assert "There are as many calendars as there may be." in add(ed)[1]


def test_one_is_removed_and_its_events_stay(editors: Editors, ed: TestClient) -> None:
    editors.put(5, feed=editors.agenda.source_of(URL), uid="1")
    add(ed)
    assert "Leeds mothers" in ed.get(AGENDA).text
    [feed] = editors.database.events.feeds()
    send(ed, FEEDS, f"{FEEDS}/drop", id=str(feed.id))
    assert editors.database.events.feeds() == []
    assert editors.event(5).status is EventStatus.PUBLISHED
    assert editors.audit()[0] == ("feed_removed", f"feed:{feed.id}", "")


def ask(editors: Editors, id_: int, town: str, text: str) -> None:
    def work(transaction: Transaction) -> None:
        contact = open_case(transaction, f"host{id_}", 5000 + id_)
        request = HostRequest(id_, contact.id, town, text, editors.clock())
        transaction.events.add_host_request(request)

    editors.does(work)


def test_who_would_host_is_shown_and_closed(editors: Editors, ed: TestClient) -> None:
    assert "Nobody has asked." in ed.get(HOSTS).text
    ask(editors, 3, "Luton", "We have a hall <b>here</b>")
    assert "1 would host an event" in ed.get(AGENDA).text
    page = ed.get(HOSTS).text
    assert "Luton" in page
    assert "We have a hall &lt;b&gt;here&lt;/b&gt;" in page
    for hidden_one in ("telegram", "/cases/"):
        assert hidden_one not in page
    send(ed, HOSTS, f"{HOSTS}/done", id="3")
    assert "Nobody has asked." in ed.get(HOSTS).text
    assert editors.audit()[0] == ("host_request_done", "host_request:3", "")


@pytest.mark.parametrize("path", [TRY, DO])
def test_advisers_import_nothing(editors: Editors, path: str) -> None:
    assert upload(editors.browser(OMAR), path, table(TWO)).status_code == 403
    assert upload(editors.browser(ADA), path, table(TWO)).status_code == 200
