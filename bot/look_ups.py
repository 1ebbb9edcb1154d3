"""What flows may look up while a turn is under way, by name. A result is a trigger of the state
that asked, or stands in its wording."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.asked import Asked, LookUp
from bot.cohorts import joining as cohorts
from bot.desk.back_on import opening_at
from bot.desk.model import Adviser, Presence
from bot.desk.plan import Plan, QueuePlan
from bot.desk.roles import Permission, may
from bot.engine.state import ALREADY_OPEN, BLOCKED, OPEN_CASE_LOOK_UP
from bot.events import look_ups as events
from bot.panels import look_ups as panels
from bot.reminders import consents

NO_DESK = Plan({"general": QueuePlan(name="general")})
"""The plan of an installation without a desk: it never opens."""
PLEDGE = "pledge"
"""The counter of voices added to the resolution."""
GENERAL, YOUNG = "general", "young"
OPEN, CLOSED, NONE = "open", "closed", "none"


def _open_case(asked: Asked) -> str:
    if asked.conversation.blocked:
        return BLOCKED
    return ALREADY_OPEN if asked.conversation.hold else NONE


def _talk(asked: Asked) -> str:
    return asked.conversation.hold or NONE


def _pledges(asked: Asked) -> str:
    return str(asked.transaction.total(PLEDGE))


def _desk(asked: Asked, name: str) -> str:
    """OPEN only while somebody is there indeed; NONE where nothing better can be promised than that
    an answer may take long."""
    queue = asked.queue(name)
    advisers = [one for one in asked.transaction.desk.advisers() if _serves(one, name, asked)]
    if not advisers or not queue.serves(asked.conversation.language):
        return NONE
    if queue.hours.is_open(asked.now):
        return OPEN if any(one.presence is Presence.ON for one in advisers) else NONE
    return CLOSED if queue.hours.next_opening(asked.now) else NONE


def _serves(adviser: Adviser, queue: str, asked: Asked) -> bool:
    in_queue = not adviser.queues or queue in adviser.queues
    speaks = not adviser.languages or asked.conversation.language in adviser.languages
    return may(adviser.role, Permission.ANSWER) and in_queue and speaks


def _when(asked: Asked, name: str) -> str:
    queue = asked.queue(name)
    opening = queue.hours.next_opening(asked.now)
    return "" if opening is None else opening_at(opening, queue.zone)


LOOK_UPS: Mapping[str, LookUp] = MappingProxyType(
    {
        OPEN_CASE_LOOK_UP: _open_case,
        **panels.LOOK_UPS,
        "talk": _talk,
        "pledges": _pledges,
        "minutes": lambda asked: str(asked.plan.usual_minutes),
        "desk": lambda asked: _desk(asked, GENERAL),
        "desk_young": lambda asked: _desk(asked, YOUNG),
        "agreed": consents.has_agreed,
        "agreed_to": consents.agreed_to,
        "when": lambda asked: _when(asked, GENERAL),
        "when_young": lambda asked: _when(asked, YOUNG),
        **cohorts.LOOK_UPS,
        **events.LOOK_UPS,
    }
)
