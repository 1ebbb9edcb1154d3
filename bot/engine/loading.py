"""Reading the words from `bot/content`: everything that is wrong with them in one go, a sentence
each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import tomli

from bot.engine.content import (
    CANNED,
    PLURALS,
    RECORDINGS,
    REFUSED,
    SOUNDS,
    Canned,
    Catalogue,
    HelpLine,
    Label,
    Language,
    LineWords,
    Tip,
    Wording,
    choice_words,
)
from bot.engine.matching import WordIndex, normalise
from bot.engine.staleness import without_stale
from bot.errors import BadContent

LANGUAGE_CHOICE = "language.choose"
_NOT_FLOWS = frozenset({"lines", "words", "web", "status", CANNED})
_RECORDING = re.compile(rf"[a-z0-9][a-z0-9_-]*({'|'.join(map(re.escape, SOUNDS))})")


def load_catalogue(root: Traversable | None = None) -> Catalogue:
    """Read `bot/content` (or another folder of that layout). Errors raised: BadContent, a sentence
    per fault."""
    folder = root if root is not None else files("bot") / "content"
    faults: list[str] = []
    known = _read(folder / "languages.toml", faults)
    lines = dict(_help_lines(_read(folder / "lines.toml", faults), faults))
    sources = _read(folder / "sources.toml", faults)
    questions = frozenset(sources.pop("questions", ()))
    tips = dict(_tips(sources, faults))
    languages = {
        code: _language(code, about, folder / code, faults)
        for position, (code, about) in enumerate(known.items())
        if _is_ready(folder / code, is_base=position == 0)
    }
    if not languages:
        faults.append(f"{folder}: no language folder; add bot/content/en")
    if faults:
        raise BadContent(faults)
    base = next(iter(languages.values()))
    names = _names(known, languages)
    fresh = {
        code: _with_names(_fresh(one, base, folder / code), names)
        for code, one in languages.items()
    }
    return Catalogue(fresh, lines, tips, questions)


def _names(known: Mapping[str, Any], languages: Mapping[str, Language]) -> dict[str, Label]:
    """Each language as a choice, called what its speakers call it."""
    return {
        code: Label(one.name, also=tuple(known[code].get("also", ())))
        for code, one in languages.items()
    }


def _with_names(language: Language, names: Mapping[str, Label]) -> Language:
    """A language is offered by its own name in every language, so that name is written once.

    Only now are all the words of a language known that she may type.
    """
    wordings = dict(language.wordings)
    if asked := wordings.get(LANGUAGE_CHOICE):
        others = {choice: label for choice, label in asked.choices.items() if choice not in names}
        wordings[LANGUAGE_CHOICE] = replace(asked, choices={**names, **others})
    index = _index(wordings, language.commands, language.danger)
    return replace(language, wordings=wordings, index=index)


def _is_ready(folder: Traversable, *, is_base: bool) -> bool:
    """A translation counts from the day it says what it is; before, it is being written. The base
    is never passed over: another language would take its place."""
    return folder.is_dir() and (is_base or (folder / "status.toml").is_file())


def load_language(root: Traversable, code: str) -> Language:
    """One language as its files have it, stale or not. Errors raised: BadContent."""
    faults: list[str] = []
    about = _read(root / "languages.toml", faults).get(code, {})
    language = _language(code, about, root / code, faults)
    if faults:
        raise BadContent(faults)
    return language


def _fresh(language: Language, base: Language, folder: Traversable) -> Language:
    """A translation without what its base has left behind."""
    if language is base:
        return language
    made_from = _read(folder / "status.toml", []).get("base", {})
    return without_stale(language, base, made_from)


def _read(file: Traversable, faults: list[str]) -> dict[str, Any]:
    try:
        return tomli.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"{_name(file)}: the file is missing; every language needs it")
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{_name(file)}: not readable as TOML ({error}); mend that line")
    return {}


def _name(file: Traversable) -> str:
    parts = str(file).replace("\\", "/").split("/")
    return "/".join(parts[-2:])


def _help_lines(tables: dict[str, Any], faults: list[str]) -> Iterator[tuple[str, HelpLine]]:
    for line, fields in tables.items():
        try:
            known = HelpLine(id=line, **fields)
            _expect_date(known.last_checked, "last_checked")
            yield line, known
        except TypeError as error:
            faults.append(
                f"lines.toml: [{line}] {error}; a line has number, nation, source, "
                "last_checked, checked_by, status"
            )


def _tips(tables: dict[str, Any], faults: list[str]) -> Iterator[tuple[str, Tip]]:
    for key, fields in tables.items():
        try:
            yield key, _tip(key, fields)
        except (TypeError, KeyError) as error:
            faults.append(
                f'sources.toml: ["{key}"] {error}; a tip has sources, review_by, and once somebody '
                "has read it reviewed_by and reviewed_on"
            )


def _tip(key: str, fields: Mapping[str, Any]) -> Tip:
    sources = fields["sources"]
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise TypeError("sources is not a list of texts")
    tip = Tip(key=key, **{**fields, "sources": tuple(sources)})
    _expect_date(tip.review_by, "review_by")
    if tip.reviewed_on is not None:
        _expect_date(tip.reviewed_on, "reviewed_on")
    return tip


def _expect_date(value: object, field: str) -> None:
    """A date in quotes, or one with a time, would fail only when it is compared."""
    if type(value) is not date:
        raise TypeError(f"{field} is not a date like 2027-01-31")


def _language(
    code: str, about: Mapping[str, Any], folder: Traversable, faults: list[str]
) -> Language:
    wordings: dict[str, Wording] = {}
    phrases: dict[str, str] = {}
    for file in flow_files(folder):
        _read_flow(file.name.removesuffix(".toml"), file, wordings, phrases, faults)
    faults += _lost_recordings(folder, wordings)
    words = _read(folder / "words.toml", faults)
    status = _read(folder / "status.toml", faults)
    commands = {name: tuple(also) for name, also in words.get("commands", {}).items()}
    danger = tuple(words.get("danger", {}).get("phrases", ()))
    return Language(
        code=code,
        name=str(about.get("name", code)),
        direction=str(about.get("direction", "ltr")),
        wordings=wordings,
        phrases=phrases,
        lines={k: LineWords(**v) for k, v in _read(folder / "lines.toml", faults).items()},
        commands=commands,
        command_labels=words.get("labels", {}),
        danger=danger,
        pages=_read(folder / "web.toml", faults),
        index=WordIndex({}, {}, ()),
        canned=dict(_canned(code, folder / f"{CANNED}.toml", faults)),
        refused={name: tuple(words.get(name, {}).get("words", ())) for name in REFUSED},
        is_reviewed=bool(status.get("reviewed_by")),
    )


def flow_files(folder: Traversable) -> list[Traversable]:
    """The files of a language's folder that hold the words of a flow, or of the guide."""
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    named = [(file.name.removesuffix(".toml"), file) for file in files]
    return [f for name, f in named if name not in _NOT_FLOWS | {f.name} and "." not in name]


