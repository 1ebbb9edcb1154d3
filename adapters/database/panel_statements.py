"""What is run for live webchats, as constructs."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Delete,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from adapters.database.panel_tables import (
    IS_WAITING,
    panel_followers,
    panel_members,
    panel_pictures,
    panel_posts,
    panel_questions,
    panel_themes,
    panels,
)
from adapters.database.reminder_statements import contact_columns
from adapters.database.statements import Compiler, Statement
from adapters.database.tables import conversations, word
from bot.panels.model import PanelStatus, QuestionStatus
from bot.ports import Hold

_asked, _theme, _post = panel_questions.c, panel_themes.c, panel_posts.c
IS_NEW = _asked.status == word(QuestionStatus.NEW)
IS_TAKEN = _asked.status == word(QuestionStatus.TAKEN)
IS_PUBLISHED = _theme.number > literal_column("0")
POST = ("conversation_id", "about", "panel_id", "kind", "reason", "at")


class PanelStatements:
    def __init__(self, compiler: Compiler) -> None:
        one = compiler.one
        self.panel = one(select(panels).where(has("id", panels)).with_for_update(key_share=True))
        self.look = one(select(panels).where(has("id", panels)))
        self.open = one(_open())
        self.reviewed = one(_reviewed())
        self.slug_taken = one(_slug_taken())
        self.save = one(_upsert(panels))
        self.members = one(members_of())
        self.save_member = one(_upsert(panel_members, but=("added_at",)))
        self.drop_member = one(delete(panel_members).where(has("id", panel_members)))
        self.keep_picture = one(_keep_picture())
        self.ask = one(_insert(panel_questions))
        self.standing = one(_standing())
        self.questions = compiler.lookup(_questions(), panel_questions.c.id)
        self.of_theme = one(_keyed(select(panel_questions)).where(_is(_asked.theme_id, "theme_id")))
        self.decide = one(_decide())
        self.theme = one(select(panel_themes).where(has("id", panel_themes)).with_for_update())
        self.published = one(published())
        self.save_theme = one(_upsert(panel_themes))
        self.posts = PostStatements(compiler)


class PostStatements:
    """Who hears of it."""

    def __init__(self, compiler: Compiler) -> None:
        one = compiler.one
        self.follow = one(_insert(panel_followers).on_conflict_do_nothing())
        self.unfollow = one(delete(panel_followers).where(_of(panel_followers)))
        self.follows = one(_follows())
        self.followers = one(_followers())
        self.to_askers = one(_post_asked())
        self.to_followers = one(_post_follows())
        self.to_asker = one(_post_asked(by="id"))
        self.due = one(_due_posts())
        self.posted = one(_posted())
        self.forget: dict[str, Statement] = {
            table.name: one(_forget(table))
            for table in (panel_posts, panel_followers, panel_questions)
        }


class PanelQueries:
    """For readers."""

    def __init__(self, compiler: Compiler) -> None:
        one = compiler.one
        room = bindparam("room", type_=Integer)
        self.panels = one(select(panels).order_by(panels.c.starts_at.desc()).limit(room))
        self.panel = one(select(panels).where(has("id", panels)))
        self.by_slug = one(select(panels).where(has("slug", panels)))
        self.members = one(members_of())
        self.waiting = one(_waiting())
        self.themes = one(_themes())
        self.theme = one(select(panel_themes).where(has("id", panel_themes)))
        self.published = one(published())
        self.editions = one(_editions())
        self.following = one(_following())
        self.picture = one(select(panel_pictures).where(has("name", panel_pictures)))


def has(name: str, table: Table) -> ColumnElement[bool]:
    return _is(table.c[name], name)


def _is(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = column == bindparam(name, type_=column.type)
    return named


def _of(table: Table) -> ColumnElement[bool]:
    return has("conversation_id", table)


def _insert(table: Table) -> Insert:
    binds = {column.name: bindparam(column.name, type_=column.type) for column in table.columns}
    return upsert(table).values(binds)


def _upsert(table: Table, but: tuple[str, ...] = ()) -> Insert:
    """`but` are columns that stay as they were first written."""
    new = _insert(table)
    kept = {"id", *but}
    changed = {
        name: new.excluded[name] for name in [one.name for one in table.columns] if name not in kept
    }
    return new.on_conflict_do_update(index_elements=["id"], set_=changed)


def members_of() -> Select[Any]:
    query = select(panel_members).where(has("panel_id", panel_members))
    return query.order_by(panel_members.c.added_at, panel_members.c.id)


def _open() -> Select[Any]:
    announced = panels.c.status.in_([word(PanelStatus.ANNOUNCED), word(PanelStatus.LIVE)])
    later = panels.c.over_at > bindparam("now", type_=BigInteger)
    return select(panels).where(announced, later).order_by(panels.c.starts_at, panels.c.id)


def _reviewed() -> Select[Any]:
    shown = panels.c.status == word(PanelStatus.PUBLISHED)
    query = select(panels).where(shown).order_by(panels.c.starts_at.desc())
    return query.limit(bindparam("room", type_=Integer))


def _slug_taken() -> Select[Any]:
    other = panels.c.id != bindparam("id", type_=BigInteger)
    return select(panels.c.id).where(has("slug", panels), other)


def _keep_picture() -> Insert:
    return _insert(panel_pictures).on_conflict_do_nothing(index_elements=["name"])


def _standing() -> Select[Any]:
    answered = IS_TAKEN & _asked.theme_id.in_(select(_theme.id).where(IS_PUBLISHED))
    kind = case((answered, word("answered")), else_=_asked.status).label("kind")
    query = select(kind, func.count().label("number"))
    mine = (has("panel_id", panel_questions), _of(panel_questions))
    return query.where(*mine).group_by(kind)


def _keyed(query: Select[Any]) -> Select[Any]:
    """With the sealed key that opens what was asked."""
    joined = query.join(conversations, conversations.c.id == _asked.conversation_id)
    return joined.add_columns(conversations.c.data_key)


def _questions() -> Select[Any]:
    query = _keyed(select(panel_questions)).order_by(_asked.id)
    return query.with_for_update(of=panel_questions)


def _decide() -> Update:
    names = ("status", "theme_id")
    changed = {name: bindparam(name, type_=_asked[name].type) for name in names}
    return update(panel_questions).where(has("id", panel_questions)).values(changed)


def published() -> Select[Any]:
    query = select(panel_themes).where(has("panel_id", panel_themes), IS_PUBLISHED)
    return query.order_by(_theme.number)


def _follows() -> Select[Any]:
    mine = (has("panel_id", panel_followers), _of(panel_followers))
    return select(panel_followers.c.at).where(*mine)


def _followers() -> Select[Any]:
    query = select(panel_followers.c.conversation_id).where(has("panel_id", panel_followers))
    return query.order_by(panel_followers.c.conversation_id)


def _post_asked(by: str = "theme_id") -> Insert:
    whom = select(_asked.conversation_id).distinct().where(IS_TAKEN | ~IS_NEW, _is(_asked[by], by))
    return _to_all(whom, _asked.conversation_id)


def _post_follows() -> Insert:
    whom = select(panel_followers.c.conversation_id).where(has("panel_id", panel_followers))
    return _to_all(whom, panel_followers.c.conversation_id)


def _to_all(whom: Select[Any], conversation_id: ColumnElement[int]) -> Insert:
    given = [bindparam(name, type_=_post[name].type) for name in POST[1:]]
    chosen = whom.with_only_columns(conversation_id, *given)
    return upsert(panel_posts).from_select(list(POST), chosen).on_conflict_do_nothing()


def _due_posts() -> Select[Any]:
    """While a person holds a conversation, nothing of a panel comes in between."""
    contact = conversations.c
    query = select(panel_posts, *contact_columns())
    query = query.join(conversations, contact.id == _post.conversation_id)
    query = query.where(IS_WAITING, contact.hold != word(Hold.HELD))
    query = query.order_by(_post.at, _post.conversation_id, _post.about)
    locked = query.limit(bindparam("room", type_=Integer))
    return locked.with_for_update(of=[conversations, panel_posts], key_share=True, skip_locked=True)


def _posted() -> Update:
    mine = (_of(panel_posts), has("about", panel_posts))
    done = {"posted_at": bindparam("posted_at", type_=BigInteger)}
    return update(panel_posts).where(*mine).values(done)


def _forget(table: Table) -> Delete:
    over = panels.c.over_at < bindparam("before", type_=BigInteger)
    return delete(table).where(table.c.panel_id.in_(select(panels.c.id).where(over)))


def _waiting() -> Select[Any]:
    query = _keyed(select(panel_questions)).where(has("panel_id", panel_questions), IS_NEW)
    return query.order_by(_asked.at, _asked.id).limit(bindparam("room", type_=Integer))


def _themes() -> Select[Any]:
    mine = _asked.theme_id == _theme.id
    asked = select(func.count()).where(mine).correlate(panel_themes).scalar_subquery()
    query = select(panel_themes, asked.label("asked")).where(has("panel_id", panel_themes))
    return query.order_by(_theme.number, _theme.id)


def _editions() -> Select[Any]:
    shown = panels.c.status != word(PanelStatus.DRAFT)
    return select(panels.c.id, panels.c.edition).where(shown)


def _following() -> Select[Any]:
    return select(func.count()).where(has("panel_id", panel_followers))
