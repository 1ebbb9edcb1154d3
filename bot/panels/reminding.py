"""When those who follow a panel are reminded of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.panels.model import Panel
from bot.reminders.model import Consent, Reminder
from bot.worded import value

A_DAY, SOON = TIMES = "day", "soon"
SOON_BEFORE = timedelta(minutes=15)
REMINDER = "webchat.reminder"
CHOICES = ("look", "stop")
EVERY = "panel."
"""How the keys of all reminders of panels begin."""


def prefix(panel_id: int) -> str:
    return f"{EVERY}{panel_id}."


def reminders_of(panel: Panel, conversation_id: int, now: datetime) -> list[Reminder]:
    """Those whose time has not come yet."""
    params = {"when": value("panel_when", str(panel.id))}
    return [
        Reminder(
            conversation_id,
            f"{prefix(panel.id)}{name}",
            Consent.PANELS,
            due_at,
            panel.starts_at,
            REMINDER,
            CHOICES,
            params,
        )
        for name, due_at in _times(panel)
        if due_at > now
    ]


def _times(panel: Panel) -> Iterator[tuple[str, datetime]]:
    yield A_DAY, _a_day_before(panel)
    yield SOON, panel.starts_at - SOON_BEFORE


def _a_day_before(panel: Panel) -> datetime:
    """At the same hour by the panel's clocks, though they may be changed in between."""
    wall = panel.local_start.replace(tzinfo=None) - timedelta(days=1)
    return wall.replace(tzinfo=ZoneInfo(panel.zone)).astimezone(UTC)
