"""The product understands by the model that UNDERSTANDING_MODEL names, or does not start."""

from pathlib import Path

import pytest

from adapters.meaning import load_meaning
from adapters.settings import load_settings
from bot.errors import BadSetting
from bot.understanding.languages import VARIANTS
from bot.understanding.linear import Linear
from bot.understanding.model import MODEL, Limits, load, save
from bot.understanding.needs import Danger
from bot.understanding.understanding import Understanding

CALM = "what is the weather like today"
ALWAYS = dict.fromkeys((variant.key for variant in VARIANTS), 0.0)
SENTENCE = (
    "UNDERSTANDING_MODEL must name a model that was made with this version: "
    "hearthline phrases retrain makes it."
)


def meaning(**given: str) -> Understanding:
    return load_meaning(load_settings({"SECRET_KEY": "11" * 32, **given}))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Everything frightens it."""
    shipped = load()
    learnt_from = f"{shipped.learnt_from.partition(' ')[0]} of other phrases"
    limits = Limits(ALWAYS, ALWAYS, need=0.5, warmth=1.0)
    save(shipped._replace(limits=limits, learnt_from=learnt_from), tmp_path / "own.npz")
    return tmp_path / "own.npz"


def test_without_one_it_is_the_products(own: Path) -> None:
    assert meaning().understand(CALM).danger is not Danger.YES


def test_the_one_that_is_named_is_understood_by(own: Path) -> None:
    assert meaning(UNDERSTANDING_MODEL=str(own)).understand(CALM).danger is Danger.YES


@pytest.mark.parametrize("content", [None, b"", b"no model", b"PK\x03\x04broken", "half", "folder"])
def test_what_is_no_model_is_one_sentence(tmp_path: Path, content: bytes | str | None) -> None:
    path = tmp_path / "own.npz"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        whole = MODEL.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] if isinstance(content, str) else content)
    with pytest.raises(BadSetting) as refused:
        meaning(UNDERSTANDING_MODEL=str(path))
    assert refused.value.faults == [SENTENCE]


def test_so_is_one_of_another_version(own: Path, tmp_path: Path) -> None:
    """Its weights would be taken for those of other features, and nothing would tell."""
    model = load(own)
    fewer: Linear = model.needs._replace(weights=model.needs.weights[:, 1:])
    for other in (model._replace(learnt_from="older phrases"), model._replace(needs=fewer)):
        save(other, tmp_path / "other.npz")
        with pytest.raises(BadSetting) as refused:
            meaning(UNDERSTANDING_MODEL=str(tmp_path / "other.npz"))
        assert refused.value.faults == [SENTENCE]
