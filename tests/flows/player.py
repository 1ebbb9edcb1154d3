"""Plays a transcript: a conversation as a text that an adviser can read, write and review.

    # The point of it, in a line.
    language: ur                (optional, at the top; English when absent)

    > hi                        she types
    > [Yes]                     she presses a button she was shown, however long ago
    > (voice)                   she sends something that is not words
    < Hello.                    the guide says; further lines are indented by two
      I am a guide.
      [Yes | No]                what is offered (a ticked one has ☑)
    = case opened in general    an effect

The session is stored and loaded again between any two turns. `pytest --update` rewrites the guide's
side and never the `=` lines.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.engine.content import Catalogue
from bot.engine.effects import Count, Effect, Erase, OpenCase, SetLanguage, Stop
from bot.engine.flow import ALREADY_OPEN, OPEN_CASE_LOOK_UP
from bot.engine.session import dump_session, load_session
from bot.engine.turn import Engine
from bot.messages import Inbound, Kind, Rendered, Say
from bot.rendering import render

STARTS_AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@dataclass
class Exchange:
    """One thing she does, and what came of it. `notes` are comment and blank lines before it."""

    does: str
    notes: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [*self.notes, f"> {self.does}", *self.says, *self.effects]


def read_transcript(path: Path) -> tuple[str, list[Exchange]]:
    """The language and the exchanges."""
    language = "en"
    exchanges: list[Exchange] = []
    notes: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            exchanges.append(Exchange(line[2:], notes))
            notes = []
        elif line.startswith(("< ", "  ")):
            exchanges[-1].says.append(line)
        elif line.startswith("= "):
            exchanges[-1].effects.append(line)
        else:
            notes.append(line)
            if line.startswith("language: "):
                language = line.removeprefix("language: ").strip()
    return language, exchanges


class Player:
    def __init__(self, engine: Engine, catalogue: Catalogue, language: str) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._language = language
        self._stored: str | None = None
        self._case_open = False
        self._counted: Counter[str] = Counter()
        self._now = STARTS_AT
        self._shown: list[Rendered] = []

    def play(self, does: str) -> tuple[list[str], list[str]]:
        """The guide's lines and the effects' lines for one thing she does."""
        self._now += timedelta(minutes=1)
        effects = self._step(self._inbound(does))
        says, happened = [], []
        for effect in effects:
            if isinstance(effect, Say):
                says += list(self._lines(effect))
            else:
                happened.append(f"= {self._carry_out(effect)}")
        return says, happened

    def _step(self, inbound: Inbound) -> tuple[Effect, ...]:
        session = load_session(self._stored) if self._stored else None
        found: dict[str, str] = {}
        while True:
            turn = self._engine.step(
                session, inbound, self._now, language=self._language, found=found
            )
            if not turn.wants:
                break
            found[turn.wants] = self._look_up(turn.wants)
        self._stored = dump_session(turn.session) if turn.session else None
        return turn.effects

    def _look_up(self, what: str) -> str:
        if what == OPEN_CASE_LOOK_UP:
            return ALREADY_OPEN if self._case_open else "none"
        return str(self._counted[what.removesuffix("s")])

    def _inbound(self, does: str) -> Inbound:
        if does.startswith("(") and does.endswith(")"):
            return Inbound("test", "1", "", Kind(does[1:-1]))
        if does.startswith("[") and does.endswith("]"):
            return Inbound("test", "1", "", Kind.CHOICE, choice=self._token(does[1:-1]))
        return Inbound("test", "1", "", Kind.TEXT, does)

    def _token(self, label: str) -> str:
        for message in reversed(self._shown):
            for choice in message.choices:
                if choice.label == label:
                    return choice.token
        raise AssertionError(f"no button [{label}] was ever shown")

    def _lines(self, say: Say) -> Iterator[str]:
        message = render(self._catalogue, say, self._language, self._now.date())
        self._shown.append(message)
        lines = [line for line in message.text.splitlines() if line.strip()]
        if message.choices:
            labels = (f"☑ {c.label}" if c.ticked else c.label for c in message.choices)
            lines.append(f"[{' | '.join(labels)}]")
        yield f"< {lines[0]}"
        yield from (f"  {line}" for line in lines[1:])

    def _carry_out(self, effect: Effect) -> str:
        match effect:
            case OpenCase(queue, consents):
                self._case_open = True
                return f"case opened in {queue}: {', '.join(consents) or 'no consent'}"
            case Count(what):
                self._counted[what] += 1
                return f"counted {what}"
            case SetLanguage(language):
                self._language = language
                return f"language set to {language}"
            case Stop():
                return "stopped"
            case Erase():
                self._stored = None
                return "erased"
        raise AssertionError(effect)
