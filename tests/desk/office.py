"""An office for tests: a contact, two advisers and a lead, on a clock that is told to go on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.cases import close_case, heard, open_case
from bot.desk import commands as ask
from bot.desk.desk import Desk
from bot.desk.hours import Hours, Shift
from bot.desk.ladder import Ladder
from bot.desk.model import Adviser, Author, Case, CaseMessage, Outcome, Presence, Role
from bot.desk.plan import Plan, QueuePlan
from bot.desk.presence import Attendance
from bot.desk.refusals import Refusal
from bot.engine.effects import OpenCase
from bot.engine.session import Session
from bot.engine.turn import Engine
from bot.messages import Say
from bot.outgoing import next_message
from bot.ports import Conversation, Delivery, Outgoing, Transaction
from tests.contracts.conftest import FixedClock
from tests.desk.fake import FakeStore, FakeTransaction

OMAR, IDA, LEAD, EDITOR, ZOE = 901, 902, 903, 904, 905
"""Omar and Ida answer; Zoe serves another queue."""
ALWAYS = tuple((Shift(time(0), time(0)),) for _ in range(7))
OFFICE = tuple((Shift(time(9), time(17)),) if day < 5 else () for day in range(7))
LONDON = ZoneInfo("Europe/London")
Result = TypeVar("Result")


def plan_with(week: Any = ALWAYS, special: Any = None, **durations: Any) -> Plan:
    hours = Hours(LONDON, week, special or {})
    names = ("general", "young")
    return Plan({name: QueuePlan(name=name, hours=hours, **durations) for name in names})


def only(results: Sequence[Result | Refusal]) -> Result:
    """What came of the one command that was carried out."""
    [result] = results
    assert not isinstance(result, Refusal), result
    return result


class Office:
    def __init__(self, engine: Engine, plan: Plan | None = None) -> None:
        self.clock = FixedClock()
        self.store = FakeStore()
        self.plan = plan or plan_with()
        self.engine = engine
        self._keys = count()
        self.restart()
        for id_, name, role in (
            (OMAR, "Omar", Role.ADVISER),
            (IDA, "Ida", Role.ADVISER),
            (LEAD, "Lena", Role.LEAD),
            (EDITOR, "Ed", Role.EDITOR),
            (ZOE, "Zoe", Role.ADVISER),
        ):
            queues = ("young",) if id_ == ZOE else ()
            adviser = Adviser(id_, name.lower(), name, role, queues=queues)
            adviser.presence, adviser.seen_at = Presence.ON, self.clock()
            self.store.tables.advisers[id_] = adviser
        self.add_contact(1)

    def restart(self) -> None:
        """Another process: nothing but the store is left."""
        self.desk = Desk(self.plan, self.clock, self.engine)
        self.attendance = Attendance(self.plan, self.clock, self.engine)
        self.ladder = Ladder(self.attendance)

    def add_contact(self, id_: int, channel: str = "telegram") -> None:
        session = Session("person", "asked")
        contact = Conversation(id_, channel, f"address-{id_}", "en", session)
        self.store.tables.conversations[id_] = contact

    # what the contact does

    def asks(self, contact: int = 1, **fields: Any) -> Case:
        def work(transaction: FakeTransaction) -> Case:
            conversation = transaction.conversation(contact)
            consents = fields.pop("consents", ("keep_talk", "write_first", "write_later"))
            effect = OpenCase(fields.pop("queue", "general"), consents)
            case = open_case(
                _as_port(transaction), conversation, effect, self.clock(), plan=self.plan, **fields
            )
            transaction.save([conversation])
            return case

        opened: Case = self.within(work)
        return opened

    def writes(self, text: str = "hello", contact: int = 1, *, danger: bool = False) -> None:
        def work(transaction: FakeTransaction) -> None:
            conversation = transaction.conversation(contact)
            conversation.stopped = False
            case = transaction.open_case(contact)
            if case is not None:
                case.is_urgent |= danger
                key = f"in-{next(self._keys)}"
                transaction.add_message(
                    CaseMessage(
                        id=transaction.new_id(),
                        case_id=case.id,
                        conversation_id=contact,
                        at=self.clock(),
                        author=Author.CONTACT,
                        text=text,
                        key=key,
                        is_danger=danger,
                    )
                )
                heard(_as_port(transaction).desk, case, self.plan, self.clock())
            transaction.save([conversation])

        self.within(work)

    def stops(self, contact: int = 1, outcome: Outcome = Outcome.WITHDRAWN) -> None:
        def work(transaction: FakeTransaction) -> None:
            conversation = transaction.conversation(contact)
            case = transaction.open_case(contact)
            if case is not None:
                desk = _as_port(transaction).desk
                close_case(desk, case, conversation, outcome, self.clock())
            conversation.stopped, conversation.epoch = True, conversation.epoch + 1
            transaction.save([conversation])

        self.within(work)

    def erases(self, contact: int = 1) -> None:
        self.within(lambda transaction: transaction.erase(contact))
        self.add_contact(contact)

    def within(self, work: Any) -> Any:
        return self.store.do(lambda transaction, _items: [work(transaction)], None)[0]

    def guide_says(self, contact: int = 1, key: str = "menu.choose") -> None:
        def work(transaction: FakeTransaction) -> None:
            conversation = transaction.conversation(contact)
            message = next_message(conversation, Say(key), self.clock())
            transaction.queue([message], Delivery.QUEUED)
            transaction.save([conversation])

        self.within(work)

    # what advisers do

    def claims(self, case: Case, by: int = OMAR) -> Case:
        return only(self.store.do(self.desk.claim, ask.Claim(by, case.id, None)))

    def replies(self, case: Case, text: str = "I am here.", by: int = OMAR) -> Case:
        key = f"page-{next(self._keys)}"
        return only(self.store.do(self.desk.reply, ask.Reply(by, case.id, None, key, text)))

    def closes(self, case: Case, by: int = OMAR, flow: str = "") -> Case:
        item = ask.Close(by, case.id, None, Outcome.LISTENED, flow)
        return only(self.store.do(self.desk.close, item))

    def pauses(self, case: Case, by: int = OMAR) -> Case:
        return only(self.store.do(self.desk.pause, ask.Pause(by, case.id, None)))

    def held(self, by: int = OMAR, **fields: Any) -> Case:
        """A case that an adviser has claimed."""
        return self.claims(self.asks(**fields), by)

    # time

    def goes_on(self, *, there: Sequence[int] = (OMAR, IDA, LEAD), **duration: float) -> None:
        """Time passes, in steps that miss no deadline; pages of those who are there are open."""
        until = self.clock() + timedelta(**duration)
        while self.clock() < until:
            self.clock.now = min(until, self._next_look())
            for adviser in there:
                self.store.do(self.attendance.sign_of_life, ask.SignOfLife(adviser))
            self.looks()

    def _next_look(self) -> datetime:
        deadlines = [case.deadline for case in self.cases() if case.deadline]
        held = any(case.is_held for case in self.cases())
        soon = self.clock() + timedelta(seconds=15 if held else 3600)
        return max(self.clock() + timedelta(seconds=1), min([soon, *deadlines]))

    def looks(self) -> int:
        """The worker looks for what is due."""
        return self.store.do(self.ladder.run_due, self.clock())[0]

    # what there is

    def cases(self) -> list[Case]:
        return list(self.store.tables.cases.values())

    def now(self, case: Case) -> Case:
        return replace(self.store.tables.cases[case.id])

    def contact(self, id_: int = 1) -> Conversation:
        return self.store.tables.conversations[id_]

    def adviser(self, id_: int = OMAR) -> Adviser:
        return self.store.tables.advisers[id_]

    def told(self) -> list[str]:
        """The keys of what goes out now."""
        return [one.say.key for one in self.store.deliver()]

    def out(self) -> list[Outgoing]:
        return self.store.deliver()

    def news(self) -> list[str]:
        """The kinds of events since the last call."""
        kinds = [event.kind for event in self.store.tables.events]
        self.store.tables.events = ()
        return kinds


def _as_port(transaction: FakeTransaction) -> Transaction:
    return transaction  # type: ignore[return-value]
