"""What stands behind the guide in a transcript: a store in memory, a clock, and a desk that is
open, closed, or not there at all."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from adapters.samples import sample_events
from bot.cohorts.sample import sample_cohort
from bot.conversations import Conversations
from bot.desk import commands as ask
from bot.desk.desk import Desk
from bot.desk.hours import Hours, Shift
from bot.desk.ladder import Ladder
from bot.desk.model import Adviser, Case, Outcome, Presence, Role
from bot.desk.plan import Plan, QueuePlan
from bot.desk.presence import Attendance
from bot.desk.refusals import Refusal
from bot.engine.session import dump_session, load_session
from bot.engine.turn import Engine
from bot.events.nearby import EventIndex
from bot.events.places import Around
from bot.look_ups import NO_DESK
from bot.messages import Inbound, Say
from bot.places.gazetteer import known_places
from bot.ports import Conversation, Delivery, Outgoing, Receipt, Transaction
from tests.desk.fake import FakeStore, FakeTransaction, Tables
from tests.events.fake import FakeEvents
from tests.panels.fake import panels_at

STARTS_AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""A Saturday: an office is closed."""
ADVISER = Adviser(901, "omar", "Omar", Role.ADVISER, presence=Presence.ON)
ALWAYS = tuple((Shift(time(0), time(0)),) for _ in range(7))
OFFICE = tuple((Shift(time(9), time(17)),) if day < 5 else () for day in range(7))
CHANNEL = "test"
Done = TypeVar("Done")


def plan_of(desk: str) -> Plan:
    """By the word that a transcript begins with."""
    if desk == "none":
        return NO_DESK
    hours = Hours(ZoneInfo("Europe/London"), ALWAYS if desk == "open" else OFFICE)
    return Plan({name: QueuePlan(name=name, hours=hours) for name in ("general", "young")})


class TurnTransaction(FakeTransaction):
    """With what turns need as well. A session is written and read like a real one."""

    def __init__(
        self, tables: Tables, new_id: Callable[[], int], counted: Counter[str], urns: dict[str, int]
    ) -> None:
        super().__init__(tables, new_id)
        self.counted = counted
        self.urns = urns

    def fresh(self, inbounds: Sequence[Inbound]) -> list[bool]:
        return [True] * len(inbounds)

    def conversations(self, inbounds: Sequence[Inbound]) -> dict[str, Conversation]:
        return {one.urn: self._of(one) for one in inbounds}

    def _of(self, inbound: Inbound) -> Conversation:
        known = self.urns.get(inbound.urn, 0)
        if known in self.tables.conversations:
            return self.conversation(known)
        id_ = self.urns[inbound.urn] = self.new_id()
        self.locked.add(id_)
        return Conversation(id_, inbound.channel, inbound.address, is_new=True)

    def save(self, one: "Case | Sequence[Conversation]") -> None:
        if not isinstance(one, Case):
            one = [replace(contact, session=_stored(contact), is_new=False) for contact in one]
        super().save(one)

    def remember(self, handled: object) -> None:
        pass

    def queue(self, outgoing: Sequence[Outgoing], status: Delivery) -> None:
        if status is Delivery.QUEUED:
            super().queue(outgoing, status)

    def count(self, names: Sequence[str], _day: object) -> None:
        self.counted.update(names)

    def total(self, name: str) -> int:
        return self.counted[name]


def _stored(contact: Conversation) -> Any:
    return load_session(dump_session(contact.session)) if contact.session else None


class BackRoom:
    def __init__(self, engine: Engine, desk: str = "none") -> None:
        self.now = STARTS_AT
        self.store = FakeStore()
        self.counted: Counter[str] = Counter()
        plan = plan_of(desk)
        if desk != "none":
            self.store.tables.advisers[ADVISER.id] = replace(ADVISER, seen_at=self.now)
        statuses = {CHANNEL: Delivery.SENT}
        self.around = Around(known_places(), EventIndex())
        self.conversations = Conversations(
            engine, engine.catalogue, lambda: self.now, statuses, plan, around=self.around
        )
        self._put_events()
        self.store.tables.webchats = panels_at(self.now)
        self.store.tables.groups.save(sample_cohort(1, ADVISER.id, self.now))
        self.desk = Desk(plan, lambda: self.now, engine)
        self.ladder = Ladder(Attendance(plan, lambda: self.now, engine))
        self._urns: dict[str, int] = {}
        self._keys = count(1)

    def _put_events(self) -> None:
        happenings = self.store.tables.happenings = FakeEvents(self.now)
        happenings.save_all(sample_events(self.now))
        self.around.events.take(happenings.kept.values(), 1, self.now)

    def receive(self, inbound: Inbound) -> Receipt:
        [receipt] = self.do(lambda store: self.conversations.receive_all(store, [inbound]))
        return receipt

    def do(self, work: Callable[[Transaction], Done]) -> Done:
        def batch(transaction: Any, _items: Sequence[None]) -> list[Done]:
            turns = TurnTransaction(
                transaction.tables, transaction.new_id, self.counted, self._urns
            )
            return [work(cast(Transaction, turns))]

        return self.store.do(batch, None)[0]

    def key(self) -> str:
        return f"key-{next(self._keys)}"

    @property
    def case(self) -> Case | None:
        """The case that was opened last."""
        return next(reversed(self.store.tables.cases.values()), None)

    def adviser(self, does: str) -> list[Say]:
        """One of: claims, writes: ..., gives back, closes, closes at <flow>. What she is told."""
        case = self.case
        assert case is not None, "no case was opened"
        [done] = self.do(lambda transaction: self._command(does, transaction, case.id))
        assert not isinstance(done, Refusal), done
        return self.told()

    def _command(self, does: str, transaction: Transaction, case_id: int) -> Any:
        by, verb, rest = ADVISER.id, *does.partition(" ")[::2]
        if verb == "claims":
            return self.desk.claim(transaction, [ask.Claim(by, case_id, None)])
        if verb == "writes:":
            return self.desk.reply(transaction, [ask.Reply(by, case_id, None, self.key(), rest)])
        if does == "gives back":
            return self.desk.give_back(transaction, [ask.GiveBack(by, case_id, None)])
        assert verb == "closes", does
        flow = rest.removeprefix("at ")
        close = ask.Close(by, case_id, None, Outcome.LISTENED, flow)
        return self.desk.close(transaction, [close])

    def wait(self, minutes: float) -> list[Say]:
        """Time passes; the adviser's page is open all the while. What she is told."""
        until = self.now + timedelta(minutes=minutes)
        while self.now < until:
            self.now = min(until, self.now + timedelta(minutes=1))
            self.do(self._look)
        return self.told()

    def _look(self, transaction: Transaction) -> None:
        for adviser in self.store.tables.advisers:
            one = transaction.desk.adviser(adviser)
            assert one is not None
            one.seen_at = self.now
            transaction.desk.save_adviser(one)
        self.ladder.run_due(transaction, [self.now])

    def told(self) -> list[Say]:
        """What has gone out by itself since the last time."""
        return [message.say for message in self.store.deliver()]
