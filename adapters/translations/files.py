"""The files of a language: read as tables, written whole or not at all."""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from adapters.translations.toml_files import toml_of
from bot.engine.content import CANNED, RECORDINGS
from bot.engine.loading import flow_files, load_language
from bot.errors import BadContent

STATUS = "status"
NOT_FLOWS = ("words", "lines", "web")
"""Beside the flows, these hold texts; the loader needs them in every language."""

_COMMENT = "Written by `hearthline translation import`: notes put here are lost at the next one."
_COMMENTS = {
    STATUS: 'Who has read all of this ("": nobody yet, it is a draft), and a fingerprint of each\n'
    "base text that it was made from."
}

Documents = Mapping[str, Mapping[str, Any]]


def languages(content: Path) -> dict[str, str]:
    """Every language there is or may be, by code, with its own name. The first is the base."""
    known = _read(content / "languages.toml")
    return {code: str(about.get("name", code)) for code, about in known.items()}


def folder_of(content: Path, code: str) -> Path:
    """The folder of a translation. Errors raised: BadContent where it is none."""
    base, *others = languages(content)
    if code not in others:
        fault = f"{code}: not a translation; languages.toml names {', '.join(others)} beside {base}"
        raise BadContent([fault])
    return content / code


def read_files(folder: Path) -> dict[str, dict[str, Any]]:
    """The tables of every file that holds texts, by name; none where there is no such folder.
    Errors raised: BadContent."""
    if not folder.is_dir():
        return {}
    flows = [file.name.removesuffix(".toml") for file in flow_files(folder)]
    return {name: _read(folder / f"{name}.toml") for name in (*flows, *NOT_FLOWS, CANNED)}


def read_status(folder: Path) -> dict[str, Any]:
    return _read(folder / f"{STATUS}.toml")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = f"{file.parent.name}/{file.name}: not readable as TOML ({error}); mend that line"
        raise BadContent([fault]) from None


def write_files(content: Path, code: str, documents: Documents) -> None:
    """Replace these files of a language; a flow of which nothing is translated has none. All are
    made and read once before the first is put in its place. Errors raised: BadContent."""
    texts = {
        f"{name}.toml": toml_of(tables, _COMMENTS.get(name, _COMMENT))
        for name, tables in documents.items()
        if tables or name in NOT_FLOWS
    }
    gone = {f"{name}.toml" for name in documents} - set(texts)
    with tempfile.TemporaryDirectory(dir=content, prefix=f".{code}-") as place:
        drafts = Path(place) / code
        shutil.copy(content / "languages.toml", place)
        _copy(content / code, drafts, without=gone)
        for name, text in texts.items():
            (drafts / name).write_text(text, encoding="utf-8", newline="\n")
        if set(texts) != {f"{STATUS}.toml"}:
            load_language(Path(place), code)
        (content / code).mkdir(exist_ok=True)
        for name in texts:
            (drafts / name).replace(content / code / name)
    for name in gone:
        (content / code / name).unlink(missing_ok=True)


def _copy(folder: Path, drafts: Path, without: Set[str]) -> None:
    """The language as it is, its recordings by name only: they may be large."""
    drafts.mkdir()
    for file in _files(folder):
        if file.name not in without:
            shutil.copy(file, drafts)
    recordings = drafts / RECORDINGS
    recordings.mkdir()
    for file in _files(folder / RECORDINGS):
        (recordings / file.name).touch()


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.glob("*") if file.is_file())
