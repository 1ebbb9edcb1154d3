"""What the operator's commands do: export, import, stamp, status."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.translations import po
from adapters.translations.entries import Entry, entries
from adapters.translations.files import (
    STATUS,
    folder_of,
    languages,
    read_files,
    read_status,
    write_files,
)
from adapters.translations.importing import take
from adapters.translations.notes import plural_forms
from bot.engine.loading import load_language
from bot.engine.staleness import fingerprints
from bot.errors import BadContent


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language is. `stale`: texts not known to be made from the present base."""

    code: str
    name: str
    texts: int
    missing: int
    stale: int
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: texts taken, still empty ones that were left out, texts whose base
    has changed, and whether a reader has to pass the language again."""

    texts: int
    left_out: int
    behind: int
    is_draft_again: bool


def export(content: Path, language: str, now: datetime) -> bytes:
    """All texts of a language as PO, translated or not. Errors raised: BadContent."""
    folder = folder_of(content, language)
    made_from, present = read_status(folder).get("base", {}), _base_now(content)
    stale = frozenset(key for key, now_ in present.items() if made_from.get(key) != now_)
    return po.write(_entries(content, language), stale, language, now)


def import_po(content: Path, language: str, file: bytes) -> Imported:
    """The texts of a PO file into the files of its language. What a reader has passed is a draft
    again once it reads differently. Errors raised: BadContent; then nothing has changed."""
    folder = folder_of(content, language)
    present = read_files(folder)
    taken = take(_entries(content, language), po.read(file, language), present, language)
    status = read_status(folder)
    is_draft_again = taken.is_changed and bool(status.get("reviewed_by"))
    if is_draft_again:
        status["reviewed_by"] = ""
        status.pop("reviewed_on", None)
    base, now = status.pop("base", {}), _base_now(content)
    kept = {key: print_ for key, print_ in base.items() if key not in taken.behind and key in now}
    stamps = kept | {key: now[key] for key in taken.fresh}
    documents = {name: taken.files.get(name, {}) for name in read_files(_base_folder(content))}
    documents[STATUS] = _status(status, stamps, now)
    write_files(content, language, documents)
    return Imported(taken.texts, taken.left_out, len(taken.behind), is_draft_again)


def stamp(content: Path, language: str, keys: Iterable[str] = ()) -> int:
    """Note that these texts (all, when none is named) are made from the present base; how many.

    Errors raised: BadContent.
    """
    folder = folder_of(content, language)
    status = read_status(folder)
    if not (folder / f"{STATUS}.toml").exists():
        write_files(content, language, {STATUS: _status(status, {}, {})})
    now, mine = _base_now(content), fingerprints(load_language(content, language))
    wanted = list(keys) or [key for key in now if key in mine]
    unknown = [key for key in wanted if key not in now or key not in mine]
    if unknown:
        fault = "there is no such text; [base] in status.toml shows how they are named"
        raise BadContent([f"{language} {key}: {fault}" for key in unknown])
    stamps = {key: print_ for key, print_ in status.pop("base", {}).items() if key in now}
    stamps |= {key: now[key] for key in wanted}
    write_files(content, language, {STATUS: _status(status, stamps, now)})
    return len(wanted)


def standings(content: Path) -> list[Standing]:
    """How far each translation is. Errors raised: BadContent."""
    now = _base_now(content)
    _base, *others = languages(content).items()
    return [_standing(content, code, name, now) for code, name in others]


def _standing(content: Path, code: str, name: str, now: Mapping[str, str]) -> Standing:
    if not (content / code / "status.toml").is_file():  # not begun, or being written
        return Standing(code, name, 0, len(now), 0, "")
    mine = [key for key in fingerprints(load_language(content, code)) if key in now]
    status = read_status(content / code)
    made_from = status.get("base", {})
    stale = sum(made_from.get(key) != now[key] for key in mine)
    reviewed_by = str(status.get("reviewed_by", ""))
    return Standing(code, name, len(mine), len(now) - len(mine), stale, reviewed_by)


def _entries(content: Path, language: str) -> list[Entry]:
    base, theirs = read_files(_base_folder(content)), read_files(content / language)
    return list(entries(base, theirs, plural_forms(language)))


def _base_folder(content: Path) -> Path:
    return content / next(iter(languages(content)))


def _base_now(content: Path) -> dict[str, str]:
    """The fingerprints of the present base texts, in their order."""
    return fingerprints(load_language(content, _base_folder(content).name))


def _status(
    status: Mapping[str, Any], stamps: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, Any]:
    in_order = {key: stamps[key] for key in now if key in stamps}
    return {"reviewed_by": "", **status, "base": in_order}
