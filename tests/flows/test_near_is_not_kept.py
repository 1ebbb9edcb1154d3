"""Where she is, is nowhere in what is stored: not what she typed, not what she shared, not which
of several places she meant."""

import pytest

from bot.engine.content import Catalogue
from bot.engine.session import Session, dump_session
from bot.engine.turn import Engine
from tests.flows.player import Player, Transcript

GUILDFORD_WAYS = [
    ["Guildford"],
    ["GU1 3AA"],
    ["(location) 51.2362,-0.5704"],
]
NEWPORT_WAYS = [["Newport", "[The first]"], ["Newport", "2"], ["Newport", "[Another place]"]]


def stored(player: Player) -> Session:
    contact = player._contact
    assert contact is not None
    assert contact.session is not None
    return contact.session


@pytest.mark.parametrize("ways", [*GUILDFORD_WAYS, *NEWPORT_WAYS])
def test_after_the_list_only_events_are_remembered(
    engine: Engine, catalogue: Catalogue, ways: list[str]
) -> None:
    player = Player(engine, catalogue, Transcript())
    for does in ("hi", "no", "more", "events", *ways):
        player.play(f"> {does}")
    session = stored(player)
    kept = {key: answer for key, answer in session.answers.items() if key.startswith("events.")}
    ids = {one.partition(":")[0] for answer in kept.values() for one in answer}
    assert ids <= {str(number) for number in range(1, 99)}
    text = dump_session(session)
    for word in ("uildford", "GU1", "51.2", "0.57", "ewport"):
        assert word not in text


def test_a_district_that_she_lets_us_keep_leaves_the_session(
    engine: Engine, catalogue: Catalogue
) -> None:
    player = Player(engine, catalogue, Transcript())
    for does in ("hi", "no", "more", "events", "Penzance", "[Tell me of new ones]", "Penzance"):
        says, happened = player.play(f"> {does}")
    assert says
    [kept] = [line for line in happened if "kept a district" in line]
    assert kept.rpartition(" ")[2] not in dump_session(stored(player))
