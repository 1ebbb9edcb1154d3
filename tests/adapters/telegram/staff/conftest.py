"""A contact, advisers in their Telegram group, and everything between them but the network to the
contact: the real desk on a real store, and Telegram's stand-in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.database import Database
from adapters.telegram.arrivals import take_in
from adapters.telegram.channel import Telegram
from adapters.telegram.reader import read_update
from adapters.telegram.staff.group import StaffGroup
from adapters.telegram.staff.office import Office
from bot.cases import open_case
from bot.conversations import Conversations
from bot.desk.desk import Desk
from bot.desk.hours import Hours, Shift
from bot.desk.ladder import Ladder
from bot.desk.model import Case, CaseView, DeskEvent, EventKind
from bot.desk.plan import Plan, QueuePlan
from bot.desk.presence import Attendance
from bot.desk.staff import LinkAsked
from bot.engine.content import Catalogue
from bot.engine.effects import OpenCase
from bot.engine.turn import Engine
from bot.messages import Failure, Inbound, Kind, Say
from bot.ports import Delivery, Outcome, Outgoing, Receipt, Transaction
from bot.privacy import erase_all
from tests.contracts.conftest import World, do, on_sqlite, sqlite_template
from tests.contracts.desks import add_adviser, hear
from tests.standins.telegram import TOKEN
from tests.standins.telegram_forum import GROUP, TelegramForum

__all__ = ["on_sqlite", "sqlite_template"]

AMINA, BASHIR, LEAD, STRANGER = 501, 502, 503, 599
"""Their numbers at Telegram; in the desk Amina is 1, Bashir 2, Lena 3. The stranger is nobody."""
HER = "7"
CHOSEN = ("menu.choose:talk",)
ALWAYS = tuple((Shift(time(0), time(0)),) for _ in range(7))
PLAN = Plan({"general": QueuePlan(name="general", hours=Hours(ZoneInfo("Europe/London"), ALWAYS))})


class Seconds:
    """A clock that nobody waits for: whoever pauses moves it on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        """What happens while somebody waits, once."""

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += seconds
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()


