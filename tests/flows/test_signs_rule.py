"""The decision rule of the signs (facts 2.4), over whatever she may tick and answer."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.answers import Answers
from bot.engine.content import Catalogue
from bot.engine.effects import Effect
from bot.engine.session import Answer, Session
from bot.engine.state import DONE
from bot.engine.turn import Engine
from bot.flows import signs_rule
from bot.flows.signs_rule import Step, causes, decide, open_question, ticked
from bot.flows.signs_taxonomy import GROUPS, SIGNS, Level
from bot.messages import Inbound, Kind, Say
from tests.flows.backroom import STARTS_AT

QUESTIONS = {sign.asks: sign.id for sign in SIGNS.values() if sign.asks}
GROUP_OF = {sign.id: group for group, signs in GROUPS.items() for sign in signs}
FACTS_LEVELS = {
    "W": "BEH-1 BEH-2 BEH-3 ONL-1 REL-1 IDE-1",
    "A": "BEH-4 BEH-5 BEH-6 ONL-2 ONL-3 REL-2 REL-3 IDE-2 IDE-3 TRV-1",
    "T": "BEH-7 ONL-4 ONL-5 ONL-6 REL-4 REL-5 IDE-4 IDE-5 IDE-6 TRV-2 TRV-3 TRV-6",
    "E": "TRV-4 TRV-5 URG-1 URG-2 URG-3 URG-4",
    "C": "URG-5",
}
"""The table of facts 2.4, written down a second time on purpose."""

chosen_signs = st.sets(st.sampled_from(sorted(SIGNS)))
replies = st.sampled_from(["yes", "no", "unsure", ""])
answered = st.fixed_dictionaries(dict.fromkeys((*QUESTIONS, "growing"), replies))


def answers(signs: Iterable[str], replies: Mapping[str, str] | None = None) -> Answers:
    """As the engine stores them after she ticked `signs` and replied."""
    stored: dict[str, Answer] = {}
    for sign in signs:
        key = f"signs.{GROUP_OF[sign]}"
        stored[key] = (*stored.get(key, ()), sign)
    stored |= {
        f"signs.{question}": (reply,) for question, reply in (replies or {}).items() if reply
    }
    return Answers(stored, "signs")


def levels(signs: Iterable[str]) -> list[Level]:
    return [SIGNS[sign].level for sign in signs]


def is_now(sign: str, replies: Mapping[str, str]) -> bool:
    asks = SIGNS[sign].asks
    return replies[asks] == "yes" if asks else SIGNS[sign].level is Level.EMERGENCY


@pytest.mark.parametrize(("level", "signs"), FACTS_LEVELS.items())
def test_each_sign_has_the_level_of_the_facts(level: str, signs: str) -> None:
    assert {sign.id for sign in SIGNS.values() if sign.level == level} == set(signs.split())


def test_only_three_signs_turn_on_whether_it_is_now() -> None:
    assert set(QUESTIONS.values()) == {"ONL-5", "ONL-6", "URG-5"}


@given(chosen_signs, answered)
def test_any_emergency_comes_before_everything(signs: set[str], replied: Mapping[str, str]) -> None:
    emergency = any(is_now(sign, replied) for sign in signs)
    assert (decide(answers(signs, replied)) is Step.EMERGENCY) == emergency


@given(chosen_signs, answered)
def test_a_question_is_asked_only_of_a_ticked_sign_and_only_once(
    signs: set[str], replied: Mapping[str, str]
) -> None:
    question = open_question(answers(signs, replied))
    assert not question or (QUESTIONS[question] in signs and not replied[question])


@given(chosen_signs, answered)
def test_a_sign_for_today_is_never_answered_with_less(
    signs: set[str], replied: Mapping[str, str]
) -> None:
    if Level.TODAY in levels(signs):
        assert decide(answers(signs, replied)) in {Step.EMERGENCY, Step.QUESTION, Step.TODAY}


@given(chosen_signs, answered)
def test_one_sign_for_advice_is_never_answered_with_less(
    signs: set[str], replied: Mapping[str, str]
) -> None:
    if Level.ADVICE in levels(signs):
        assert decide(answers(signs, replied)) not in {Step.TALK, Step.GROWING, Step.DOUBT}


@given(st.sets(st.sampled_from(FACTS_LEVELS["W"].split())), replies)
def test_small_signs_count_from_three_and_only_if_new_and_growing(
    signs: set[str], growing: str
) -> None:
    several = {"": Step.GROWING, "yes": Step.ADVICE, "unsure": Step.DOUBT, "no": Step.TALK}
    expected = several[growing] if len(signs) >= 3 else Step.TALK
    assert decide(answers(signs, {"growing": growing})) is expected


@given(chosen_signs, answered, st.sampled_from(sorted(SIGNS)))
def test_one_more_sign_never_means_less_help(
    signs: set[str], replied: Mapping[str, str], one_more: str
) -> None:
    order = list(Step)
    before = decide(answers(signs, replied))
    after = decide(answers({*signs, one_more}, replied))
    assert order.index(after) <= order.index(before)


@given(chosen_signs, answered)
def test_other_causes_are_named_for_ticked_signs_only(
    signs: set[str], replied: Mapping[str, str]
) -> None:
    named = {cause.removeprefix("could_be.") for cause in causes(answers(signs, replied))}
    assert named <= signs
    assert len(named) <= signs_rule.CAUSES_AT_MOST


def test_nothing_ticked_is_answered_with_talking_help() -> None:
    assert decide(answers([])) is Step.TALK
    assert ticked(answers([])) == ()


def test_every_other_cause_is_worded(catalogue: Catalogue) -> None:
    worded = {key for key in catalogue.default.phrases if key.startswith("signs.could_be.")}
    assert worded == {f"signs.{phrase}" for phrase in signs_rule.COULD_BE}


def press(engine: Engine, session: Session, *tokens: str) -> tuple[Session, tuple[Effect, ...]]:
    """She presses buttons, one after the other; what came of the last."""
    effects: tuple[Effect, ...] = ()
    for token in tokens:
        turn = engine.step(session, Inbound("test", "1", "", Kind.CHOICE, choice=token), STARTS_AT)
        assert turn.session is not None
        session, effects = turn.session, turn.effects
    return session, effects


def said(effects: tuple[Effect, ...]) -> list[str]:
    return [effect.key for effect in effects if isinstance(effect, Say)]


def at(group: str) -> Session:
    return Session("signs", group)


@pytest.mark.parametrize("sign", FACTS_LEVELS["E"].split())
def test_the_emergency_number_is_the_next_message_at_the_very_tick(
    engine: Engine, sign: str
) -> None:
    group = GROUP_OF[sign]
    _, effects = press(engine, at(group), f"signs.{group}:{sign}")
    assert said(effects)[0] == "urgent.now"


@pytest.mark.parametrize(("question", "sign"), QUESTIONS.items())
def test_a_sign_that_turns_on_now_gets_its_one_question_at_the_very_tick(
    engine: Engine, question: str, sign: str
) -> None:
    group = GROUP_OF[sign]
    session, effects = press(engine, at(group), f"signs.{group}:{sign}")
    assert said(effects) == [f"signs.{question}"]
    _, effects = press(engine, session, f"signs.{question}:yes")
    assert said(effects)[0] == "urgent.now"


@pytest.mark.parametrize(("question", "sign"), QUESTIONS.items())
def test_not_sure_is_offered_the_higher_step_as_a_choice(
    engine: Engine, question: str, sign: str
) -> None:
    group = GROUP_OF[sign]
    session, effects = press(engine, at(group), f"signs.{group}:{sign}", f"signs.{question}:unsure")
    assert said(effects) == ["signs.in_doubt"]
    _, effects = press(engine, session, "signs.in_doubt:urgent")
    assert said(effects)[0] == "urgent.now"


@pytest.mark.parametrize(("question", "sign"), QUESTIONS.items())
def test_not_now_goes_back_to_the_list_and_is_not_asked_again(
    engine: Engine, question: str, sign: str
) -> None:
    group = GROUP_OF[sign]
    session, effects = press(engine, at(group), f"signs.{group}:{sign}", f"signs.{question}:no")
    assert said(effects) == [f"signs.{group}"]
    _, effects = press(engine, session, f"signs.{group}:{DONE}")
    assert said(effects) == ["signs.more"]


@given(signs=chosen_signs, replied=answered)
def test_the_flow_does_what_the_rule_says(
    engine: Engine, signs: set[str], replied: Mapping[str, str]
) -> None:
    given_answers = answers(signs, replied)
    stored = {f"signs.{state}": given_answers[state] for state in given_answers}
    _, effects = press(engine, Session("signs", "more", stored), "signs.more:result")
    expected = {
        Step.EMERGENCY: "urgent.now",
        Step.QUESTION: f"signs.{open_question(given_answers)}",
        Step.TODAY: "signs.today",
        Step.ADVICE: "signs.advice",
        Step.GROWING: "signs.growing",
        Step.DOUBT: "signs.doubt",
        Step.TALK: "signs.after" if "URG-5" in signs else "signs.ordinary",
    }[decide(given_answers)]
    keys = said(effects)
    assert expected in keys
    crisis_lines_come_first = "URG-5" in signs and "signs.care" in keys
    first = keys[1] if crisis_lines_come_first else keys[0]
    assert first in {expected, "signs.could_be"}


@given(signs=chosen_signs, replied=answered)
def test_crisis_lines_are_given_whenever_she_hears_talk_of_dying(
    engine: Engine, signs: set[str], replied: Mapping[str, str]
) -> None:
    given_answers = answers({*signs, "URG-5"}, replied)
    stored = {f"signs.{state}": given_answers[state] for state in given_answers}
    _, effects = press(engine, Session("signs", "more", stored), "signs.more:result")
    if decide(given_answers) not in {Step.EMERGENCY, Step.QUESTION}:
        assert said(effects)[0] == "signs.care"
        assert "signs.ordinary" not in said(effects)


@pytest.mark.parametrize(
    ("sign", "help_for_it"),
    [
        ("ONL-5", "signs.blackmail"),
        ("REL-4", "signs.promise"),
        ("TRV-6", "signs.abroad"),
        ("BEH-7", "signs.home"),
    ],
)
def test_a_sign_with_help_of_its_own_gets_it(engine: Engine, sign: str, help_for_it: str) -> None:
    given_answers = answers([sign], {"threat_now": "no"})
    stored = {f"signs.{state}": given_answers[state] for state in given_answers}
    _, effects = press(engine, Session("signs", "more", stored), "signs.more:result")
    assert said(effects)[:2] == ["signs.today", help_for_it]


def test_only_a_feeling_is_offered_advice_as_a_choice(engine: Engine) -> None:
    session, effects = press(engine, at("where"), "signs.where:feeling")
    assert said(effects) == ["signs.doubt"]
    _, effects = press(engine, session, "signs.doubt:advice")
    assert said(effects) == ["signs.advice"]
