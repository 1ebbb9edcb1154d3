"""Between panels' values and the columns of a row."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping

from adapters.database.arrays import Value
from adapters.database.sealing import DataKey, Tampered
from adapters.database.times import from_micros, to_micros
from bot.panels.model import (
    Member,
    Panel,
    PanelStatus,
    PanelText,
    Picture,
    Question,
    QuestionStatus,
    Theme,
)


def panel_values(panel: Panel) -> dict[str, Value]:
    return {
        "id": panel.id,
        "slug": panel.slug,
        "texts": _dump({code: [one.title, one.about] for code, one in panel.texts.items()}),
        "starts_at": to_micros(panel.starts_at),
        "ends_at": to_micros(panel.ends_at),
        "over_at": to_micros(panel.over_at),
        "zone": panel.zone,
        "languages": json.dumps(panel.languages),
        "status": panel.status.value,
        "finished_by": panel.finished_by,
        "reviewed_by": panel.reviewed_by,
        "edition": panel.edition,
        "version": panel.version,
    }


def load_panel(row: RowMapping, members: Sequence[Member]) -> Panel:
    texts = json.loads(row["texts"])
    return Panel(
        row["id"],
        row["slug"],
        {code: PanelText(title, about) for code, (title, about) in texts.items()},
        from_micros(row["starts_at"]),
        from_micros(row["ends_at"]),
        from_micros(row["over_at"]),
        row["zone"],
        tuple(json.loads(row["languages"])),
        PanelStatus(row["status"]),
        tuple(members),
        row["finished_by"],
        row["reviewed_by"],
        row["edition"],
        row["version"],
    )


def member_values(member: Member) -> dict[str, Value]:
    return {
        "id": member.id,
        "panel_id": member.panel_id,
        "name": member.name,
        "role": member.role,
        "about": member.about,
        "adviser_id": member.adviser_id,
        "picture": member.picture,
    }


def load_member(row: RowMapping) -> Member:
    return Member(
        row["id"],
        row["panel_id"],
        row["name"],
        row["role"],
        row["about"],
        row["adviser_id"],
        row["picture"],
    )


def load_picture(row: RowMapping) -> Picture:
    return Picture(row["name"], row["media_type"], bytes(row["content"]))


def load_question(row: RowMapping, key: DataKey | None) -> Question:
    """A text that does not open counts as none."""
    return Question(
        row["id"],
        row["panel_id"],
        from_micros(row["at"]),
        row["language"],
        _opened(row, key),
        QuestionStatus(row["status"]),
        row["theme_id"],
    )


def question_place(id_: int) -> str:
    return f"panel_questions.text:{id_}"


def _opened(row: RowMapping, key: DataKey | None) -> str:
    try:
        return "" if key is None else key.open(bytes(row["text"]), question_place(row["id"]))
    except Tampered:
        return ""


def theme_values(theme: Theme) -> dict[str, Value]:
    return {
        "id": theme.id,
        "panel_id": theme.panel_id,
        "texts": _dump(theme.texts),
        "member_id": theme.member_id,
        "answers": _dump(theme.answers or {}),
        "number": theme.number,
        "edition": theme.edition,
        "version": theme.version,
    }


def load_theme(row: RowMapping) -> Theme:
    return Theme(
        row["id"],
        row["panel_id"],
        json.loads(row["texts"]),
        row["member_id"],
        json.loads(row["answers"]),
        row["number"],
        row["edition"],
        row["version"],
    )


def _dump(texts: Mapping[str, object]) -> str:
    """In ASCII: half a character would be refused by PostgreSQL."""
    return json.dumps(dict(texts))
