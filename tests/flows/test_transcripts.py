"""Conversations are the tests: each transcript is played, its session stored and loaded between
turns."""

from pathlib import Path

import pytest

from bot.engine.content import Catalogue
from bot.engine.turn import Engine
from tests.flows.player import Exchange, Player, read_transcript

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.rglob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_conversation_goes_as_written(
    path: Path, engine: Engine, catalogue: Catalogue, request: pytest.FixtureRequest
) -> None:
    transcript = read_transcript(path)
    exchanges = transcript.exchanges
    player = Player(engine, catalogue, transcript)
    played = [_play(player, exchange) for exchange in exchanges]
    if request.config.getoption("--update"):
        lines = [line for exchange in played for line in exchange.lines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        assert [e.says for e in played] == [e.says for e in exchanges]
    assert [e.effects for e in played] == [e.effects for e in exchanges]


def _play(player: Player, exchange: Exchange) -> Exchange:
    says, effects = player.play(exchange.does)
    return Exchange(exchange.does, exchange.notes, says, effects)


def test_every_flow_has_a_transcript(engine: Engine) -> None:
    assert {path.parent.name for path in TRANSCRIPTS} >= set(engine.flows)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_transcript_says_what_it_shows(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_a_changed_word_of_the_guide_is_noticed(
    tmp_path: Path, engine: Engine, catalogue: Catalogue
) -> None:
    path = tmp_path / "planted.txt"
    path.write_text("# Planted.\n\n> hi\n< Something the guide never says.\n", encoding="utf-8")
    transcript = read_transcript(path)
    player = Player(engine, catalogue, transcript)
    written = transcript.exchanges[0]
    assert _play(player, written).says != written.says
