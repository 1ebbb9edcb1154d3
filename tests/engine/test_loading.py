"""Words that cannot be right are refused, a sentence each; a translation that is behind rests."""

import shutil
from pathlib import Path

import pytest

from bot.engine import checks
from bot.engine.checks import translations
from bot.engine.loading import load_catalogue
from bot.engine.staleness import fingerprints
from bot.errors import BadContent
from tests.engine import world

DUE = "review_by = 2027-01-01"


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(world.CONTENT, folder / "content"))


def edited(folder: Path, name: str, old: str, new: str) -> Path:
    content = copied(folder)
    text = (content / name).read_text(encoding="utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new), encoding="utf-8")
    return content


def faults(content: Path) -> list[str]:
    with pytest.raises(BadContent) as refused:
        load_catalogue(content)
    return refused.value.faults


def test_the_first_language_is_the_default() -> None:
    catalogue = load_catalogue(world.CONTENT)
    assert list(catalogue.languages) == ["en", "ar"]
    assert catalogue.default.code == "en"
    assert catalogue.languages["ar"].direction == "rtl"


@pytest.mark.parametrize(
    ("hint", "code"), [("ar-EG", "ar"), ("AR", "ar"), ("ar_SA", "ar"), ("fr", "en"), ("", "en")]
)
def test_a_hint_finds_the_nearest_language(hint: str, code: str) -> None:
    assert load_catalogue(world.CONTENT).nearest(hint) == code


@pytest.mark.parametrize("name", ["words.toml", "lines.toml", "web.toml"])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    (content / "en" / name).unlink()
    assert any(fault.startswith(f"en/{name}: the file is missing") for fault in faults(content))


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("en/tea.toml", '[explain]\ntext = "', "[explain]\ntext = ", "en/tea.toml: not readable"),
        ("en/tea.toml", "[bye]", "[explain]", "en/tea.toml: not readable"),
        ("en/tea.toml", "[explain]\n", "[explain]\ntitle = 'x'\n", "unknown title"),
        ("en/tea.toml", '[explain]\ntext = "Tea is a drink."', "[explain]", "[explain]"),
        ("en/tea.toml", '{ label = "No" }', '{ lable = "No" }', "[drinks]"),
        ("lines.toml", 'nation = "uk"', 'country = "uk"', "[emergency]"),
        ("sources.toml", f"{DUE}\nsources = [", "sources = [", "tea.explain"),
        ("sources.toml", DUE, 'review_by = "2027-01-01"', "review_by is not a date"),
        ("sources.toml", '["a book about tea"]', '"a book about tea"', "is not a list"),
        ("lines.toml", "2026-01-02", '"2026-01-02"', "last_checked is not a date"),
    ],
    ids=[
        *("unclosed", "doubled", "unknown key", "no text", "no label", "unknown field"),
        *("no date", "a date in quotes", "no list", "a day in quotes"),
    ],
)
def test_a_broken_file_is_refused_by_name(
    name: str, old: str, new: str, says: str, tmp_path: Path
) -> None:
    found = faults(edited(tmp_path, name, old, new))
    assert any(says in fault for fault in found)


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    content = edited(tmp_path, "en/tea.toml", "[bye]", "[explain]")
    (content / "ar" / "words.toml").unlink()
    assert len(faults(content)) == 2


def test_no_language_at_all_is_refused(tmp_path: Path) -> None:
    content = copied(tmp_path)
    shutil.rmtree(content / "en")
    shutil.rmtree(content / "ar")
    assert any("no language folder" in fault for fault in faults(content))


def test_a_translation_behind_its_base_is_not_served(tmp_path: Path) -> None:
    content = edited(tmp_path, "en/tea.toml", "Tea is a drink.", "Tea is a hot drink.")
    arabic = load_catalogue(content).languages["ar"]
    assert arabic.stale == ("tea.explain",)
    assert "tea.explain" not in arabic.wordings
    assert "tea.bye" in arabic.wordings


