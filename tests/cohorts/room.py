"""The chat, a group and its facilitator on a real store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.cohorts.facilitating import Facilitating, NotDone, OpenCohort
from bot.cohorts.model import Cohort
from bot.conversations import Conversations
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind, Say
from bot.ports import Delivery, Outcome, Transaction
from bot.reminders.judging import Judge
from bot.reminders.sending import Sending
from tests.contracts.conftest import World, do
from tests.contracts.desks import add_adviser

OMAR, IDA, LENA, ED = 901, 902, 903, 904
LONDON = "Europe/London"
FIRST = datetime.fromisoformat("2026-11-25T18:00")
"""A Wednesday; the world's clock begins on the Saturday before, at nine in the morning."""


@dataclass
class Room:
    world: World
    engine: Engine
    keys: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.database = self.world.open()
        self.facilitating = Facilitating(self.world.clock)
        self.sending = Sending(Judge(ZoneInfo(LONDON), "en"))
        self.conversations = Conversations(
            self.engine, self.engine.catalogue, self.world.clock, {"telegram": Delivery.SENT}
        )
        for id_, name, role in (
            (OMAR, "Omar", "adviser"),
            (IDA, "Ida", "adviser"),
            (LENA, "Lena", "lead"),
            (ED, "Ed", "editor"),
        ):
            add_adviser(self.world, id_, name, role=f"'{role}'")

    def opens(self, **fields: Any) -> Cohort:
        done = self.tries(**fields)
        assert isinstance(done, Cohort), done
        return done

    def tries(self, **fields: Any) -> Cohort | NotDone:
        given: dict[str, Any] = {
            "by": OMAR,
            "name": "Wednesdays",
            "language": "en",
            "place": "The library",
            "zone": LONDON,
            "first": FIRST,
            "size": 20,
        }
        item = OpenCohort(**given | fields)
        return self.database.writer.submit(self.facilitating.open, item).result(30)

    def does(self, batch: Any, item: Any) -> Any:
        return self.database.writer.submit(batch, item).result(30)

    def changes(self, kind: Any, cohort: Cohort, by: int = OMAR, **fields: Any) -> Any:
        item = kind(by, cohort.id, cohort.version, **fields)
        return self.does(self.facilitating.change, item)

    def her(self, text: str = "", *, who: str = "1", press: str = "", start: str = "") -> list[Say]:
        kind = Kind.CHOICE if press else Kind.START if start else Kind.TEXT
        given = (f"key-{next(self.keys)}", kind, text or start, press)
        inbound = Inbound("telegram", who, *given, language="en")

        def work(transaction: Transaction) -> Sequence[Say]:
            [receipt] = self.conversations.receive_all(transaction, [inbound])
            assert not receipt.error, receipt.error
            return [reply.say for reply in receipt.replies]

        return list(do(self.database, work))

    def joins(self, cohort: Cohort, *, who: str = "1", reminded: bool = True) -> list[str]:
        """By her link. The keys of what she is told."""
        self.her(start=f"group-{cohort.code}", who=who)
        told = self.her(press="group.found:join", who=who)
        if told[-1].key == "group.remind":
            told += self.her(press=f"group.remind:{'yes' if reminded else 'no'}", who=who)
        return [say.key for say in told]

    def reminded(self) -> list[tuple[str, Say]]:
        """What goes out by itself now: to whom, and what."""
        do(self.database, lambda transaction: self.sending.send_due(transaction, [self.clock.now]))

        def take(transaction: Transaction) -> list[tuple[str, Say]]:
            due = transaction.claim_due(self.clock.now, 99)
            transaction.record(
                [Outcome(one.conversation_id, one.seq, Delivery.SENT, 1, 1) for one in due]
            )
            return [(one.address, one.say) for one in due]

        return do(self.database, take)

    @property
    def clock(self) -> Any:
        return self.world.clock