class Room:
    """The whole scene. `telegram.refused` holds what Telegram would not take."""

    def __init__(
        self,
        world: World,
        telegram: TelegramForum,
        seconds: Seconds,
        engine: Engine,
        catalogue: Catalogue,
    ) -> None:
        self.world = world
        self.telegram = telegram
        self.seconds = seconds
        self.engine = engine
        self.catalogue = catalogue
        self.received: list[Inbound] = []
        self._ids = count(1)
        self.channels: list[Telegram] = []
        self._sent: list[Outgoing] = []
        self.start()

    def start(self) -> None:
        """A process begins; an earlier one is gone without a word."""
        self.database: Database = self.world.open()
        clock = self.world.clock
        self.desk = Desk(PLAN, clock, self.engine)
        self.attendance = Attendance(PLAN, clock, self.engine)
        self.ladder = Ladder(self.attendance)
        self.conversations = Conversations(
            self.engine, self.catalogue, clock, {"telegram": Delivery.QUEUED}, PLAN
        )
        office = Office(
            self.database.writer,
            self.database.desk_reader,
            self.database.staff,
            self.desk,
            self.attendance,
            self.catalogue,
            clock,
        )
        self.channel = Telegram(TOKEN, "secret", api_url=self.telegram.url, polling=True)
        self.channels.append(self.channel)
        self.group = StaffGroup(
            self.channel.api, GROUP, office, pause=self.pause, seconds=self.seconds
        )
        self.channel.staff = self.group

    async def restart(self) -> None:
        self.start()
        await self.channel.api.open()
        self.pass_time(seconds=61)  # the watch of the process before runs out

    def pass_time(self, **duration: float) -> None:
        self.world.clock.go_on(**duration)

    def go_on(self) -> None:
        """What is due in the desk by itself."""
        self.database.writer.submit(self.ladder.run_due, self.world.clock()).result(30)

    # The group.

    async def settle(self) -> None:
        """Updates are brought, topics looked after, answers gone."""
        await self.bring()
        await self.group.catch_up()
        await self.group.answers.have_gone()

    async def pause(self, seconds: float) -> None:
        await self.seconds.pause(seconds)
        await self.bring()

    async def bring(self) -> None:
        while self.telegram.pending:
            self.last_update = self.telegram.pending.popleft()
            await take_in(self.channel, read_update(self.last_update), self.receive)

    async def write(self, person: int, text: str, thread: int = 0, **content: object) -> int:
        number = await self.telegram.write_in_group(person, text, thread, **content)
        await self.settle()
        return number

    async def press(self, person: int, thread: int, label: str, *, answered: bool = True) -> str:
        """What pops up over the chat."""
        before = len(self.telegram.popups)
        card = next(one for one in self.telegram.shown(thread) if "reply_markup" in one)
        await self.telegram.press_in_group(person, card, label)
        await self.settle()
        if not answered:
            return ""
        await self.telegram.seen("answerCallbackQuery", before + 1)
        return self.telegram.popups[-1]

    async def link(self, person: int, adviser: int) -> None:
        staff = self.database.staff
        code = do(self.database, lambda transaction: staff.make_code(transaction, [adviser])[0])
        asked = LinkAsked(person, code)
        assert do(self.database, lambda transaction: staff.link(transaction, [asked])) == [adviser]

    @property
    def thread(self) -> int:
        """The newest topic."""
        return max(self.telegram.open_topics())

    # The contact.

    async def receive(self, inbound: Inbound) -> Receipt:
        """What reached the product as an ordinary contact's."""
        self.received.append(inbound)
        receive_all = self.conversations.receive_all
        return self.database.writer.submit(receive_all, inbound).result(30)

    async def she_writes(self, text: str = "", **fields: Any) -> None:
        inbound = Inbound("telegram", HER, f"in-{next(self._ids)}", text=text, **fields)
        receive_all = self.conversations.receive_all
        self.database.writer.submit(receive_all, inbound).result(30)
        await self.settle()

    async def she_asks(self, *, address: str = HER) -> int:
        """A case opens; its id."""
        case_id = self.open_quietly(address)
        await self.settle()
        return case_id

    def open_quietly(self, address: str = HER) -> int:
        """Nobody is told yet."""
        inbound = Inbound("telegram", address, f"in-{next(self._ids)}", Kind.START)
        self.database.writer.submit(self.conversations.receive_all, inbound).result(30)
        return do(self.database, lambda one: self._open(one, address)).id

    def _open(self, transaction: Transaction, address: str) -> Case:
        asked = Inbound("telegram", address, "", Kind.START)
        [conversation] = transaction.conversations([asked]).values()
        effect = OpenCase("general", ("write_first",))
        now = self.world.clock()
        case = open_case(transaction, conversation, effect, now, plan=PLAN, choices=CHOSEN)
        transaction.save([conversation])
        return case

    def heard_quietly(self, case_id: int, text: str) -> None:
        """She has written; nobody has been shown anything yet."""
        do(self.database, hear(text, case_id=case_id))
        event = DeskEvent(EventKind.HEARD, case_id)
        do(self.database, lambda transaction: transaction.desk.tell(event))

    async def she_erases(self) -> None:
        self.database.writer.submit(erase_all, ("telegram", HER)).result(30)
        await self.settle()

    def sent(self) -> list[Outgoing]:
        """Everything that went out to her; what waits goes out now."""
        self._deliver(Delivery.SENT)
        return self._sent

    def _deliver(self, status: Delivery, failure: Failure | None = None) -> None:
        while due := self._claim():
            outcomes = [
                Outcome(one.conversation_id, one.seq, status, 1, 1, "x", failure) for one in due
            ]
            self._record(outcomes)
            self._sent += due

    def _record(self, outcomes: list[Outcome]) -> None:
        do(self.database, lambda one: one.record(outcomes))

    def _claim(self) -> list[Outgoing]:
        return do(self.database, lambda one: one.claim_due(self.world.clock(), 100))

    def replies(self) -> list[str]:
        """What she gets from advisers."""
        return [str(one.say.params["text"]) for one in self.sent() if one.say.key == "desk.reply"]

    def said(self, key: str) -> list[Say]:
        return [one.say for one in self.sent() if one.say.key == key]

    async def becomes(self, status: Delivery, failure: Failure | None = None) -> None:
        """What becomes of what waits to go out to her."""
        self._deliver(status, failure)
        self.pass_time(seconds=6)
        await self.settle()

    def view(self, case_id: int) -> CaseView:
        found = self.database.desk_reader.view(case_id)
        assert found is not None
        return found

    def audited(self) -> list[tuple[str, str]]:
        lines = self.database.desk_reader.audit_page(10**9, 100)
        return [(line.entry.actor, line.entry.action) for line in reversed(lines)]


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
async def telegram(seconds: Seconds) -> AsyncIterator[TelegramForum]:
    async with TelegramForum(seconds) as standin:
        yield standin


@pytest.fixture
async def room(
    on_sqlite: World,
    telegram: TelegramForum,
    seconds: Seconds,
    engine: Engine,
    catalogue: Catalogue,
) -> AsyncIterator[Room]:
    add_adviser(on_sqlite, 1, "Amina")
    add_adviser(on_sqlite, 2, "Bashir")
    add_adviser(on_sqlite, 3, "Lena", role="'lead'")
    made = Room(on_sqlite, telegram, seconds, engine, catalogue)
    await made.channel.api.open()
    for person, adviser in ((AMINA, 1), (BASHIR, 2), (LEAD, 3)):
        await made.link(person, adviser)
    yield made
    for channel in made.channels:
        await channel.close()
