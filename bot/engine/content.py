"""The words: one TOML file per flow and language, loaded once, refused whole when anything is
wrong.

Layout of `bot/content/`:

    languages.toml      each language: its own name, direction
    lines.toml          help lines: the only place where numbers stand
    sources.toml        tips: where each comes from, who reviewed it, when it is due again;
                        `questions`: the states that only ask and advise nothing
    <lang>/<flow>.toml  one table per state: text, again, choices; [phrases] for lists
    <lang>/guide.toml   what the guide itself says (not understood, moved on, ...)
    <lang>/words.toml   words she may type in any state; phrases that mean danger; words we refuse
    <lang>/lines.toml   what each help line is called and for
    <lang>/web.toml     words of the web pages
    <lang>/times.toml   when the desk is open again, as part of a sentence
    <lang>/canned.toml  canned replies; a language may have some of them, or none
    <lang>/status.toml  draft or reviewed; for a translation, which base texts it was made from
    <lang>/recordings/  sound files that a state's `recording` names
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from bot.engine.matching import WordIndex, normalise

CHECK_LASTS_DAYS = 90
"""A number not checked for longer is not shown (rule 1 at the top of the facts; emergency numbers
always are)."""

REFUSED = ("private", "accusing", "never_a_sign")
"""Lists of words.toml that texts are checked for: what a first line must not show on a lock screen;
labels nobody is called by; what is never offered as a sign. `word*` means every ending."""

PLURALS = frozenset({"zero", "one", "two", "few", "many"})

CANNED = "canned"
"""The file of canned replies, without `.toml`; a language may do without it."""

RECORDINGS = "recordings"
"""The folder of a language's sound files."""
SOUNDS: Mapping[str, str] = MappingProxyType(
    {".ogg": "audio/ogg", ".mp3": "audio/mpeg", ".m4a": "audio/mp4"}
)
"""Kinds of recordings and their media types: what Telegram takes as a voice note (Bot API,
sendVoice)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A choice in words: `hint` is a longer line where a channel has room, `also` other words that
    mean it."""

    label: str
    hint: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one state. `again` puts the question another way.

    `plurals` holds the text for other plural categories of the number in it than "other", which is
    `text` (CLDR: zero, one, two, few, many). `recording` names a file of the language's folder
    `recordings` in which `text` is read out; most texts have none.
    """

    text: str
    again: str = ""
    choices: Mapping[str, Label] = field(default_factory=dict)
    plurals: Mapping[str, str] = field(default_factory=dict)
    recording: str = ""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A service and the number that reaches it.

    `status` is how the number is known (the marks of the facts): `confirmed` by a call, `service
    page`, `third party page`, `old`, `unverified`. The last two are never shown.
    """

    id: str
    number: str
    nation: str
    source: str
    last_checked: date
    checked_by: str
    status: str
    always: bool = False

    def may_be_shown(self, today: date) -> bool:
        if self.always:
            return True
        known = self.status in {"confirmed", "service page", "third party page"}
        return known and (today - self.last_checked).days <= CHECK_LASTS_DAYS


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a piece of advice comes from. `reviewed_by` is "" until a named person has read it.

    After `review_by` it is not shown: it rests until somebody has looked at it again.
    """

    key: str
    sources: tuple[str, ...]
    review_by: date
    reviewed_by: str = ""
    reviewed_on: date | None = None

    def rests(self, today: date) -> bool:
        return today > self.review_by


@dataclass(frozen=True, slots=True)
class LineWords:
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Canned:
    """A prepared text that an adviser may send. `title` is for advisers; `language` tells which
    language it is in, where another one borrows it."""

    language: str
    title: str
    text: str

    def filled(self, name: str, minutes: int) -> str:
        """`name`: the adviser's first name."""
        return self.text.format(name=name, minutes=minutes)


@dataclass(frozen=True, slots=True)
class Language:
    """Everything in one language. Keys of `wordings` are `flow.state`, of `phrases` `flow.name`.

    `is_reviewed`: a named reader has passed it. `stale` names texts whose base text has changed
    since they were translated; they are left out, so that the base language is shown instead.
    """

    code: str
    name: str
    direction: str
    wordings: Mapping[str, Wording]
    phrases: Mapping[str, str]
    lines: Mapping[str, LineWords]
    commands: Mapping[str, tuple[str, ...]]
    command_labels: Mapping[str, str]
    danger: tuple[str, ...]
    pages: Mapping[str, Mapping[str, str]]
    index: WordIndex
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    canned: Mapping[str, Canned] = field(default_factory=dict)
    is_reviewed: bool = False
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All languages, help lines and sources. The first language is the default, and the base of all
    translations. `questions` are keys of states that only ask: they need no source."""

    languages: Mapping[str, Language]
    lines: Mapping[str, HelpLine]
    tips: Mapping[str, Tip] = field(default_factory=dict)
    questions: frozenset[str] = frozenset()

    @property
    def default(self) -> Language:
        return next(iter(self.languages.values()))

    def language(self, code: str) -> Language:
        return self.languages.get(code) or self.default

    def canned(self, code: str) -> Mapping[str, Canned]:
        """The canned replies for this language; those it lacks as the default language has them."""
        own = self.language(code).canned
        return {key: own.get(key, reply) for key, reply in self.default.canned.items()}

    def nearest(self, hint: str) -> str:
        """The enabled language for a channel's hint ("ur-PK" is "ur"); the default when there is
        none."""
        code = hint.replace("_", "-").lower()
        for candidate in (code, code.partition("-")[0]):
            if candidate in self.languages:
                return candidate
        return self.default.code

    def with_only(self, codes: tuple[str, ...]) -> "Catalogue":
        """The same with these languages only, the first of them the default."""
        return replace(self, languages={code: self.languages[code] for code in codes})


def choice_words(wording: Wording) -> Iterator[tuple[str, str]]:
    """Each word that means a choice of this state, normalised, with the choice's id."""
    for choice, label in wording.choices.items():
        for word in (label.label, *label.also):
            yield normalise(word), choice
