"""The phrases are content: enough of them, each once, those for testing never learnt from."""

from collections import Counter
from pathlib import Path

import pytest

from bot.understanding.languages import VARIANTS, Variant
from bot.understanding.needs import DANGERS, EVERYDAY, NEEDS
from bot.understanding.phrases import BadPhrases, Phrase, Use, load, read_file
from bot.understanding.reading import fold
from bot.understanding.understanding import CONTENT

GOOD = 'batch = "x"\nuse = "training"\nscript = "Latn"\nstatus = "draft"\n'


@pytest.fixture(scope="module")
def phrases() -> list[Phrase]:
    return load(CONTENT)


def asked(variant: Variant, need: str) -> int:
    is_plain = need in EVERYDAY
    return (80 if is_plain else 200) if variant.language == "en" else (50 if is_plain else 120)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_there_are_enough_of_every_need(phrases: list[Phrase], variant: Variant) -> None:
    counts = Counter(one.need for one in phrases if one.variant == variant)
    assert {need: counts[need] for need in NEEDS if counts[need] < asked(variant, need)} == {}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.key)
def test_what_only_looks_like_danger_is_not_rarer(phrases: list[Phrase], variant: Variant) -> None:
    hers = [one for one in phrases if one.variant == variant]
    danger = Counter(one.need for one in hers if one.is_danger)
    near = Counter(one.near for one in hers if one.near)
    assert {need: (near[need], danger[need]) for need in DANGERS if near[need] < danger[need]} == {}


def test_no_phrase_is_both_learnt_from_and_tried_on(phrases: list[Phrase]) -> None:
    learnt = {fold(one.text) for one in phrases if one.use is Use.TRAINING and len(one.text) > 25}
    tried = {fold(one.text) for one in phrases if one.use is Use.TESTING and len(one.text) > 25}
    assert learnt & tried == set()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("emergency = [", "is not TOML"),
        ('use = "training"\nscript = "Latn"', "script, use or batch is missing"),
        (GOOD.replace("training", "fun"), "script, use or batch is missing"),
        (GOOD + 'dancing = ["x"]', "“dancing” is no need"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadPhrases, match=sentence):
        read_file(path, "en")
