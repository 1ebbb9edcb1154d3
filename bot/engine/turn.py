"""One turn: what she sent and where she was; where she is now and what should happen.

A pure function of (session, inbound, now, answers of look-ups): nothing is read or written here. A
turn that needs a look-up ends early and says which; it is stepped again, whole, with the answer.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from bot.engine.content import Catalogue
from bot.engine.effects import Effect, Stop
from bot.engine.exits import BACK, EXITS, MENU, PERSON, REMARKS, START, URGENT
from bot.engine.heard import NOTHING_HEARD, Heard, calm_words, heard_in
from bot.engine.hearing import add, hear, is_listening
from bot.engine.machine import build_machine
from bot.engine.matching import WordIndex, normalise
from bot.engine.meaning import NOTICES as MEANING_NOTICES
from bot.engine.meaning import act_on, first_says, to_danger
from bot.engine.place import Place
from bot.engine.saying import Wants, standing_says
from bot.engine.session import Session
from bot.engine.state import Flow, StateKind
from bot.engine.walk import Walk
from bot.messages import TEXT_READ_AT_MOST, Inbound, Kind, Say, Urgency
from bot.understanding.needs import Danger, Need

TURNS_AT_MOST = 500
"""Turns of one session; then it begins again at the menu, with a word."""
DOUBLE_TAP_SECONDS = 2
"""The same button of the same message within this time is one press."""

TOKEN_READ_AT_MOST = 256
"""Characters of a button's token, or of the id of its message, that a session remembers."""

GIVEN = "-"
"""Stands between the name of a flow and what a link gives it."""

Found = Mapping[str, str]
"""Results of look-ups by name."""
NOTHING_FOUND: Found = MappingProxyType({})

_MEDIA_NOTICES = {
    Kind.VOICE: "guide.voice",
    Kind.PHOTO: "guide.photo",
    Kind.STICKER: "guide.sticker",
    Kind.LOCATION: "guide.location",
    Kind.CONTACT: "guide.contact",
    Kind.MEDIA: "guide.media",
}
NOTICES = (
    "guide.lost_once",
    "guide.lost_twice",
    "guide.lost_thrice",
    "guide.over",
    "guide.moved",
    "guide.long_session",
    "guide.noted",
    "guide.noted_more",
    *_MEDIA_NOTICES.values(),
    *REMARKS.values(),
    *MEANING_NOTICES,
)
"""What the engine itself says, beside the flows' states."""


class Turn(NamedTuple):
    """What came of it. With `wants` set, nothing has happened yet: look that up, about `about`, and
    step again."""

    session: Session | None
    effects: tuple[Effect, ...] = ()
    wants: str = ""
    about: str = ""


