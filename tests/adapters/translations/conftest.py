"""The small world's words, which every test may change."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.engine import world

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(world.CONTENT, tmp_path / "content"))


def everything(content: Path) -> dict[str, str]:
    """Every file of the content, to see that nothing has changed."""
    return {
        path.relative_to(content).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }


def edit(content: Path, name: str, old: str, new: str) -> None:
    text = (content / name).read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    (content / name).write_text(text.replace(old, new), encoding="utf-8")
