"""The operator's commands about words, each in a process of its own."""

import shutil
from pathlib import Path

import pytest

from tests.end_to_end.test_process import hearthline
from tests.engine import world

KEY = "11" * 32


@pytest.fixture
def content(tmp_path: Path) -> str:
    return str(shutil.copytree(world.CONTENT, tmp_path / "content"))


def test_texts_go_out_to_translators_and_come_back(tmp_path: Path, content: str) -> None:
    out = hearthline(tmp_path, "translation", "export", "ar", "ar.po", "--content", content)
    back = hearthline(tmp_path, "translation", "import", "ar", "ar.po", "--content", content)
    stamped = hearthline(tmp_path, "translation", "stamp", "ar", "--content", content)
    shown = hearthline(tmp_path, "translation", "status", "--content", content)

    assert [done.returncode for done in (out, back, stamped, shown)] == [0, 0, 0, 0]
    assert "0 are still to be translated" in back.stdout
    assert "0 missing, 0 stale, reviewed by a test" in shown.stdout


def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "ar.po").write_text("no po")
    wrong = hearthline(tmp_path, "translation", "import", "ar", "ar.po", "--content", content)
    gone = hearthline(tmp_path, "translation", "import", "ar", "gone.po", "--content", content)

    for done in (wrong, gone):
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1


def test_what_stands_in_the_way_is_listed(tmp_path: Path) -> None:
    key = tmp_path / "var/secret.key"
    key.parent.mkdir()
    key.write_text(KEY)
    key.chmod(0o644)

    done = hearthline(tmp_path, "launch-check", SECRET_KEY="")

    assert done.returncode == 1
    lines = done.stdout.splitlines()
    for what in ("PUBLIC_URL is not set", "Telegram is off", "WhatsApp is off", "No adviser"):
        assert [line for line in lines if line.startswith(what)], what
    assert [line for line in lines if "secret.key can be read by others" in line]
    assert [line for line in lines if line.startswith("en: a draft")]
    assert len([line for line in lines if line.startswith("sources.toml talk: ")]) == 1
