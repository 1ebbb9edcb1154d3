"""A room in which a contact asks for a person, over the real guide."""

from dataclasses import replace
from itertools import count
from typing import Any

from bot.desk.model import Case, CaseMessage
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind, Say
from bot.ports import Conversation
from tests.flows.backroom import CHANNEL, BackRoom

ids = count(1)


class Room(BackRoom):
    def sends(self, kind: Kind = Kind.TEXT, text: str = "", **fields: Any) -> list[Say]:
        key = fields.pop("external_id", f"in-{next(ids)}")
        inbound = Inbound(CHANNEL, "1", key, kind, text, **fields)
        receipt = self.receive(inbound)
        assert receipt.error == ""
        return [reply.say for reply in receipt.replies]

    def writes(self, text: str) -> list[str]:
        return [say.key for say in self.sends(text=text)]

    def presses(self, token: str) -> list[str]:
        return [say.key for say in self.sends(Kind.CHOICE, choice=token)]

    def asks(self, may_write: str = "first", may_write_later: str = "yes") -> None:
        self.presses(f"person.may_write:{may_write}")
        self.presses(f"person.may_write_later:{may_write_later}")

    @property
    def her_case(self) -> Case:
        assert self.case is not None
        return self.case

    @property
    def contact(self) -> Conversation:
        [contact] = self.store.tables.conversations.values()
        return contact

    @property
    def read(self) -> list[str]:
        return [message.text for message in self.store.tables.messages]

    @property
    def last(self) -> CaseMessage:
        return self.store.tables.messages[-1]

    def news(self) -> list[str]:
        kinds = [event.kind for event in self.store.tables.events]
        self.store.tables.events = ()
        return kinds

    def changes_case(self, **fields: Any) -> None:
        case = self.her_case
        self.store.tables.cases[case.id] = replace(case, **fields)


def room_of_who_asked(engine: Engine, **agreed: str) -> Room:
    room = Room(engine, "open")
    room.presses("signs.safety:no")
    room.asks(**agreed)
    room.news()
    return room
