"""`hearthline understand` and `hearthline phrases`, as others use them."""

import json
from collections.abc import Mapping

from click.testing import CliRunner

from adapters.cli import main
from bot.understanding.languages import SCRIPTS
from bot.understanding.needs import NEEDS
from tests.understanding.typical import CALM, CRIES


def understood(*texts: Mapping[str, object]) -> list[dict[str, object]]:
    lines = "\n".join(json.dumps(text, ensure_ascii=False) for text in texts)
    result = CliRunner().invoke(main, ["understand"], input=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_each_line_is_answered_in_its_order() -> None:
    texts = [{"id": n, "text": text} for n, (_, _, text) in enumerate(CRIES)]
    found = understood(*texts)
    assert [one["id"] for one in found] == list(range(len(CRIES)))
    for one, (language, need, _) in zip(found, CRIES, strict=True):
        assert one.keys() >= {"id", "language", "need", "danger", "confidence"}
        assert (one["language"], one["need"], one["danger"]) == (language, need, True)


def test_names_are_those_that_others_rely_on() -> None:
    found = understood(
        *({"id": "x", "text": text} for text in CALM.values()),
        {"id": "y", "text": "mera beta bohat badal gaya hai aur ghusse mein rehta hai"},
        {"id": "z", "text": "", "language": "ru"},
    )
    assert {one["language"] for one in found} <= {*SCRIPTS, "ur-Latn"}
    assert {one["need"] for one in found} <= {*NEEDS}
    assert found[-2]["language"] == "ur-Latn"
    assert (found[-1]["language"], found[-1]["danger"]) == ("ru", False)


def test_what_is_no_text_is_said_in_one_sentence_and_the_rest_is_answered() -> None:
    lines = ["{", "[]", '{"id": 1}', '{"id": 2, "text": 7}', '{"id": 3, "text": "\\ud83d help"}']
    lines.append('{"id": 4, "text": "hello", "language": ["x"]}')
    result = CliRunner().invoke(main, ["understand"], input="\n".join(lines))
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [one["id"] for one in answers] == [1, 2, 1, 2, 3, 4]
    assert answers[0]["error"] == 'Line 1 is not JSON with a "text".'
    assert ["error" in one for one in answers] == [True] * 4 + [False] * 2


def test_the_phrases_can_be_counted() -> None:
    result = CliRunner().invoke(main, ["phrases", "count"])
    assert result.exit_code == 0
    assert "ur-Latn: emergency " in result.output
