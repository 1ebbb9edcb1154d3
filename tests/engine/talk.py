"""A conversation with the engine over the small world, the session stored between all turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.engine.effects import Effect
from bot.engine.session import Session, dump_session, load_session
from bot.engine.turn import Engine, Turn
from bot.messages import Inbound, Kind, Say
from tests.engine import world

NOTHING_OPEN: Mapping[str, str] = {"open_case": "none", "pledges": "7"}
CASE_OPEN: Mapping[str, str] = {**NOTHING_OPEN, "open_case": "already_open"}
ENGINE: Engine = world.subject().engine


@dataclass
class Talk:
    """What she does, and what came back of her last message."""

    session: Session | None = None
    found: Mapping[str, str] = field(default_factory=lambda: NOTHING_OPEN)
    language: str = "en"
    now: datetime = world.NOW
    turn: Turn | None = None

    def send(self, inbound: Inbound) -> "Talk":
        self.now += timedelta(seconds=10)
        self.turn = ENGINE.step(
            self.session, inbound, self.now, language=self.language, found=self.found
        )
        after = self.turn.session
        self.session = load_session(dump_session(after)) if after else None
        return self

    def start(self, flow: str = "") -> "Talk":
        """`flow`: the one that a link names."""
        return self.send(message(Kind.START, text=flow))

    def type(self, *texts: str) -> "Talk":
        for text in texts:
            self.send(message(Kind.TEXT, text=text))
        return self

    def press(self, token: str, pressed: str = "") -> "Talk":
        return self.send(message(Kind.CHOICE, choice=token, pressed=pressed))

    def edit(self, text: str) -> "Talk":
        return self.send(message(Kind.EDIT, text=text))

    def share(self, kind: Kind) -> "Talk":
        return self.send(message(kind))

    @property
    def at(self) -> str:
        return self.session.key if self.session else ""

    @property
    def effects(self) -> tuple[Effect, ...]:
        return self.turn.effects if self.turn else ()

    @property
    def says(self) -> list[Say]:
        return [effect for effect in self.effects if isinstance(effect, Say)]

    @property
    def said(self) -> list[str]:
        return [say.key for say in self.says]

    def answer(self, key: str) -> tuple[str, ...]:
        return tuple(self.session.answers.get(key, ())) if self.session else ()


def message(kind: Kind, text: str = "", choice: str = "", pressed: str = "") -> Inbound:
    return Inbound("sample", "she", "1", kind, text=text, choice=choice, pressed=pressed)


def at(key: str, **answers: tuple[str, ...]) -> Talk:
    """A talk that stands at this state, with these answers of its flow."""
    flow, _, state = key.partition(".")
    held = {f"{flow}.{name}": answer for name, answer in answers.items()}
    return Talk(Session(flow, state, held))
