"""On the real engine: whatever she sends, wherever she is, she is answered and help is near."""

from collections.abc import Iterator
from itertools import cycle

from bot.engine.checks.stepping import Broke, at, helps, misstep, pressing, said, step, typing
from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.ways import NOTHING_OPEN, TYPED_SAMPLES, follow, press, settle
from bot.engine.effects import AddToCase
from bot.engine.exits import BACK, COMMANDS, EXITS, MENU, REMARKS, URGENT
from bot.engine.matching import normalise
from bot.engine.session import Session
from bot.engine.state import ALREADY_OPEN, OPEN_CASE_LOOK_UP, StateKind
from bot.engine.turn import TURNS_AT_MOST, Turn
from bot.messages import Inbound, Kind

MESSAGES_TO_HELP_AT_MOST = 3
NONSENSE = "qxzvk wjzzq"
MEDIA = (Kind.VOICE, Kind.PHOTO, Kind.STICKER, Kind.LOCATION, Kind.CONTACT, Kind.MEDIA)
ODD_TEXTS = (
    "",
    "   ",
    "\x00",
    "\ud800",
    "\u202eevil\u202c",
    "e" + "\u0301" * 300,
    "🙂👍🏽",
    "0",
    "99",
    "-1",
    "1 2 x",
    "{lines} {0} %s",
    "w" * 20_000,
)
"""Texts that broke other bots: nothing, controls, lone surrogates, overrides, zalgo, formats."""
ODD_TOKENS = ("", ":", "nowhere.at_all:x", "no-token")
CASE_OPEN = {**NOTHING_OPEN, OPEN_CASE_LOOK_UP: ALREADY_OPEN}
GONE = Session("no_such_flow", "no_such_state")


def everything_is_answered(subject: Subject) -> Iterator[str]:
    """Odd texts, every kind of media, a new start, buttons that nobody made: an answer, always."""
    probes = [
        typing("", Kind.START),
        *(typing("", kind) for kind in MEDIA),
        *(typing(text) for text in (*ODD_TEXTS, *TYPED_SAMPLES)),
        *(pressing(token) for token in ODD_TOKENS),
    ]
    for key in subject.states:
        for probe in probes:
            if wrong := _silence(subject, at(key), probe):
                yield f"{key}: {_name(probe)} {wrong}; mend the flow or the engine"


def _name(probe: Inbound) -> str:
    return f"{probe.kind} {(probe.text or probe.choice)[:20]!r}"


def _silence(subject: Subject, session: Session | None, inbound: Inbound) -> str:
    try:
        keys = said(step(subject, session, inbound))
    except Broke as broke:
        return str(broke)
    unknown = [key for key in keys if key not in subject.catalogue.default.wordings]
    if unknown:
        return f"is answered with {unknown[0]}, which has no words"
    return "" if keys else "is not answered"


def being_lost_leads_to_help(subject: Subject) -> Iterator[str]:
    """Nonsense, or any kind of media, three times: a person or an emergency number."""
    for key, state in subject.waiting():
        # where she tells something, every word is an answer
        words = () if state.kind is StateKind.TELL else (typing(NONSENSE),)
        for inbound in (*words, *(typing("", kind) for kind in MEDIA)):
            if not _helped(subject, at(key), inbound):
                yield (
                    f"{key}: {inbound.kind} three times brings neither a person nor an emergency "
                    "number; let the parser refuse what it cannot read"
                )


def _helped(subject: Subject, session: Session | None, inbound: Inbound) -> bool:
    for _ in range(MESSAGES_TO_HELP_AT_MOST):
        try:
            turn = step(subject, session, inbound)
        except Broke:
            return False
        if helps(subject, turn):
            return True
        session = turn.session
    return False


def what_she_tells_is_kept(subject: Subject) -> Iterator[str]:
    """Where an adviser is to read her: her words go into her case, each time, and she is told
    so; and in danger she is answered as anywhere."""
    for key in (key for key, state in subject.waiting() if state.hears):
        try:
            first = step(subject, at(key), typing(NONSENSE), found=CASE_OPEN)
            second = step(subject, first.session, typing(NONSENSE), found=CASE_OPEN)
            late = step(subject, at(key), typing(NONSENSE))
        except Broke as broke:
            yield f"{key}: hearing her {broke}; mend the engine"
            continue
        if (_kept(first), _kept(second), _kept(late)) != ([NONSENSE], [NONSENSE], []):
            yield f"{key}: does not put what she tells into her open case; mend the engine"
        told = [*said(first), *said(second)] == ["guide.noted", "guide.noted_more"]
        if not told or "guide.noted" in said(late):
            yield f"{key}: says at the wrong time that her words are noted; mend the engine"


