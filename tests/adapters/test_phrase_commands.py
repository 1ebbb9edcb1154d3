"""`hearthline phrases`: what was accepted leaves as files, and a model learns from it."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters import phrase_commands
from adapters.database import Database
from adapters.phrase_commands import phrases
from adapters.phrase_files import write_phrases
from bot.desk.suggestions import Misreading, Standing, Suggestion
from bot.ports import Transaction
from bot.understanding.languages import SCRIPTS, VARIANTS, Variant
from bot.understanding.model import MODEL, load
from bot.understanding.needs import NEEDS, Need
from bot.understanding.phrases import Use
from bot.understanding.phrases import load as load_phrases
from tests.contracts.conftest import World, do, on_sqlite, sqlite_template

__all__ = ["on_sqlite", "sqlite_template"]

ENGLISH, ROMAN = Variant("en", "Latn"), Variant("ur", "Latn")
LETTERS = {
    "Latn": "abcdefghijklmnoprstuwz",
    "Arab": "ابتثجحخدذرزسشصضطظعغفقکلمن",
    "Beng": "কখগঘচছজঝটঠডঢতথদধনপফবভম",
    "Guru": "ਕਖਗਘਚਛਜਝਟਠਡਢਤਥਦਧਨਪਫਬਭਮ",
    "Cyrl": "абвгдежзиклмнопрстуфхцчш",
}


@pytest.fixture
def world(on_sqlite: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    monkeypatch.setenv("DATABASE_URL", on_sqlite.url)
    monkeypatch.setenv("SECRET_KEY", "11" * 32)
    monkeypatch.chdir(tmp_path)
    return on_sqlite


def one(id_: int, text: str, need: Need = Need.EMERGENCY, **fields: Any) -> Suggestion:
    at = World("").clock()
    new = Suggestion(id_, at, ENGLISH, need, None, Misreading.MISSED, text, 1)
    return replace(new, **fields)


SAID = (
    one(1, "a blade is gone"),
    one(2, 'he "joked" \\ about it', Need.SIGNS, near=Need.TRAVEL, kind=Misreading.FALSE_ALARM),
    one(3, "chaku le gaya", variant=ROMAN),
)


def decided(database: Database, suggestions: Sequence[Suggestion], status: Standing) -> None:
    def work(transaction: Transaction) -> None:
        store = transaction.desk.phrases
        for new in suggestions:
            assert store.add(new)
            assert store.decide(replace(new, status=status, decided_by=2, decided_at=new.at))

    do(database, work)


@pytest.fixture
def database(world: World) -> Database:
    store = world.open()
    decided(store, SAID, Standing.ACCEPTED)
    decided(store, [one(4, "nobody learns from this")], Standing.REFUSED)
    do(store, lambda transaction: transaction.desk.phrases.add(one(5, "nobody has decided")))
    return store


def run(*words: str) -> Result:
    result = CliRunner().invoke(phrases, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_what_was_accepted_is_written_and_nothing_else(database: Database, tmp_path: Path) -> None:
    result = run("local", "--out", "out")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "out/en/phrases/local.toml",
        "out/ur/phrases/latn-local.toml",
    ]
    found = load_phrases(tmp_path / "out")
    assert sorted((p.text, p.need, p.near, p.variant) for p in found) == sorted(
        (given.text, given.need, given.near, given.variant) for given in SAID
    )
    assert {(phrase.use, phrase.batch) for phrase in found} == {(Use.TRAINING, "local")}
    file = tmp_path / "out/en/phrases/local.toml"
    assert tomllib.loads(file.read_text("utf-8"))["status"] == "reviewed"


def test_the_same_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    run("local", "--out", "out")
    file = tmp_path / "out/en/phrases/local.toml"
    before = file.read_bytes()
    run("local", "--out", "out")
    assert file.read_bytes() == before


def test_a_text_that_two_proposed_is_written_once(tmp_path: Path) -> None:
    write_phrases(tmp_path, [*SAID, one(9, SAID[0].text), one(10, "")])
    texts = [phrase.text for phrase in load_phrases(tmp_path)]
    assert sorted(texts) == sorted(given.text for given in SAID)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("local", "--out", "out"), "No phrase is accepted yet"),
        (("local",), "Missing option '--out'"),
        (("train", "--local", "gone"), "does not exist"),
        (("train", "--local", "."), "--local needs --out"),
        (("train", "--local", ".", "--out", "x.npz"), "There are no phrases in that folder."),
        (("retrain",), "UNDERSTANDING_MODEL is not set"),
    ],
)
def test_a_wrong_use_is_one_sentence(world: World, words: list[str], sentence: str) -> None:
    before = MODEL.stat()
    result = run(*words)
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert (MODEL.stat().st_size, MODEL.stat().st_mtime) == (before.st_size, before.st_mtime)


def test_where_nothing_can_be_written_it_says_so(database: Database, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/en").touch()
    result = run("local", "--out", "out")
    assert result.exit_code == 1
    assert "The folder cannot be written" in result.output


def test_without_tables_it_says_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    assert "was `hearthline migrate` run?" in run("local", "--out", "out").output


def content(folder: Path) -> Path:
    """A small language of its own for each need, in all scripts, quickly learnt."""
    for place, variant in enumerate(VARIANTS):
        letters = LETTERS[variant.script]
        for use in Use:
            file = folder / variant.language / "phrases" / f"{variant.script}-{use}.toml"
            file.parent.mkdir(parents=True, exist_ok=True)
            lines = [f'batch = "a"\nuse = "{use}"\nscript = "{variant.script}"']
            for number, need in enumerate(NEEDS):
                word = _word(letters, number, place)
                ends = (word, letters[0] * 2) if use is Use.TRAINING else (letters[1] * 2,)
                texts = ", ".join(f'"{word} {end}"' for end in (*ends, "x"))
                lines.append(f"{need} = [{texts}]")
            file.write_text("\n".join(lines), "utf-8")
    return folder


def _word(letters: str, number: int, place: int) -> str:
    more = letters[(number * 3 + 1) % len(letters)] + letters[place] * 2
    return letters[number % len(letters)] * 2 + more + letters[(number + place) % len(letters)]


def test_a_model_learns_from_what_was_accepted(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target, small = tmp_path / "models/own.npz", content(tmp_path / "content")
    monkeypatch.setattr(phrase_commands, "CONTENT", small)
    monkeypatch.setenv("UNDERSTANDING_MODEL", str(target))
    shipped = MODEL.read_bytes()
    learns_from = [phrase for phrase in load_phrases(small) if phrase.use is Use.TRAINING]

    result = run("retrain")

    assert result.exit_code == 0, result.output
    assert f"{len(learns_from) + len(SAID)} phrases" in result.output
    told = "Learnt from 3 phrases of this installation as well: en 2, ur-Latn 1."
    assert told in result.output
    assert "out of 3 of them." in result.output
    tried = len(load_phrases(small)) - len(learns_from)
    assert f"out of {tried} phrases that are never learnt from." in result.output
    assert "Nothing restarts by itself" in result.output
    assert "a blade" not in result.output
    model = load(target)
    assert MODEL.read_bytes() == shipped
    assert sorted(path.name for path in target.parent.iterdir()) == ["own.npz"]

    run("local", "--out", "out")
    again = run("train", "--local", "out", "--out", "again.npz")
    assert again.exit_code == 0, again.output
    assert load(tmp_path / "again.npz").learnt_from == model.learnt_from
    assert (tmp_path / "again.npz").read_bytes() == target.read_bytes()


def test_every_script_has_letters() -> None:
    assert set(SCRIPTS.values()) == set(LETTERS)
