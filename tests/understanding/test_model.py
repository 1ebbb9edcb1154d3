"""The file of the model: whole, small, and not older than what it was learnt from."""

from pathlib import Path

import pytest

from bot.understanding.model import MODEL, BadModel, load, save
from bot.understanding.training import learnt_from

BYTES_AT_MOST = 8_000_000


def test_it_was_learnt_from_the_phrases_that_are_here() -> None:
    """Else `make model`."""
    assert load().learnt_from == learnt_from()


def test_it_is_small() -> None:
    assert MODEL.stat().st_size <= BYTES_AT_MOST


def test_it_is_written_as_it_was_read(tmp_path: Path) -> None:
    save(load(), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == MODEL.read_bytes()


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04broken"])
def test_what_is_no_model_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(BadModel, match=r"make model"):
        load(path)
    with pytest.raises(BadModel, match=r"make model"):
        load(tmp_path / "nowhere.npz")