def test_a_translation_behind_its_base_is_the_only_fault(tmp_path: Path) -> None:
    """It is one errand, whatever else of that language is right."""
    content = edited(tmp_path, "en/tea.toml", "Tea is a drink.", "Tea is a hot drink.")
    found = checks.faults_by_check(world.subject(content=content))
    assert list(found) == [translations.translations_are_fresh]


RECORDED = '[explain]\nrecording = "{}"\n'


def with_recording(folder: Path, name: str) -> Path:
    return edited(folder, "en/tea.toml", "[explain]\n", RECORDED.format(name))


def test_a_recording_is_named_by_the_text_it_reads_out(tmp_path: Path) -> None:
    content = with_recording(tmp_path, "tea.ogg")
    (content / "en/recordings").mkdir()
    (content / "en/recordings/tea.ogg").write_bytes(b"OggS")
    words = load_catalogue(content)
    assert words.default.wordings["tea.explain"].recording == "tea.ogg"
    assert words.languages["ar"].wordings["tea.explain"].recording == ""


def test_a_recording_that_is_not_there_is_refused(tmp_path: Path) -> None:
    [fault] = faults(with_recording(tmp_path, "tea.ogg"))
    assert fault.startswith("en tea.explain: the recording tea.ogg is missing; put it into")


@pytest.mark.parametrize("name", ["../lines.ogg", "tea.wav", "Tea.ogg", "a/b.ogg", ".ogg"])
def test_a_recording_of_another_kind_or_place_is_refused(tmp_path: Path, name: str) -> None:
    [fault] = faults(with_recording(tmp_path, name))
    assert "is no recording's name" in fault


def test_the_arabic_of_the_small_world_is_up_to_date() -> None:
    catalogue = load_catalogue(world.CONTENT)
    now = fingerprints(catalogue.default)
    stale = catalogue.languages["ar"].stale
    assert stale == (), {key: now[key] for key in stale}


def test_a_translation_without_a_status_is_being_written_and_not_offered(tmp_path: Path) -> None:
    content = copied(tmp_path)
    (content / "ar" / "status.toml").unlink()
    assert list(load_catalogue(content).languages) == ["en"]


def test_a_canned_reply_that_a_language_lacks_is_borrowed_and_says_so(tmp_path: Path) -> None:
    content = edited(tmp_path, "ar/canned.toml", "[soon]", "[goodbye]")
    borrowed = load_catalogue(content).canned("ar")
    assert {key: reply.language for key, reply in borrowed.items()} == {"hello": "ar", "soon": "en"}
    assert borrowed["hello"].filled("Omar", 5) == "مرحبا، اسمي Omar."
    assert borrowed["soon"].filled("Omar", 5) == "I am back in 5 minutes."


def test_a_language_without_canned_replies_is_whole(tmp_path: Path) -> None:
    content = copied(tmp_path)
    (content / "ar/canned.toml").unlink()
    subject = world.subject(content=content)
    assert checks.faults_by_check(subject) == {}
    assert subject.catalogue.languages["ar"].canned == {}
    assert [reply.language for reply in subject.catalogue.canned("ar").values()] == ["en", "en"]


def test_a_canned_reply_left_behind_by_its_base_is_not_offered(tmp_path: Path) -> None:
    content = edited(tmp_path, "en/canned.toml", "I am back in", "I come back in")
    catalogue = load_catalogue(content)
    assert catalogue.languages["ar"].stale == ("canned:soon",)
    assert catalogue.canned("ar")["soon"].language == "en"


@pytest.mark.parametrize("line", ["", "title = 5", 'title = "x"\nnote = "x"'])
def test_a_canned_reply_of_another_shape_is_refused(line: str, tmp_path: Path) -> None:
    content = edited(tmp_path, "en/canned.toml", 'title = "Hello"', line)
    assert "en/canned.toml: [hello] is not understood; it has a title and a text" in faults(content)
