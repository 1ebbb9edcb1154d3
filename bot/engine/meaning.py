"""Where each need leads: what she wrote freely, taken to the flow that answers it."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.engine.exits import EXITS, START, URGENT
from bot.engine.place import Place
from bot.engine.state import Flow
from bot.engine.walk import Walk
from bot.messages import Inbound, Kind, Say
from bot.understanding.needs import Danger, Need, Understood

MEANT = "meant"
"""The flow that asks which of the likeliest needs it is."""
IN_DANGER = "in_danger"
"""The flow that asks whether anyone is in danger, where that is not sure."""
LIKELY = f"{MEANT}.likely"
"""Where the session keeps what to ask: names of needs, never her words."""
WHICH = f"{MEANT}.which"
KINDLY = "guide.kindly"
OUT_OF_SCOPE = "guide.out_of_scope"
TAKEN = "guide.taken"
NUMBERS = f"{URGENT}.now"

TRAVEL = "travel"
DANGER_FLOWS: Mapping[Need, str] = MappingProxyType(
    {
        Need.EMERGENCY: "urgent",
        Need.VIOLENCE_PLAN: "urgent",
        Need.SELF_HARM: "self_harm",
        Need.ABUSE: "abuse",
        Need.TRAVEL: TRAVEL,
    }
)
"""What follows the numbers. Each begins with them, but for travel: there they are said before."""
FLOWS: Mapping[Need, str] = MappingProxyType(
    {
        Need.MINOR: "young",
        Need.SIGNS: "signs",
        Need.TALK: "talk",
        Need.CALL101: "call",
        Need.EVENTS: "events",
        Need.STAND: "stand",
        Need.SCHOOL: "school",
        Need.WEBCHAT: "webchat",
        Need.PLEDGE: "pledge",
        Need.HUMAN: "person",
        Need.STORIES: "stories",
        Need.LANGUAGE: "language",
        Need.PRIVACY: "privacy",
        Need.STOP: "stop",
    }
)
REMARKED: Mapping[Need, str] = MappingProxyType({Need.SMALLTALK: KINDLY, Need.NONE: OUT_OF_SCOPE})
"""Needs with no flow of their own: a kind word, then the question again."""
NOTICES = (*REMARKED.values(), TAKEN)


def first_says(standing: Mapping[str, Say], starts: Mapping[str, str]) -> dict[Need, Say]:
    """For each danger the words that come before all else: a number on the first line. `starts`
    are the first states of flows, by flow."""
    numbers = standing.get(NUMBERS)
    if numbers is None:
        return {}
    return {
        need: numbers
        if flow == "travel"
        else standing.get(f"{flow}.{starts.get(flow, '')}", numbers)
        for need, flow in DANGER_FLOWS.items()
    }


def to_danger(walk: Walk, inbound: Inbound, says: Mapping[Need, Say]) -> None:
    """The number first, then the one calm question of the flow for this danger."""
    if inbound.meant is None:
        return
    need = inbound.meant.need
    flow = DANGER_FLOWS[need]
    if says[need].key == NUMBERS and flow != URGENT:
        walk.effects.append(says[need])
    walk.go_to(flow)


def act_on(walk: Walk, inbound: Inbound, flows: Mapping[str, Flow]) -> bool:
    """Take her where her words lead, or ask her; False where they lead nowhere."""
    meant = inbound.meant
    if meant is None or MEANT not in flows:
        return False
    here = walk.key.partition(".")[0]
    if meant.danger is Danger.UNSURE:
        return here != IN_DANGER and _ask(walk, meant, IN_DANGER)
    if inbound.kind is Kind.EDIT:
        return False
    if meant.is_sure:
        return _go(walk, meant.need, here)
    if meant.need is Need.NONE or here in {MEANT, IN_DANGER} or not _answerable(meant):
        return False
    return _ask(walk, meant, WHICH)


def _go(walk: Walk, need: Need, here: str) -> bool:
    if need in REMARKED:
        return _remark(walk, REMARKED[need])
    flow = FLOWS.get(need, "")
    if not flow or flow.partition(".")[0] == here:
        return False  # she is there, and it asks something else
    if walk.place is Place.NOWHERE:
        _greet(walk)
    walk.notice(TAKEN)
    walk.go_to(flow)
    return True


def _remark(walk: Walk, notice: str) -> bool:
    """Once; whoever writes on like that is lost, and told so."""
    if not walk.waits or walk.lost:
        return False
    walk.lost += notice == OUT_OF_SCOPE
    walk.notice(notice)
    walk.question()
    return True


def _ask(walk: Walk, meant: Understood, target: str) -> bool:
    if walk.place is Place.NOWHERE and target == WHICH:
        _greet(walk)
    walk.answers[LIKELY] = _answerable(meant)
    walk.go_to(target)
    return True


def _greet(walk: Walk) -> None:
    """Whoever is new hears first what this is."""
    walk.go_to(EXITS[START])
    if walk.waits:
        walk.effects.pop()  # the question that the greeting leads to


def _answerable(meant: Understood) -> tuple[str, ...]:
    """Of the likeliest needs those that have an answer; all dangers are one."""
    found = [URGENT if need in DANGER_FLOWS else need.value for need in meant.likely]
    asked = {*(need.value for need in FLOWS), URGENT}
    return tuple(dict.fromkeys(one for one in found if one in asked))