def _lost_recordings(folder: Traversable, wordings: Mapping[str, Wording]) -> Iterator[str]:
    for key, wording in wordings.items():
        name = wording.recording
        if name and not _RECORDING.fullmatch(name):
            yield (
                f"{folder.name} {key}: {name!r} is no recording's name; use small letters, digits, "
                f"_ and -, and one of {', '.join(SOUNDS)}"
            )
        elif name and not (folder / RECORDINGS / name).is_file():
            yield (
                f"{folder.name} {key}: the recording {name} is missing; put it into "
                f"{folder.name}/{RECORDINGS} or take its name out"
            )


def _read_flow(
    flow: str,
    file: Traversable,
    wordings: dict[str, Wording],
    phrases: dict[str, str],
    faults: list[str],
) -> None:
    for state, table in _read(file, faults).items():
        if state == "phrases":
            phrases.update({f"{flow}.{name}": text for name, text in table.items()})
            continue
        try:
            wordings[f"{flow}.{state}"] = _wording(table)
        except (TypeError, KeyError, AttributeError) as error:
            faults.append(
                f"{_name(file)}: [{state}] is not understood ({error}); a state has text, "
                "perhaps again, and choices with label, perhaps hint and also"
            )


def _wording(table: Mapping[str, Any]) -> Wording:
    unknown = set(table) - {"text", "again", "choices", "recording"} - PLURALS
    if unknown:
        raise KeyError(f"unknown {', '.join(sorted(unknown))}")
    choices = {
        choice: Label(fields["label"], fields.get("hint", ""), tuple(fields.get("also", ())))
        for choice, fields in table.get("choices", {}).items()
    }
    plurals = {category: table[category].strip() for category in PLURALS & set(table)}
    text, again = table["text"].strip(), table.get("again", "").strip()
    return Wording(text, again, choices, plurals, table.get("recording", ""))


def _canned(code: str, file: Traversable, faults: list[str]) -> Iterator[tuple[str, Canned]]:
    """Advisers do without where there are none."""
    for key, table in (_read(file, faults) if file.is_file() else {}).items():
        match table:
            case {"title": str(title), "text": str(text)} if set(table) == {"title", "text"}:
                yield key, Canned(code, title, text.strip())
            case _:
                wrong = "is not understood; it has a title and a text"
                faults.append(f"{_name(file)}: [{key}] {wrong}")


def _index(
    wordings: Mapping[str, Wording],
    commands: Mapping[str, tuple[str, ...]],
    danger: tuple[str, ...],
) -> WordIndex:
    return WordIndex(
        {key: dict(choice_words(wording)) for key, wording in wordings.items() if wording.choices},
        {normalise(word): name for name, also in commands.items() for word in also},
        [normalise(phrase) for phrase in danger],
    )
