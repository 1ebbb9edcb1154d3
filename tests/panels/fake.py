"""Panels in memory, by the rules of the real store."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.panels.model import (
    OVERRUN,
    Member,
    Panel,
    PanelStatus,
    PanelText,
    Question,
    QuestionStatus,
    Standing,
    Theme,
)

SEAT, PANEL, THEME, PAST = 5, 6, 7, 8


@dataclass
class FakePanels:
    """`bot.panels.ports.PanelStore`, as much of it as turns need. `questions` with who asked."""

    panels: dict[int, Panel] = field(default_factory=dict)
    themes: dict[int, Theme] = field(default_factory=dict)
    asked: dict[int, tuple[Question, int]] = field(default_factory=dict)
    followed: set[tuple[int, int]] = field(default_factory=set)
    ids: "count[int]" = field(default_factory=lambda: count(100))

    def copy(self) -> "FakePanels":
        return replace(
            self,
            panels=dict(self.panels),
            themes=dict(self.themes),
            asked=dict(self.asked),
            followed=set(self.followed),
        )

    def new_id(self) -> int:
        return next(self.ids)

    def look(self, panel_id: int) -> Panel | None:
        return self.panels.get(panel_id)

    def open_panels(self, now: datetime) -> list[Panel]:
        found = [one for one in self.panels.values() if one.is_open(now)]
        return sorted(found, key=lambda one: (one.starts_at, one.id))

    def reviewed(self, at_most: int) -> list[Panel]:
        found = [one for one in self.panels.values() if one.status is PanelStatus.PUBLISHED]
        return sorted(found, key=lambda one: one.starts_at, reverse=True)[:at_most]

    def ask(self, question: Question, conversation_id: int) -> None:
        self.asked[question.id] = question, conversation_id

    def standing(self, panel_id: int, conversation_id: int) -> Standing:
        mine = [
            one
            for one, whose in self.asked.values()
            if (one.panel_id, whose) == (panel_id, conversation_id)
        ]
        new = sum(one.status is QuestionStatus.NEW for one in mine)
        return Standing(new=new, taken=len(mine) - new)

    def published(self, panel_id: int) -> Sequence[Theme]:
        found = [one for one in self.themes.values() if one.panel_id == panel_id]
        return sorted((one for one in found if one.is_published), key=lambda one: one.number)

    def follow(self, panel_id: int, conversation_id: int, _at: datetime) -> None:
        self.followed.add((panel_id, conversation_id))

    def unfollow(self, conversation_id: int) -> None:
        self.followed = {one for one in self.followed if one[1] != conversation_id}

    def follows(self, panel_id: int, conversation_id: int) -> bool:
        return (panel_id, conversation_id) in self.followed


def panels_at(now: datetime) -> FakePanels:
    """One that comes in two days and has answered something ahead, and one that is over and
    reviewed."""
    noon = (now + timedelta(days=2)).replace(hour=12, minute=0, tzinfo=UTC)
    coming = _panel(PANEL, "A talk among women", noon, PanelStatus.ANNOUNCED)
    past = _panel(PAST, "The talk in March", noon - timedelta(days=90), PanelStatus.PUBLISHED)
    themes = {
        THEME: Theme(
            THEME,
            PANEL,
            {"en": "What helps when a girl withdraws?"},
            SEAT,
            {"en": "Stay near her, and ask what she hopes for."},
            number=1,
            edition=1,
        ),
        PAST: Theme(
            PAST,
            PAST,
            {"en": "Can one come back?"},
            None,
            {"en": "Some did, and were helped."},
            number=1,
            edition=1,
        ),
    }
    return FakePanels({PANEL: coming, PAST: past}, themes)


def _panel(id_: int, title: str, starts_at: datetime, status: PanelStatus) -> Panel:
    ends_at = starts_at + timedelta(hours=1)
    return Panel(
        id_,
        f"panel-{id_}",
        {"en": PanelText(title, "Five women answer what you ask.")},
        starts_at,
        ends_at,
        ends_at + OVERRUN,
        "Europe/London",
        ("en",),
        status,
        (Member(SEAT, id_, "Rosa", "Teacher"),),
    )
