"""A PO file back into the files of its language: refused whole, or taken whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from adapters.translations.entries import Entry, Files, tables_of
from adapters.translations.po import Translated
from bot.engine.checks.texts import placeholders
from bot.errors import BadContent


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import comes to: the files, the texts that are made from the present base, and
    whether anything reads differently from before."""

    files: dict[str, dict[str, Any]]
    fresh: frozenset[str]
    behind: frozenset[str]
    texts: int
    left_out: int
    is_changed: bool


def take(
    entries: Iterable[Entry], came: Mapping[str, Translated], present: Files, language: str
) -> Taken:
    """Errors raised: BadContent, a sentence for each text that cannot be right.

    A text that is not in the PO file stays as it is. One made from another base text than the
    present one is taken, and stays behind until somebody has looked at it again.
    """
    before = list(entries)
    after = [_filled(entry, came.get(entry.context)) for entry in before]
    faults = [*_unknown(before, came, language), *_text_faults(after, came, language)]
    faults += _half_done(after, language)
    if not any(entry.theirs for entry in after):
        faults.append(f"{language}: the file holds no translated text; translate some of it first")
    if faults:
        raise BadContent(faults)
    behind = frozenset(e.fingerprint for e in after if _is_behind(e, came.get(e.context)))
    said = frozenset(e.fingerprint for e in after if e.theirs and e.context in came)
    return Taken(
        _with_recordings(tables_of(after), present),
        said - behind - {""},
        behind - {""},
        sum(bool(entry.theirs) for entry in after),
        sum(not entry.theirs for entry in after if entry.needed),
        any(was.theirs != now.theirs for was, now in zip(before, after, strict=True)),
    )


def _filled(entry: Entry, came: Translated | None) -> Entry:
    if came is None:
        return entry
    if not entry.is_list:
        return replace(entry, theirs=came.text)
    words = (line.strip() for line in came.text.splitlines())
    return replace(entry, theirs="\n".join(dict.fromkeys(word for word in words if word)))


def _is_behind(entry: Entry, came: Translated | None) -> bool:
    if came is None or not entry.theirs or entry.is_list:
        return False
    return not came.is_done or came.base != entry.base


def _unknown(
    entries: Iterable[Entry], came: Mapping[str, Translated], language: str
) -> Iterator[str]:
    known = {entry.context for entry in entries}
    for context in came:
        if context not in known:
            where, _, part = context.partition(" ")
            yield f"{language} {where} ({part}): nothing says this any more; export the file anew"


def _text_faults(
    entries: Iterable[Entry], came: Mapping[str, Translated], language: str
) -> Iterator[str]:
    for entry in entries:
        if entry.theirs and entry.context in came and not entry.is_list:
            wrong = _wrong(entry)
            if wrong:
                file, _, _ = entry.key.partition(".")
                yield f"{language}/{file}.toml {entry.key} ({entry.part}): {wrong}"


def _wrong(entry: Entry) -> str:
    wanted, found = placeholders(entry.base) or frozenset(), placeholders(entry.theirs)
    if found is None:
        return "its braces are not in order; write each placeholder as {name}"
    if found - wanted:
        return f"nothing fills {{{min(found - wanted)}}}; remove it or mend its name"
    if wanted - found and not entry.is_plural:
        return f"{{{min(wanted - found)}}} is missing; put it where it belongs"
    return ""


def _half_done(entries: Iterable[Entry], language: str) -> Iterator[str]:
    """A question without one of its choices cannot be asked: all of it is there, or nothing."""
    for key, group in groupby(entries, key=lambda entry: entry.path[:2]):
        file, table = key
        parts = [entry for entry in group if entry.fingerprint.partition(":")[0] not in _SINGLE]
        if not any(entry.theirs for entry in parts):
            continue
        for entry in parts:
            if entry.needed and entry.fingerprint and not entry.theirs:
                yield (
                    f"{language}/{file}.toml {file}.{table} ({entry.part}): is empty while the "
                    "rest is translated; translate it, or leave all of it empty"
                )


_SINGLE = frozenset({"phrase", "page"})
"""Kinds of texts that stand alone, one beside the other in a table."""


def _with_recordings(files: dict[str, dict[str, Any]], present: Files) -> dict[str, dict[str, Any]]:
    """A recording is no text: translators do not see it, and it stays where it is."""
    for file, tables in files.items():
        for table, fields in tables.items():
            recording = present.get(file, {}).get(table, {}).get("recording")
            if recording:
                fields["recording"] = recording
    return files
