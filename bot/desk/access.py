"""Which cases an adviser may see, and what they may do with them."""

from dataclasses import dataclass
from enum import Flag, auto

from bot.desk.model import Adviser, Case
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission, may


class Tie(Flag):
    """What an adviser has to do with a case."""

    SERVES = auto()  # its queue and language: they see that it waits, and no word of hers
    INVITED = auto()
    LEADS = auto()
    OWNS = auto()


READS = Tie.OWNS | Tie.INVITED | Tie.LEADS
TALKS = Tie.OWNS | Tie.INVITED
STEERS = Tie.OWNS | Tie.LEADS


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may ask for `action`: whoever has one of `ties` to the case."""

    action: str
    ties: Tie
    permission: Permission = Permission.ANSWER
    is_claim: bool = False
    for_closed: bool = False


def ties_of(adviser: Adviser, case: Case) -> Tie:
    ties = Tie(0)
    if serves(adviser, case):
        ties |= Tie.SERVES
    if adviser.id in case.invited:
        ties |= Tie.INVITED
    if may(adviser.role, Permission.SEE_ALL_CASES):
        ties |= Tie.LEADS
    if adviser.id == case.owner:
        ties |= Tie.OWNS
    return ties


def serves(adviser: Adviser, case: Case) -> bool:
    in_queue = not adviser.queues or case.queue in adviser.queues
    return in_queue and (not adviser.languages or case.language in adviser.languages)


def refusal_of(
    rule: Rule, adviser: Adviser, case: Case, version: int | None, owner: str
) -> Refusal | None:
    """`owner`: the first name of whoever has the case."""
    ties = ties_of(adviser, case)
    if not ties:
        return Refusal(Why.NO_SUCH_CASE)
    if not may(adviser.role, rule.permission):
        return Refusal(Why.NOT_ALLOWED)
    if case.is_closed and not rule.for_closed:
        return Refusal(Why.CLOSED)
    if rule.is_claim and case.is_held:
        return None if Tie.OWNS in ties else Refusal(Why.TAKEN, owner)
    if not rule.ties & ties:
        return Refusal(Why.NOT_YOURS)
    return Refusal(Why.STALE) if version not in (None, case.version) else None
