"""What she types means one thing: no word stands for two choices, two commands, or one of each."""

from collections.abc import Iterator

from bot.engine.checks.guards import exits_of
from bot.engine.checks.subject import Check, Subject
from bot.engine.content import Language, choice_words
from bot.engine.exits import COMMANDS, EXITS, REMARKS, URGENT
from bot.engine.matching import normalise
from bot.engine.state import StateKind
from bot.messages import Urgency


def words_mean_one_choice(subject: Subject) -> Iterator[str]:
    for language in subject.languages:
        for key, _ in subject.waiting():
            meant: dict[str, str] = {}
            for word, choice in _words(language, key):
                if meant.setdefault(word, choice) != choice:
                    first = meant[word]
                    yield f"{language.code} {key}: {word!r} means {first} and {choice}; part them"


def numbers_are_positions(subject: Subject) -> Iterator[str]:
    """A word for a choice that is a number is the number it is shown under."""
    for language in subject.languages:
        for key, state in subject.waiting():
            for word, choice in _words(language, key):
                shown = state.choices[int(word) - 1 : int(word)] if _is_position(word) else ()
                if shown and shown[0] != choice:
                    yield (
                        f"{language.code} {key}: {word} for {choice} is the number of {shown[0]}; "
                        "use another word"
                    )


def _is_position(word: str) -> bool:
    return word.isascii() and word.isdecimal() and 0 < int(word) < 100  # noqa: PLR2004 - two digits


def words_are_not_empty(subject: Subject) -> Iterator[str]:
    """Words that are nothing but signs and emoji are what she types by typing nothing."""
    for language in subject.languages:
        for key, _ in subject.waiting():
            for choice in sorted({choice for word, choice in _words(language, key) if not word}):
                yield f"{language.code} {key}: a word for {choice} has no letters; give it some"
        for phrase in (*(w for also in language.commands.values() for w in also), *language.danger):
            if not normalise(phrase):
                yield f"{language.code} words.toml: {phrase!r} has no letters; remove it"


def commands_have_words(subject: Subject) -> Iterator[str]:
    known = (*COMMANDS, *REMARKS)
    for language in subject.languages:
        for command in known:
            if not language.commands.get(command):
                yield f"{language.code} words.toml: no words for {command}; add them to [commands]"
        for command in (c for c in COMMANDS if not language.command_labels.get(c)):
            yield f"{language.code} words.toml: {command} has no label; add it to [labels]"
        for command in sorted({*language.commands, *language.command_labels} - set(known)):
            yield f"{language.code} words.toml: there is no command {command}; mend its name"
        if not language.danger:
            yield f"{language.code} words.toml: no phrases that mean danger; add them to [danger]"


def commands_mean_one_thing(subject: Subject) -> Iterator[str]:
    for language in subject.languages:
        meant: dict[str, str] = {}
        for command, words in language.commands.items():
            for word in map(normalise, words):
                if meant.setdefault(word, command) != command:
                    yield (
                        f"{language.code} words.toml: {word!r} means {meant[word]} and {command}; "
                        "keep it once"
                    )


def danger_is_no_other_command(subject: Subject) -> Iterator[str]:
    """In no language, for all are understood at once."""
    for language in subject.languages:
        for phrase in map(normalise, language.danger):
            for other in subject.languages:
                command = other.index.command(phrase)
                if command not in {None, URGENT}:
                    yield (
                        f"{language.code} words.toml: {phrase!r} means danger and, in "
                        f"{other.code}, {command}; free it"
                    )


def commands_are_free(subject: Subject) -> Iterator[str]:
    """No choice takes a command's word away, unless it leads to the same flow. Every language is
    understood at once, so another language's choice must not take it either."""
    commands = [(language, _commands(language)) for language in subject.languages]
    for key, _ in subject.waiting():
        own = {language.code: dict(_words(language, key)) for language in subject.languages}
        for offered in subject.languages:
            for word, choice in own[offered.code].items():
                for language, meant in commands:
                    hidden = language is not offered and word in own[language.code]
                    if (
                        word in meant
                        and not hidden
                        and not _leads(subject, key, choice, meant[word])
                    ):
                        yield (
                            f"{offered.code} {key}: {word!r} for {choice} is the command "
                            f"{meant[word]} in {language.code}; use another word"
                        )


def _commands(language: Language) -> dict[str, str]:
    danger = {normalise(phrase): URGENT for phrase in language.danger}
    return danger | {normalise(w): name for name, also in language.commands.items() for w in also}


def _leads(subject: Subject, key: str, choice: str, command: str) -> bool:
    """Whether this choice does what the command does: it stays in that flow or goes to it."""
    flow, state = subject.states[key]
    wanted = EXITS.get(command, "")
    if flow.name == wanted or (command == URGENT and flow.urgency is Urgency.SAFETY):
        return True
    taken = [flow.states[exit_.to] for exit_ in exits_of(state, choice) if exit_.to in flow.states]
    return bool(taken) and all(
        s.kind is StateKind.GO and s.goes_to.partition(".")[0] == wanted for s in taken
    )


def _words(language: Language, key: str) -> Iterator[tuple[str, str]]:
    wording = language.wordings.get(key)
    return choice_words(wording) if wording else iter(())


CHECKS: tuple[Check, ...] = (
    words_mean_one_choice,
    numbers_are_positions,
    words_are_not_empty,
    commands_have_words,
    commands_mean_one_thing,
    danger_is_no_other_command,
    commands_are_free,
)
