"""The sheets from the words: each tip of the flow `share` is one. Part of the composition root."""

from collections.abc import Iterator, Sequence

from babel.dates import format_date

from adapters.webchat.pages import HelpLine
from adapters.webchat.sheets import Sheet, Topic
from bot.engine.content import Catalogue
from bot.engine.state import Flow, State
from bot.messages import Say
from bot.ports import Clock
from bot.rendering import render

SHARE, TOPICS, TIP = "share", "topics", "tip_"
"""The flow; the state whose choices are named like the topics; how the states of tips begin."""
_HERE = "\x1e"
"""Holds the place of the numbers while the text around them is rendered."""


class Sheets:
    """`adapters.webchat.sheets.SheetWords`. A tip that rests has no sheet."""

    def __init__(self, catalogue: Catalogue, flows: Sequence[Flow], clock: Clock) -> None:
        self._catalogue = catalogue
        self._clock = clock
        states = next((flow.states for flow in flows if flow.name == SHARE), {})
        self._tips = {
            name.removeprefix(TIP): state
            for name, state in states.items()
            if name.startswith(TIP) and state.speaks
        }

    def topics(self, language: str) -> list[Topic]:
        return [
            Topic(name, self._title(name, language)) for name in self._tips if self._stands(name)
        ]

    def sheet(self, topic: str, language: str) -> Sheet | None:
        state = self._tips.get(topic)
        if state is None or not self._stands(topic):
            return None
        say = Say(_key(topic), params={"lines": _HERE})
        said = render(self._catalogue, say, language, self._clock().date())
        before, _, after = said.text.partition(_HERE)
        return Sheet(
            self._title(topic, language),
            _paragraphs(before),
            list(self._lines(state, said.language)),
            _paragraphs(after),
            said.language,
            said.direction,
        )

    def _stands(self, topic: str) -> bool:
        tip = self._catalogue.tips.get(_key(topic))
        return tip is None or not tip.rests(self._clock().date())

    def _title(self, topic: str, language: str) -> str:
        key = f"{SHARE}.{TOPICS}"
        mine = self._catalogue.language(language).wordings.get(key)
        labels = (mine or self._catalogue.default.wordings[key]).choices
        return labels[topic].label

    def _lines(self, state: State, language: str) -> Iterator[HelpLine]:
        spoken = self._catalogue.language(language)
        for name in state.lines:
            line = self._catalogue.lines[name]
            if line.may_be_shown(self._clock().date()):
                checked = format_date(line.last_checked, "long", locale=spoken.code)
                words = spoken.lines[name]
                yield HelpLine(line.number, words.name, words.note, checked)


def _key(topic: str) -> str:
    return f"{SHARE}.{TIP}{topic}"


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
