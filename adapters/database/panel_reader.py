"""What pages read of live webchats, and words that are sent: no locks, connections of their own."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping

from adapters.database.data_keys import open_data_key
from adapters.database.panel_rows import (
    load_member,
    load_panel,
    load_picture,
    load_question,
    load_theme,
)
from adapters.database.panel_statements import PanelQueries
from adapters.database.reading import Reading
from adapters.database.sealing import Keys
from adapters.database.statements import Compiler, Statement
from bot.panels.model import Panel, Picture, Question, Theme
from bot.panels.ports import ThemeRow


class PanelReader:
    """`bot.panels.ports.PanelReader`."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._reading = Reading(engine)
        self._keys = keys
        self._run = PanelQueries(Compiler(engine.dialect))

    def panels(self, at_most: int) -> list[Panel]:
        return self._panels(self._run.panels, room=at_most)

    def panel(self, panel_id: int) -> Panel | None:
        return next(iter(self._panels(self._run.panel, id=panel_id)), None)

    def by_slug(self, slug: str) -> Panel | None:
        return next(iter(self._panels(self._run.by_slug, slug=slug)), None)

    def waiting(self, panel_id: int, at_most: int) -> list[Question]:
        rows = self._all(self._run.waiting, panel_id=panel_id, room=at_most)
        return [self._question(row) for row in rows]

    def themes(self, panel_id: int) -> list[ThemeRow]:
        rows = self._all(self._run.themes, panel_id=panel_id)
        return [ThemeRow(load_theme(row), row["asked"]) for row in rows]

    def theme(self, theme_id: int) -> Theme | None:
        rows = self._all(self._run.theme, id=theme_id)
        return load_theme(rows[0]) if rows else None

    def published(self, panel_id: int) -> list[Theme]:
        return [load_theme(row) for row in self._all(self._run.published, panel_id=panel_id)]

    def editions(self) -> dict[int, int]:
        return {row["id"]: row["edition"] for row in self._all(self._run.editions)}

    def following(self, panel_id: int) -> int:
        [row] = self._all(self._run.following, panel_id=panel_id)
        return int(next(iter(row.values())))

    def picture(self, name: str) -> Picture | None:
        rows = self._all(self._run.picture, name=name)
        return load_picture(rows[0]) if rows else None

    def _panels(self, statement: Statement, **given: Any) -> list[Panel]:
        def read(connection: Connection) -> list[Panel]:
            rows = statement.run(connection, **given).mappings().all()
            return [self._panel(connection, row) for row in rows]

        return self._reading.read(read)

    def _panel(self, connection: Connection, row: RowMapping) -> Panel:
        found = self._run.members.run(connection, panel_id=row["id"]).mappings()
        return load_panel(row, [load_member(one) for one in found])

    def _question(self, row: RowMapping) -> Question:
        key = open_data_key(self._keys, row["conversation_id"], row["data_key"])
        return load_question(row, key)

    def _all(self, statement: Statement, **given: Any) -> Sequence[RowMapping]:
        return self._reading.read(lambda one: statement.run(one, **given).mappings().all())
