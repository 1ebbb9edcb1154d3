"""A live webchat to try out, with one question answered ahead. It says that it is a sample."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.database import Database
from bot.panels.model import (
    OPEN,
    OVERRUN,
    Member,
    Panel,
    PanelStatus,
    PanelText,
    Theme,
)
from bot.ports import Clock, Transaction

SLUG = "sample"
ZONE = ZoneInfo("Europe/London")
ABOUT = "A sample, made to try this out. Ask what you like: whoever runs this machine answers."
TEXTS = {
    "en": PanelText("Sample: prevent tragedies, a talk among women", ABOUT),
    "ur": PanelText("نمونہ: عورتوں کی آپس کی بات", "یہ آزمانے کے لیے ایک نمونہ ہے۔"),
}
MEMBERS = (
    ("First guest (sample)", "Police", "She leads a team that helps families before harm is done."),
    (
        "Second guest (sample)",
        "Women's group",
        "She helps mothers speak up, at home and outside.",
    ),
    ("Third guest (sample)", "Youth work", "She talks with families whose child wants to leave."),
)
ASKED = "How do I begin, when she shuts her door?"
ANSWER = (
    "Begin with something small that is not about it: tea, a lift, a film. "
    "Then say what you see, without blame, and listen to the end. A sample answer."
)


def put_sample_panel(database: Database, clock: Clock) -> None:
    """Unless one is coming or on already."""
    found = database.panel_reader.by_slug(SLUG)
    if found is None or found.status_at(clock()) not in OPEN:
        database.writer.submit(_put, (clock(), found)).result()


def _put(transaction: Transaction, items: Sequence[tuple[datetime, Panel | None]]) -> list[None]:
    for now, old in items:
        _put_one(transaction, now, old)
    return [None] * len(items)


def _put_one(transaction: Transaction, now: datetime, old: Panel | None) -> None:
    """One that is over gets another date."""
    panels = transaction.panels
    panel = _panel(old.id if old else panels.new_id(), now, old)
    panels.save(panel)
    if old is not None:
        return
    seats = [Member(panels.new_id(), panel.id, *words) for words in MEMBERS]
    for seat in seats:
        panels.save_member(seat)
    theme = Theme(panels.new_id(), panel.id, {"en": ASKED}, seats[1].id, {"en": ANSWER})
    panels.save_theme(Theme(theme.id, panel.id, theme.texts, theme.member_id, theme.answers, 1, 1))


def _panel(id_: int, now: datetime, old: Panel | None) -> Panel:
    """At noon, three days on."""
    day = (now.astimezone(ZONE) + timedelta(days=3)).date()
    start = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).astimezone(now.tzinfo)
    end = start + timedelta(hours=1)
    edition, version = (old.edition, old.version + 1) if old else (1, 1)
    return Panel(
        id_,
        SLUG,
        TEXTS,
        start,
        end,
        end + OVERRUN,
        ZONE.key,
        tuple(TEXTS),
        PanelStatus.ANNOUNCED,
        edition=edition,
        version=version,
    )
