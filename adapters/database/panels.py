"""Live webchats within one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping

from adapters.database.arrays import Value
from adapters.database.data_keys import DataKeys
from adapters.database.ids import new_id
from adapters.database.panel_rows import (
    load_member,
    load_panel,
    load_question,
    load_theme,
    member_values,
    panel_values,
    question_place,
    theme_values,
)
from adapters.database.panel_statements import PanelStatements
from adapters.database.reminders import Contacts
from adapters.database.sealing import Keys
from adapters.database.times import to_micros
from bot.panels.model import (
    Decline,
    Member,
    Panel,
    Picture,
    Question,
    Standing,
    Theme,
)
from bot.panels.ports import Post, PostKind


class Panels:
    """`bot.panels.ports.PanelStore`."""

    def __init__(
        self,
        connection: Connection,
        statements: PanelStatements,
        keys: Keys,
        data_keys: DataKeys,
        now: int,
    ) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._data_keys = data_keys
        self._now = now

    def new_id(self) -> int:
        return new_id()

    def panel(self, panel_id: int) -> Panel | None:
        row = self._run.panel.run(self._connection, id=panel_id).mappings().first()
        return None if row is None else self._panel(row)

    def look(self, panel_id: int) -> Panel | None:
        row = self._run.look.run(self._connection, id=panel_id).mappings().first()
        return None if row is None else self._panel(row)

    def open_panels(self, now: datetime) -> list[Panel]:
        rows = self._run.open.run(self._connection, now=to_micros(now)).mappings().all()
        return [self._panel(row) for row in rows]

    def reviewed(self, at_most: int) -> list[Panel]:
        rows = self._run.reviewed.run(self._connection, room=at_most).mappings().all()
        return [self._panel(row) for row in rows]

    def save(self, panel: Panel) -> bool:
        given: dict[str, Value] = {"slug": panel.slug, "id": panel.id}
        if self._run.slug_taken.run(self._connection, **given).first() is not None:
            return False
        self._run.save.run(self._connection, **panel_values(panel))
        return True

    def save_member(self, member: Member) -> None:
        self._run.save_member.run(self._connection, **member_values(member), added_at=self._now)

    def drop_member(self, member: Member) -> None:
        self._run.drop_member.run(self._connection, id=member.id)

    def keep_picture(self, picture: Picture) -> None:
        given: dict[str, Value] = {"media_type": picture.media_type, "content": picture.content}
        self._run.keep_picture.run(self._connection, name=picture.name, **given)

    def ask(self, question: Question, conversation_id: int) -> None:
        key = self._data_keys.of(conversation_id)
        self._run.ask.run(
            self._connection,
            id=question.id,
            panel_id=question.panel_id,
            conversation_id=conversation_id,
            at=to_micros(question.at),
            language=question.language,
            text=key.seal(question.text, question_place(question.id)),
            status=question.status.value,
            theme_id=question.theme_id,
        )

    def standing(self, panel_id: int, conversation_id: int) -> Standing:
        given = {"panel_id": panel_id, "conversation_id": conversation_id}
        rows = self._run.standing.run(self._connection, **given).mappings()
        return Standing(**{row["kind"]: row["number"] for row in rows})

    def questions(self, panel_id: int, ids: Sequence[int]) -> list[Question]:
        wanted = sorted(set(ids))
        rows = self._run.questions.run(self._connection, wanted) if wanted else []
        found = {row.id: row._mapping for row in rows}
        return [self._question(row) for row in found.values() if row["panel_id"] == panel_id]

    def of_theme(self, theme_id: int) -> list[Question]:
        rows = self._run.of_theme.run(self._connection, theme_id=theme_id).mappings().all()
        return [self._question(row) for row in rows]

    def decide(self, question: Question) -> None:
        given: dict[str, Value] = {"status": question.status.value, "theme_id": question.theme_id}
        self._run.decide.run(self._connection, id=question.id, **given)

    def theme(self, theme_id: int) -> Theme | None:
        row = self._run.theme.run(self._connection, id=theme_id).mappings().first()
        return None if row is None else load_theme(row)

    def published(self, panel_id: int) -> list[Theme]:
        rows = self._run.published.run(self._connection, panel_id=panel_id).mappings()
        return [load_theme(row) for row in rows]

    def save_theme(self, theme: Theme) -> None:
        self._run.save_theme.run(self._connection, **theme_values(theme))

    def follow(self, panel_id: int, conversation_id: int, at: datetime) -> None:
        given = {"panel_id": panel_id, "conversation_id": conversation_id, "at": to_micros(at)}
        self._run.posts.follow.run(self._connection, **given)

    def unfollow(self, conversation_id: int) -> None:
        self._run.posts.unfollow.run(self._connection, conversation_id=conversation_id)

    def follows(self, panel_id: int, conversation_id: int) -> bool:
        given = {"panel_id": panel_id, "conversation_id": conversation_id}
        return self._run.posts.follows.run(self._connection, **given).first() is not None

    def followers(self, panel_id: int) -> list[int]:
        return list(self._run.posts.followers.run(self._connection, panel_id=panel_id).scalars())

    def post_answer(self, theme: Theme, at: datetime) -> None:
        given = _post(theme.panel_id, theme.id, PostKind.ASKED, at)
        self._run.posts.to_askers.run(self._connection, theme_id=theme.id, **given)
        given["kind"] = PostKind.FOLLOWS.value
        self._run.posts.to_followers.run(self._connection, **given)

    def post_to_askers(self, theme: Theme, ids: Sequence[int], at: datetime) -> None:
        given = _post(theme.panel_id, theme.id, PostKind.ASKED, at)
        for id_ in ids:
            self._run.posts.to_asker.run(self._connection, id=id_, **given)

    def post_declined(self, question: Question, reason: Decline, at: datetime) -> None:
        given = _post(question.panel_id, question.id, PostKind.DECLINED, at, reason.value)
        self._run.posts.to_asker.run(self._connection, id=question.id, **given)

    def due_posts(self, at_most: int) -> list[Post]:
        rows = self._run.posts.due.run(self._connection, room=at_most).mappings().all()
        contacts = Contacts(self._keys)
        return [
            Post(
                row["panel_id"],
                row["about"],
                PostKind(row["kind"]),
                row["reason"],
                contacts.of(row),
            )
            for row in rows
        ]

    def posted(self, posts: Sequence[Post], at: datetime) -> None:
        for one in posts:
            given = {"conversation_id": one.conversation.id, "about": one.about}
            self._run.posts.posted.run(self._connection, **given, posted_at=to_micros(at))

    def forget_before(self, before: datetime) -> int:
        gone = {
            name: statement.run(self._connection, before=to_micros(before)).rowcount
            for name, statement in self._run.posts.forget.items()
        }
        return gone["panel_questions"]

    def _panel(self, row: RowMapping) -> Panel:
        found = self._run.members.run(self._connection, panel_id=row["id"]).mappings()
        return load_panel(row, [load_member(one) for one in found])

    def _question(self, row: RowMapping) -> Question:
        return load_question(row, self._data_keys.learn(row["conversation_id"], row["data_key"]))


def _post(
    panel_id: int, about: int, kind: PostKind, at: datetime, reason: str = ""
) -> dict[str, Value]:
    given: dict[str, Value] = {"panel_id": panel_id, "about": about, "kind": kind.value}
    return given | {"reason": reason, "at": to_micros(at)}