def _kept(turn: Turn) -> list[str]:
    return [effect.text for effect in turn.effects if isinstance(effect, AddToCase)]


def old_buttons_do_what_they_say(subject: Subject) -> Iterator[str]:
    """Every button, pressed while she is somewhere else, leads where it leads at its own state."""
    elsewhere = cycle(subject.states)
    for key, state in subject.waiting():
        for choice in state.choices:
            here = next(elsewhere)
            after, trigger = press(state, key, {}, choice)
            passed = follow(subject, key, trigger, after, NOTHING_OPEN)
            if wrong := misstep(subject, at(here), pressing(f"{key}:{choice}"), passed):
                yield f"{key}: the old button {choice}, pressed at {here}, {wrong}; mend its exit"


def commands_work_everywhere(subject: Subject) -> Iterator[str]:
    """Menu, a person, urgent help and the others, typed at any state; back is answered."""
    words = subject.catalogue.default.commands
    for key in subject.states:
        for command in COMMANDS:
            wrong = _command(subject, at(key), command, next(iter(words.get(command, ())), ""), "")
            if wrong:
                yield f"{key}: the command {command} {wrong}; free its word in that state"


def every_command_word_works(subject: Subject) -> Iterator[str]:
    """Every word of every command in every language, typed at the menu."""
    menu = at(settle(subject, subject.entry(EXITS[MENU]), {}, NOTHING_OPEN)[-1])
    for language in subject.languages:
        for command, words in language.commands.items():
            for word in words:
                if wrong := _command(subject, menu, command, word, language.code):
                    yield f"{language.code} words.toml: {word!r} for {command} {wrong}; free it"


def _command(subject: Subject, session: Session, command: str, word: str, language: str) -> str:
    if any(lang.index.choice(session.key, normalise(word)) for lang in subject.languages):
        return ""  # a choice there: `commands_are_free` sees that it leads to the same flow
    if command == BACK or command in REMARKS:
        return _silence(subject, session, typing(word))
    passed = settle(subject, subject.entry(EXITS[command]), {}, NOTHING_OPEN)
    return misstep(subject, session, typing(word), passed, language=language)


def danger_is_answered_at_once(subject: Subject) -> Iterator[str]:
    """A phrase that means danger leads to urgent help: from any state, from a state that is gone,
    at the end of a long session, and before she was ever greeted."""
    urgent = settle(subject, subject.entry(EXITS[URGENT]), {}, NOTHING_OPEN)
    for language in subject.languages:
        places = cycle(_places(subject))
        for phrase in language.danger:
            yield from _calm(subject, next(places), phrase, language.code, urgent)
        for session in _places(subject):
            for phrase in language.danger[:1]:
                yield from _calm(subject, session, phrase, language.code, urgent)


def _places(subject: Subject) -> list[Session]:
    asked = [at(key) for key, _ in subject.waiting()]
    weary = [Session(s.flow, s.state, turns=TURNS_AT_MOST) for s in asked[:1]]
    return [GONE, *weary, *asked]


def _calm(
    subject: Subject, session: Session, phrase: str, language: str, urgent: tuple[str, ...]
) -> Iterator[str]:
    danger = typing(f"{NONSENSE} {phrase}")
    wrong = misstep(subject, session, danger, urgent, language=language)
    if wrong:
        yield f"{language} words.toml: danger {phrase!r} at {session.key} {wrong}; mend the phrase"


def vanished_states_are_explained(subject: Subject) -> Iterator[str]:
    """A renamed state maps on; one that is gone leads to the menu with a word."""
    menu = ("guide.moved", *settle(subject, subject.entry(EXITS[MENU]), {}, NOTHING_OPEN))
    if menu[0] not in _keys(subject, GONE):
        yield f"engine: a session at a state that is gone is not told so; say {menu[0]}"
    for flow in subject.declared:
        for old in flow.renamed:
            if wrong := _silence(subject, at(f"{flow.name}.{old}"), typing(NONSENSE)):
                yield f"{flow.name}.{old}: a session there {wrong}; mend renamed"


def _keys(subject: Subject, session: Session) -> list[str]:
    try:
        return said(step(subject, session, typing(NONSENSE)))
    except Broke:
        return []


CHECKS: tuple[Check, ...] = (
    everything_is_answered,
    being_lost_leads_to_help,
    what_she_tells_is_kept,
    old_buttons_do_what_they_say,
    commands_work_everywhere,
    every_command_word_works,
    danger_is_answered_at_once,
    vanished_states_are_explained,
)
