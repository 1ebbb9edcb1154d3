"""The pages of the desk over an office in memory, with advisers who are logged in."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from adapters.console.console import Console
from adapters.console.cookies import SESSION
from adapters.console.envelope import Envelope
from adapters.console.feed import Feed
from adapters.console.guard import Guard
from adapters.console.pages import Pages
from adapters.console.routes import routes
from adapters.console.sessions import Opened, Sessions, hash_of, mark_of
from adapters.database import Keys
from adapters.headers import SecurityHeaders
from bot.desk.accounts import Account, AccountStore, Session
from bot.desk.model import (
    Adviser,
    Author,
    Case,
    CaseMessage,
    CaseRow,
    CaseStatus,
    CaseView,
    DeskEvent,
)
from bot.desk.ports import DeskReader
from bot.desk.typing import Typing
from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from bot.errors import StoreUnavailable
from bot.messages import Failure
from bot.ports import Delivery
from tests.desk.fake import FakeStore
from tests.desk.office import OMAR, Office

SITE = "https://desk.example"
PAGE = {"Accept": "text/html"}
SCRIPT = {"Accept": "application/json", "Origin": SITE}
LIMITS = {"telegram": 4096, "whatsapp": 1600, "webchat": 16_000}
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FIELD = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


class FakeReader:
    """As much of `bot.desk.ports.DeskReader` as these pages need. `is_away`: the store cannot be
    reached."""

    def __init__(self, store: FakeStore) -> None:
        self._store = store
        self.is_away = False
        self.looks = 0
        self.deliveries: dict[int, tuple[Delivery, Failure | None]] = {}
        self.stopped: set[int] = set()

    @property
    def _tables(self) -> Any:
        if self.is_away:
            raise StoreUnavailable
        return self._store.tables

    def waiting(self, queues: Sequence[str], languages: Sequence[str], limit: int) -> list[CaseRow]:
        found = [
            case
            for case in self._tables.cases.values()
            if case.status is CaseStatus.WAITING
            and (not queues or case.queue in queues)
            and (not languages or case.language in languages)
        ]
        found.sort(key=lambda case: (not case.is_urgent, case.waiting_since))
        return [self._row(case) for case in found[:limit]]

    def cases_of(self, adviser_id: int) -> list[CaseRow]:
        cases = [case for case in self._tables.cases.values() if not case.is_closed]
        return [
            self._row(case)
            for case in cases
            if case.owner == adviser_id or adviser_id in case.invited
        ]

    def recently_closed(self, adviser_id: int, limit: int) -> list[CaseRow]:
        cases = [c for c in self._tables.cases.values() if c.is_closed and c.owner == adviser_id]
        return [self._row(case) for case in cases[:limit]]

    def view(self, case_id: int) -> CaseView | None:
        case = self._tables.cases.get(case_id)
        if case is None:
            return None
        messages = [self._delivered(one) for one in self._tables.messages]
        return CaseView(
            replace(case),
            self._tables.advisers.get(case.owner),
            tuple(one for one in messages if one.case_id == case_id),
            tuple(note for note in self._tables.notes if note.case_id == case_id),
            {id_: adviser.name for id_, adviser in self._tables.advisers.items()},
            case_id in self.stopped,
        )

    def case_row(self, case_id: int) -> CaseRow | None:
        case = self._tables.cases.get(case_id)
        return self._row(case) if case else None

    def adviser(self, adviser_id: int) -> Adviser | None:
        return cast("Adviser | None", self._tables.advisers.get(adviser_id))

    def advisers(self) -> list[Adviser]:
        return list(self._tables.advisers.values())

    def events_after(self, cursor: int) -> list[DeskEvent]:
        self.looks += 1
        events = enumerate(self._tables.events, 1)
        return [event._replace(id=id_) for id_, event in events if id_ > cursor]

    def last_event(self) -> int:
        return len(self._tables.events)

    def _row(self, case: Case) -> CaseRow:
        owner = self._tables.advisers.get(case.owner)
        reads = [at for id_, by, at in self._tables.read if (id_, by) == (case.id, case.owner)]
        hers = [m for m in self._tables.messages if m.case_id == case.id]
        fresh = [
            m for m in hers if m.author is Author.CONTACT and m.at > max(reads, default=LONG_AGO)
        ]
        return CaseRow(replace(case), owner.name if owner else "", len(fresh))

    def _delivered(self, message: CaseMessage) -> CaseMessage:
        if message.seq is None:
            return message
        delivery, failure = self.deliveries.get(message.seq, (Delivery.SENT, None))
        return replace(message, delivery=delivery, failure=failure)


class FakeWriter:
    def __init__(self, store: FakeStore) -> None:
        self._store = store
        self.is_away = False

    async def submit_async(self, batch: Any, item: Any) -> Any:
        if self.is_away:
            raise StoreUnavailable
        return self._store.do(batch, item)[0]


class FakeSessions:
    """Whoever comes with their number as the token is logged in, until they are in `ended`."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._began = office.clock()
        self.ended: set[int] = set()

    def open(self, token: str, *, is_background: bool = False) -> Opened | None:  # noqa: ARG002  as the real one
        adviser = self._office.store.tables.advisers.get(int(token or 0))
        if adviser is None or adviser.id in self.ended:
            return None
        began, now = self._began, self._office.clock()
        session = Session(hash_of(token), adviser.id, began, now, now + timedelta(hours=8))
        return Opened(session, Account(adviser, "", "totp", must_change=False))

    def csrf(self, session: Session) -> str:
        return f"{session.adviser_id:032x}"

    def whose(self, csrf: str) -> int | None:
        return int(csrf, 16)

    async def is_live(self, session_hash: bytes) -> bool:
        return session_hash not in {mark_of((id_, self._began)) for id_ in self.ended}

    def note_refused(self, adviser_id: int, path: str) -> None: ...