class Engine:
    """All flows, compiled once; shared by every conversation and thread, never changed."""

    def __init__(self, flows: Sequence[Flow], catalogue: Catalogue) -> None:
        self.flows = {flow.name: flow for flow in flows}
        self.machines = {flow.name: build_machine(flow) for flow in flows}
        self.catalogue = catalogue
        self._standing = standing_says(flows)
        starts = {flow.name: flow.start for flow in flows}
        self._first_says = first_says(self._standing, starts)
        others = [language.index for language in catalogue.languages.values()]
        self._calm_words = calm_words(flows, catalogue)
        self._indexes = {
            code: [language.index, *(i for i in others if i is not language.index)]
            for code, language in catalogue.languages.items()
        }

    def step(
        self,
        session: Session | None,
        inbound: Inbound,
        now: datetime,
        *,
        language: str = "",
        found: Found = NOTHING_FOUND,
    ) -> Turn:
        """Errors raised: whatever a broken flow raises; the caller sets the message aside."""
        walk = Walk(self.flows, self.machines, self._standing, session, found)
        try:
            self._take(walk, inbound, now, language)
        except Wants as wants:
            return Turn(session, wants=wants.look_up, about=wants.about)
        return Turn(walk.session(), tuple(walk.effects))

    def heard(self, inbound: Inbound, language: str = "") -> Heard:
        """What her words mean in any state. Nothing is stepped."""
        if not inbound.text or inbound.kind is Kind.START:
            return NOTHING_HEARD
        return heard_in(inbound, self._indexes_for(language))

    def first_words(self, inbound: Inbound) -> Say | None:
        """What is said to these words, or to this button, before anything else, wherever she is:
        numbers, where danger is sure."""
        if inbound.kind is Kind.CHOICE:
            return self.numbers if inbound.choice.endswith(f":{URGENT}") else None
        meant = inbound.meant
        if meant is None or meant.danger is not Danger.YES:
            return None
        return self._first_says.get(meant.need)

    def offers_somewhere(self, text: str) -> bool:
        """Whether the whole text is a choice of ours, of any flow but those for danger: it means
        what it says there, and is not guessed at."""
        return normalise(text) in self._calm_words

    @property
    def numbers(self) -> Say:
        """The numbers that fit every danger."""
        return self._first_says[Need.EMERGENCY]

    def offers(self, session: Session | None, inbound: Inbound, language: str = "") -> bool:
        """Whether her words are one of the choices of the question where she stands."""
        walk = Walk(self.flows, self.machines, self._standing, session, NOTHING_FOUND)
        words = normalise(inbound.text)
        return walk.waits and bool(self._choices(walk, words, self._indexes_for(language)))

    def _take(self, walk: Walk, inbound: Inbound, now: datetime, language: str) -> None:
        if inbound.kind is Kind.LEFT:
            walk.effects.append(Stop())
            return
        walk.turns += 1
        if walk.turns > TURNS_AT_MOST:
            walk.turns = 0
            if not self._is_called_for(inbound, language):
                walk.notice("guide.long_session")
                walk.go_to(EXITS[MENU])
                return
        if inbound.kind is Kind.START:
            self._start(walk, inbound.text)
        elif inbound.kind is Kind.CHOICE:
            self._press(walk, inbound, now)
        elif inbound.kind in {Kind.TEXT, Kind.EDIT} or inbound.text:
            self._read(walk, inbound, language)
        elif not self._is_shared_place(walk, inbound):
            self._lost(walk, inbound.kind)

    def _is_shared_place(self, walk: Walk, inbound: Inbound) -> bool:
        """Where something near her is looked for, a place she shares is an answer."""
        state = walk.state
        if inbound.at is None or state is None or state.kind is not StateKind.SEARCH:
            return False
        return walk.answer(inbound.at.about)

    def _start(self, walk: Walk, wanted: str) -> None:
        """At the greeting, or in the flow that a link or a preview names, with what the link gives
        it. Whoever is new hears first what this is; nothing comes before what is urgent."""
        is_new = walk.place is Place.NOWHERE
        name, _, given = wanted.partition(GIVEN)
        flow = self.flows.get(name)
        if flow is None or (given and not flow.takes):
            walk.go_to(EXITS[START] if is_new else EXITS[MENU])
            return
        if is_new and flow.urgency is not Urgency.SAFETY and name != EXITS[START]:
            walk.go_to(EXITS[START])
            if walk.waits:
                walk.effects.pop()  # the question that the greeting leads to
        if given:
            walk.answer_at(f"{name}.{flow.takes}", given)
        else:
            walk.go_to(name)

    def _press(self, walk: Walk, inbound: Inbound, now: datetime) -> None:
        """A button does what it says, however old: the conversation goes where it belongs."""
        press = f"{inbound.choice[:TOKEN_READ_AT_MOST]}@{inbound.pressed[:TOKEN_READ_AT_MOST]}"
        at = int(now.timestamp())
        apart = abs(at - walk.pressed_at)  # clocks of two processes differ, either way
        if inbound.pressed and walk.pressed == press and apart < DOUBLE_TAP_SECONDS:
            return
        before = walk.pressed, walk.pressed_at
        walk.pressed, walk.pressed_at = press, at
        key, _, choice = inbound.choice.rpartition(":")
        if not walk.choose_at(key, choice):
            walk.pressed, walk.pressed_at = before  # what is no button of ours is not kept
            walk.notice("guide.over")
            self._ask_again(walk)

    def _read(self, walk: Walk, inbound: Inbound, language: str) -> None:
        """Words: a choice offered here, danger, a command, or an answer to an open question."""
        words = normalise(inbound.text)
        indexes = self._indexes_for(language)
        if (choices := self._choices(walk, words, indexes)) and walk.waits:
            walk.choose(choices)
        elif (heard := heard_in(inbound, indexes)).leads_to:
            if heard.is_danger and is_listening(walk, inbound):
                add(walk, inbound)
            if not heard.command and self.first_words(inbound):
                to_danger(walk, inbound, self._first_says)
            else:
                self._command(walk, heard.leads_to)
        elif words and is_listening(walk, inbound):
            if inbound.meant and inbound.meant.danger is Danger.UNSURE:
                walk.effects.append(self.numbers)
            hear(walk, inbound)
        elif not (self._answers(walk, inbound) or act_on(walk, inbound, self.flows)):
            self._lost(walk, inbound.kind)

    def _answers(self, walk: Walk, inbound: Inbound) -> bool:
        """Whether her words answer an open question. Where they are for others and may mean danger,
        numbers come first."""
        before, state = len(walk.effects), walk.state
        is_told = state is not None and state.kind is StateKind.TELL
        if is_told and inbound.meant and inbound.meant.danger is Danger.UNSURE:
            walk.effects.append(self.numbers)
        if walk.waits and walk.answer(inbound.text[:TEXT_READ_AT_MOST]):
            return True
        del walk.effects[before:]
        return False

    def _choices(self, walk: Walk, words: str, indexes: Sequence[WordIndex]) -> tuple[str, ...]:
        """What these words choose at the present question."""
        return walk.offered_by_number(words) or next(
            ((found,) for index in indexes if (found := index.choice(walk.key, words))), ()
        )

    def _is_called_for(self, inbound: Inbound, language: str) -> bool:
        """Whether she presses a button, names an exit or is in danger: nothing comes before it."""
        return inbound.kind is Kind.CHOICE or bool(self.heard(inbound, language).leads_to)

    def _indexes_for(self, language: str) -> Sequence[WordIndex]:
        """Her language's words first, then those of all others."""
        return self._indexes.get(language) or self._indexes[self.catalogue.default.code]

    def _command(self, walk: Walk, command: str) -> None:
        if command in REMARKS:
            self._remark(walk, REMARKS[command])
        elif command == BACK:
            if not walk.back():
                walk.go_to(EXITS[MENU])
        else:
            walk.go_to(EXITS[command])

    def _remark(self, walk: Walk, notice: str) -> None:
        if walk.place is Place.NOWHERE:
            walk.go_to(EXITS[START])  # its first words are a greeting, and say what this is
        else:
            walk.notice(notice)
            self._ask_again(walk)

    def _lost(self, walk: Walk, kind: Kind) -> None:
        """Once: asked again. Twice: in other words. Three times: a person."""
        if kind is Kind.EDIT:
            return  # she mended a word in something already answered
        if not walk.waits:
            if walk.place is Place.UNKNOWN:
                walk.notice("guide.moved")
            walk.go_to(EXITS[START] if walk.place is Place.NOWHERE else EXITS[MENU])
            return
        walk.lost += 1
        media = _MEDIA_NOTICES.get(kind)
        if walk.lost >= 3:  # noqa: PLR2004 - the rule of three in the docstring
            walk.notice("guide.lost_thrice")
            walk.lost = 0
            walk.go_to(EXITS[PERSON])
        elif walk.lost == 2:  # noqa: PLR2004
            walk.notice(media or "guide.lost_twice")
            walk.question(again=True)
        else:
            walk.notice(media or "guide.lost_once")
            walk.question()

    def _ask_again(self, walk: Walk) -> None:
        if walk.waits:
            walk.question()
        else:
            walk.go_to(EXITS[MENU])


def closes(flows: Mapping[str, Flow], session: Session | None) -> bool:
    """Whether the session's run is over (its state closes a flow)."""
    if session is None or session.flow not in flows:
        return False
    state = flows[session.flow].find(session.state)
    return state is not None and state.kind is StateKind.CLOSE
