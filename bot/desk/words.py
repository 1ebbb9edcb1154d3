"""What the desk says to a contact by itself, and an adviser's words on their way to her."""

from datetime import datetime

from bot.desk import timing
from bot.desk.back_on import opening_at
from bot.desk.model import Case
from bot.desk.plan import Plan
from bot.messages import Say, Urgency

NUMBERS = ("emergency", "act_early", "nspcc", "samaritans")

NOBODY_FREE = Say("guide.nobody_free", lines=NUMBERS, urgency=Urgency.STATUS)
RETURNED = Say("desk.returned", lines=NUMBERS, urgency=Urgency.STATUS)
CLOSED = Say("desk.closed", urgency=Urgency.STATUS)
SILENT_END = Say("desk.silent_end", urgency=Urgency.STATUS)
STILL_WAITING = Say(
    "desk.still_waiting",
    choices=("wait", "later", "stop_waiting"),
    lines=NUMBERS,
    urgency=Urgency.STATUS,
)
NUMBERS_NOW = Say("desk.numbers", lines=NUMBERS, urgency=Urgency.SAFETY)
WARNED = Say("desk.warned", urgency=Urgency.STATUS)
ENDED_ABUSE = Say("desk.ended_abuse", lines=NUMBERS, urgency=Urgency.STATUS)


def claimed(name: str) -> Say:
    return Say("desk.claimed", params={"name": name}, urgency=Urgency.STATUS)


def transferred(name: str) -> Say:
    return Say("desk.transferred", params={"name": name}, urgency=Urgency.STATUS)


def ask_to_write(name: str) -> Say:
    return Say("desk.ask_to_write", params={"name": name}, urgency=Urgency.STATUS)


def reply(name: str, text: str) -> Say:
    return Say("desk.reply", params={"name": name, "text": text}, urgency=Urgency.ADVISER)


def back_on(case: Case, plan: Plan, now: datetime) -> Say | None:
    """When the desk is there again, and numbers until then; None when it never is."""
    opens = timing.opening(case, plan, now)
    if opens is None:
        return None
    when = opening_at(opens, timing.plan_of(case, plan).zone)
    return Say("desk.back_on", lines=NUMBERS, params={"when": when}, urgency=Urgency.STATUS)