class FakeSeals:
    """Of the accounts' store as much as an envelope needs."""

    seal = staticmethod(Keys.parse("11" * 32).seal)


class Room:
    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.office = Office(engine)
        self.reader = FakeReader(self.office.store)
        self.writer = FakeWriter(self.office.store)
        self.sessions = FakeSessions(self.office)
        self.pages = Pages()
        self.typed_at: list[str] = []
        """Addresses that were shown that somebody types."""
        self.port = cast(DeskReader, self.reader)
        self.console = Console(
            reader=self.port,
            writer=self.writer,
            desk=self.office.desk,
            attendance=self.office.attendance,
            catalogue=catalogue,
            clock=self.office.clock,
            sessions=self.sessions,
            feed=Feed(self.port, look_every=0.02),
            pages=self.pages,
            limits=LIMITS,
            typing=Typing(self.office.clock),
            shows_typing={"telegram": self.typed_at.append, "webchat": self.typed_at.append},
        )

    def app(self) -> Starlette:
        sessions = cast(Sessions, self.sessions)
        envelope = Envelope(cast(AccountStore, FakeSeals()), sessions, self.office.clock)
        guard = Guard(sessions, self.pages.render, self.pages.words, envelope)
        return Starlette(
            routes=guard.build(routes(self.console)), middleware=[Middleware(SecurityHeaders)]
        )

    def browser(self, adviser: int) -> "Browser":
        client = TestClient(self.app(), SITE, headers=PAGE, follow_redirects=False)
        client.cookies.set(SESSION, str(adviser), domain="desk.example")
        return Browser(client)

    def messages(self) -> list[str]:
        return [one.text for one in self.office.store.tables.messages]

    def notes(self) -> list[str]:
        return [one.text for one in self.office.store.tables.notes]

    def audited(self) -> list[str]:
        return [entry.action for entry in self.office.store.tables.audit]


class Browser:
    """One tab: `see` opens a page, `send` fills in a form of the page last seen."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.html = ""

    def see(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        self.html = answer.text
        return self.html

    def send(self, path: str, **fields: str) -> httpx2.Response:
        """As without scripts. What the page gave the form is in it; `fields` change that."""
        given = self.given(path) | fields
        answer = self.client.post(path, data=given, headers={"Origin": SITE})
        if answer.text:
            self.html = answer.text
        return answer

    def send_by_script(self, path: str, **fields: str) -> httpx2.Response:
        return self.client.post(path, data=self.given(path) | fields, headers=SCRIPT)

    def given(self, path: str) -> dict[str, str]:
        start = self.html.index(f'action="{path}"')
        return dict(FIELD.findall(self.html[start : self.html.index("</form>", start)]))


def path(case: Case) -> str:
    return f"/console/cases/{case.id}"


def opened(room: Room, case: Case, by: int = OMAR) -> Browser:
    """A tab that shows the case."""
    tab = room.browser(by)
    tab.see(path(case))
    return tab
