"""Whatever she sends, in whatever order: a pure turn, an answer, a bounded session."""

import copy
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.checks.structure import LOOK_UP_RESULTS, SEARCHES
from bot.engine.checks.ways import SHOWN
from bot.engine.effects import AddToCase
from bot.engine.session import Session, dump_session, load_session
from bot.engine.state import Flow
from bot.engine.turn import Engine
from bot.engine.walk import TRAIL_AT_MOST
from bot.messages import Inbound, Kind, Say
from tests.engine import world
from tests.engine.talk import ENGINE as SMALL

FOUND = st.fixed_dictionaries(
    {
        **{name: st.just(result) for name, result in SHOWN.items()},
        **{name: st.sampled_from(sorted(results)) for name, results in LOOK_UP_RESULTS.items()},
        **{name: st.sampled_from(["", *sorted(results)]) for name, results in SEARCHES.items()},
    }
)
"""Whatever all look-ups together may answer."""
SILENT = frozenset({Kind.EDIT, Kind.LEFT})


def tokens(flows: Mapping[str, Flow]) -> list[str]:
    return [
        f"{flow.name}.{state.name}:{choice}"
        for flow in flows.values()
        for state in flow.states.values()
        for choice in state.choices
    ]


def words(engine: Engine) -> list[str]:
    """Everything that means something somewhere."""
    found: set[str] = set()
    for language in engine.catalogue.languages.values():
        found.update(word for also in language.commands.values() for word in also)
        found.update(language.danger)
        for wording in language.wordings.values():
            found.update(label.label for label in wording.choices.values())
    return sorted(found | {"1", "2", "1 2", "3 5", "12"})


def inbounds(engine: Engine) -> st.SearchStrategy[Inbound]:
    texts = st.one_of(st.sampled_from(words(engine)), st.text(max_size=40))
    choices = st.one_of(st.sampled_from(tokens(engine.flows)), st.text(max_size=20))
    typed = st.builds(
        lambda kind, text: Inbound("sample", "she", "1", kind, text=text),
        st.sampled_from([Kind.TEXT, Kind.TEXT, Kind.EDIT]),
        texts,
    )
    pressed = st.builds(
        lambda token, of: Inbound("sample", "she", "1", Kind.CHOICE, choice=token, pressed=of),
        choices,
        st.sampled_from(["", "41", "42"]),
    )
    others = st.builds(lambda kind: Inbound("sample", "she", "1", kind), st.sampled_from(Kind))
    return st.one_of(typed, pressed, pressed, others)


def one_turn(
    engine: Engine, session: Session | None, inbound: Inbound, found: Mapping[str, str]
) -> Session | None:
    """Step twice from the same place: the same comes of it, and nothing given is changed."""
    before = copy.deepcopy(session)
    turn = engine.step(session, inbound, world.NOW, language="en", found=found)
    assert turn == engine.step(session, inbound, world.NOW, language="en", found=found)
    assert session == before
    assert not turn.wants
    says = [effect for effect in turn.effects if isinstance(effect, Say | AddToCase)]
    is_double_tap = inbound.kind is Kind.CHOICE and bool(inbound.pressed)
    assert says or inbound.kind in SILENT or is_double_tap
    return turn.session


def still_sound(engine: Engine, session: Session | None) -> Session | None:
    """The session stored and read back, after a look at its bounds."""
    if session is None:
        return None
    assert session.key in {f"{f.name}.{s}" for f in engine.flows.values() for s in f.states}
    assert len(session.trail) <= TRAIL_AT_MOST
    assert session.lost < 3
    kept = load_session(dump_session(session))
    assert kept == session
    return kept


def converse(engine: Engine) -> None:
    @settings(max_examples=150, deadline=None)
    @given(st.lists(inbounds(engine), max_size=12), FOUND)
    def talks(messages: list[Inbound], found: Mapping[str, str]) -> None:
        session: Session | None = None
        for inbound in messages:
            session = still_sound(engine, one_turn(engine, session, inbound, found))

    talks()


def test_any_conversation_in_the_small_world_is_pure_answered_and_bounded() -> None:
    converse(SMALL)


def test_any_conversation_in_the_real_flows_is_pure_answered_and_bounded(engine: Engine) -> None:
    converse(engine)
