"""Plays a transcript: a conversation as a text that an adviser can read, write and review.

    # The point of it, in a line.
    language: ur                (optional, at the top; English when absent)
    desk: open                  (optional: open, closed; none when absent)

    > hi                        she types
    > [Yes]                     she presses a button she was shown, however long ago
    > (voice)                   she sends something that is not words
    > (edit) hello              she changes what she wrote
    > (location) 51.88,-0.42    she shares where she is
    ! Omar claims               an adviser acts, or "! 10 minutes" pass
    < Hello.                    she is told; further lines are indented by two
      I am a guide.
      [Yes | No]                what is offered (a ticked one has ☑)
    = case opened in general    what happened

The session is stored and loaded again between any two turns. `pytest --update` rewrites the guide's
side and never the `=` lines.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from bot.cohorts.model import NEXT
from bot.cohorts.wording import next_in_words
from bot.counting import Group
from bot.desk.back_on import OPENS, opening_in_words
from bot.desk.model import Author
from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from bot.events.wording import event_worders
from bot.first_words import with_meaning
from bot.messages import Inbound, Kind, Rendered, Say, read_place
from bot.panels.model import Panel, Theme
from bot.panels.wording import PanelWords
from bot.ports import Conversation
from bot.rendering import render
from bot.understanding.understanding import Understanding, load_understanding
from bot.worded import Telling, in_words
from tests.cohorts.fake import FakeCohorts
from tests.events.fake import FakeEvents
from tests.flows.backroom import ADVISER, CHANNEL, BackRoom
from tests.panels.fake import FakePanels


@cache
def understanding() -> Understanding:
    return load_understanding()


EVERYWHERE = (f"{Group.FLOW}.", f"{Group.HANDOFF}.")
"""Counted on every way: no transcript is about it."""
ADVISERS, TIME = f"{ADVISER.name} ", " minutes"


@dataclass
class Exchange:
    """One thing that is done, by her (>) or else (!), and what came of it. `notes` are comment and
    blank lines before it."""

    does: str
    notes: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [*self.notes, self.does, *self.says, *self.effects]


@dataclass
class Transcript:
    exchanges: list[Exchange] = field(default_factory=list)
    language: str = "en"
    desk: str = "none"


def read_transcript(path: Path) -> Transcript:
    read = Transcript()
    notes: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("> ", "! ")):
            read.exchanges.append(Exchange(line, notes))
            notes = []
        elif line.startswith(("< ", "  ")):
            read.exchanges[-1].says.append(line)
        elif line.startswith("= "):
            read.exchanges[-1].effects.append(line)
        else:
            notes.append(line)
            name, colon, value = line.partition(": ")
            if colon and name in {"language", "desk"}:
                setattr(read, name, value.strip())
    return read


class Player:
    def __init__(self, engine: Engine, catalogue: Catalogue, transcript: Transcript) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._language = transcript.language
        self._room = BackRoom(engine, transcript.desk)
        self._worders = {
            OPENS: opening_in_words,
            NEXT: next_in_words,
            **event_worders(self._room.around),
            **PanelWords(self._panel, self._theme).worders(),
        }
        self._shown: list[Rendered] = []
        self._before = self._happened()

    def play(self, does: str) -> tuple[list[str], list[str]]:
        """The lines of what she is told, and of what happened."""
        says = self._she(does[2:]) if does.startswith(">") else self._others(does[2:])
        changed = self._change_language()
        lines = [line for say in says for line in self._lines(say)]
        happened = self._happened()
        new = [f"= {one}" for one in (happened - self._before).elements()]
        self._before = happened
        return lines, changed + new

    def _panel(self, id_: int) -> Panel | None:
        return self._room.store.tables.webchats.panels.get(id_)

    def _theme(self, id_: int) -> Theme | None:
        return self._room.store.tables.webchats.themes.get(id_)

    def _change_language(self) -> list[str]:
        if self._contact is None or self._contact.language == self._language:
            return []
        self._language = self._contact.language
        return [f"= language set to {self._language}"]

    def _she(self, does: str) -> list[Say]:
        self._room.now += timedelta(minutes=1)
        receipt = self._room.receive(self._inbound(does))
        assert not receipt.error, receipt.error
        return [reply.say for reply in receipt.replies]

    def _others(self, does: str) -> list[Say]:
        if does.endswith(TIME):
            return self._room.wait(float(does.removesuffix(TIME)))
        assert does.startswith(ADVISERS), does
        return self._room.adviser(does.removeprefix(ADVISERS))

    @property
    def _contact(self) -> Conversation | None:
        return next(iter(self._room.store.tables.conversations.values()), None)

    def _happened(self) -> Counter[str]:
        """Everything that shows what became of her, by now."""
        tables, contact = self._room.store.tables, self._contact
        counted = self._room.counted.elements()
        lines = Counter(f"counted {name}" for name in counted if not name.startswith(EVERYWHERE))
        lines.update(
            f"case opened in {case.queue}: {', '.join(case.consents) or 'no consent'}"
            for case in tables.cases.values()
        )
        lines.update(f"case closed: {c.outcome}" for c in tables.cases.values() if c.is_closed)
        lines.update(
            f"an adviser reads: {message.text}{' (danger)' if message.is_danger else ''}"
            for message in tables.messages
            if message.author is Author.CONTACT
        )
        lines.update(_of_events(tables.happenings))
        lines.update(_of_groups(tables.groups))
        lines.update(_of_panels(tables.webchats))
        lines["erased"] = 1 if self._shown and contact is None else 0
        lines["stopped"] = 1 if contact and contact.stopped else 0
        return lines

    def _inbound(self, does: str) -> Inbound:
        key = self._room.key()
        if does.startswith("("):
            kind, _, text = does[1:].partition(")")
            return self._message(key, Kind(kind), text=text.strip())
        if does.startswith("[") and does.endswith("]"):
            return self._message(key, Kind.CHOICE, choice=self._token(does[1:-1]))
        return self._message(key, Kind.TEXT, text=does)

    def _message(self, key: str, kind: Kind, *, text: str = "", choice: str = "") -> Inbound:
        at = read_place(*text.split(",")) if kind is Kind.LOCATION and text else None
        words = "" if at else text
        inbound = Inbound(CHANNEL, "1", key, kind, words, choice, language=self._language, at=at)
        return with_meaning(inbound, self._engine, understanding().understand, self._language)

    def _token(self, label: str) -> str:
        for message in reversed(self._shown):
            for choice in message.choices:
                if choice.label == label:
                    return choice.token
        raise AssertionError(f"no button [{label}] was ever shown")

    def _lines(self, say: Say) -> Iterator[str]:
        now, language = self._room.now, self._catalogue.language(self._language)
        worded = in_words(say, Telling(now, language, self._catalogue), self._worders)
        message = render(self._catalogue, worded, language.code, now.date())
        self._shown.append(message)
        lines = [line for line in message.text.splitlines() if line.strip()]
        if message.choices:
            labels = (f"☑ {c.label}" if c.ticked else c.label for c in message.choices)
            lines.append(f"[{' | '.join(labels)}]")
        yield f"< {lines[0]}"
        yield from (f"  {line}" for line in lines[1:])


def _of_events(events: FakeEvents) -> Iterator[str]:
    yield from (f"registered: {one.standing}" for one in events.rows.values())
    yield from (f"kept a district: {one.district or 'online'}" for one in events.wanted.values())
    for one in events.wishes.values():
        yield f"would host in {one.town}: {one.text or 'nothing more'}"


def _of_groups(groups: FakeCohorts) -> Iterator[str]:
    yield from (f"member {one.number} of a group" for one in groups.joined.values())
    yield from (f"{step}: {went or 'opened'}" for (_, step), went in groups.done.items())


def _of_panels(panels: FakePanels) -> Iterator[str]:
    yield from (f"asked the panel: {one.text}" for one, _ in panels.asked.values())
    yield from (f"follows the panel {panel}" for panel, _ in panels.followed)
