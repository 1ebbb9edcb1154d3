"""What is said in danger cannot be emptied of its numbers by an edit of words."""

from collections.abc import Iterator

from bot.engine.checks.subject import Check, Subject
from bot.engine.checks.texts import placeholders
from bot.engine.content import Wording
from bot.engine.exits import EXITS, URGENT
from bot.engine.state import Flow
from bot.messages import Urgency

_NUMBERS = frozenset({"emergency", "lines"})


def urgent_help_begins_with_the_number(subject: Subject) -> Iterator[str]:
    """Facts 2.4, rule 1: the emergency number first, above everything. And whatever an overdue
    review hides, it never hides this: only flows of urgency SAFETY are exempt from resting."""
    flow = subject.flows[EXITS[URGENT]]
    key = f"{flow.name}.{flow.start}"
    if flow.urgency is not Urgency.SAFETY:
        yield f"{flow.name}: is not of urgency SAFETY, so it could rest; declare it so"
    for language in subject.languages:
        wording = language.wordings.get(key)
        if wording and not wording.text.startswith(_openings(flow)):
            yield f"{language.code} {key} (text): does not begin with a number; put it first"


def _openings(flow: Flow) -> tuple[str, ...]:
    lines = flow.states[flow.start].lines
    return ("{emergency}", "{lines}") if lines[:1] == ("emergency",) else ("{emergency}",)


def safety_texts_hold_a_number(subject: Subject) -> Iterator[str]:
    """In flows for danger every text holds a number, but for those listed as gentle."""
    for key, (flow, state) in subject.states.items():
        if flow.urgency is not Urgency.SAFETY or not state.speaks:
            continue
        bare = [one.code for one in subject.languages if _is_bare(one.wordings.get(key))]
        if bare and key not in subject.numberless:
            where = f"{', '.join(bare)} {key} (text)"
            yield f"{where}: holds no number; write {{emergency}} or {{lines}}"
        if not bare and key in subject.numberless:
            yield f"{key}: allowed to hold no number and does; take it out of NUMBERLESS"


def _is_bare(wording: Wording | None) -> bool:
    return wording is not None and not _NUMBERS & (placeholders(wording.text) or frozenset())


CHECKS: tuple[Check, ...] = (urgent_help_begins_with_the_number, safety_texts_hold_a_number)
