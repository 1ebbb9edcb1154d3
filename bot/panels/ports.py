"""What panels ask of the store. Within one transaction: `PanelStore` (`Transaction.panels`). For
pages, and for words as they are sent: `PanelReader`, without locks."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.panels.model import Decline, Member, Panel, Picture, Question, Standing, Theme
from bot.ports import Conversation


class PostKind(StrEnum):
    """Why something goes to somebody."""

    ASKED = "asked"  # the answer to what they asked
    FOLLOWS = "follows"  # an answer of a panel that they follow
    DECLINED = "declined"


class Post(NamedTuple):
    """Something that a panel has for a conversation, once. `about`: a theme, or for a declined
    question that question. Both are locked."""

    panel_id: int
    about: int
    kind: PostKind
    reason: str
    conversation: Conversation


class PanelStore(Protocol):
    def new_id(self) -> int:
        """A random id for a row."""

    def panel(self, panel_id: int) -> Panel | None:
        """Locked until the end."""

    def look(self, panel_id: int) -> Panel | None:
        """Without a lock."""

    def open_panels(self, now: datetime) -> list[Panel]:
        """That can be asked, soonest first, without locks."""

    def reviewed(self, at_most: int) -> list[Panel]:
        """Whose transcript may be offered, latest first, without locks."""

    def save(self, panel: Panel) -> bool:
        """Write a new panel or a new version of one, without its members. False when another has
        its slug."""

    def save_member(self, member: Member) -> None: ...

    def drop_member(self, member: Member) -> None: ...

    def keep_picture(self, picture: Picture) -> None: ...

    def ask(self, question: Question, conversation_id: int) -> None: ...

    def standing(self, panel_id: int, conversation_id: int) -> Standing: ...

    def questions(self, panel_id: int, ids: Sequence[int]) -> list[Question]:
        """Those of the ids that are there, locked, with what was asked."""

    def of_theme(self, theme_id: int) -> list[Question]: ...

    def decide(self, question: Question) -> None:
        """Write its status and its theme."""

    def theme(self, theme_id: int) -> Theme | None:
        """Locked until the end."""

    def published(self, panel_id: int) -> list[Theme]:
        """As they were published, without locks."""

    def save_theme(self, theme: Theme) -> None: ...

    def follow(self, panel_id: int, conversation_id: int, at: datetime) -> None: ...

    def unfollow(self, conversation_id: int) -> None: ...

    def follows(self, panel_id: int, conversation_id: int) -> bool: ...

    def followers(self, panel_id: int) -> list[int]: ...

    def post_answer(self, theme: Theme, at: datetime) -> None:
        """For all who asked a question of it, and for all who follow the panel: once each."""

    def post_to_askers(self, theme: Theme, ids: Sequence[int], at: datetime) -> None:
        """For those who asked one of these questions, if they have it not yet."""

    def post_declined(self, question: Question, reason: Decline, at: datetime) -> None: ...

    def due_posts(self, at_most: int) -> list[Post]:
        """Oldest first; not those of a conversation that a person holds, and those that another
        process has are left to it."""

    def posted(self, posts: Sequence[Post], at: datetime) -> None:
        """They are in the outbox, or will never be."""

    def forget_before(self, before: datetime) -> int:
        """Remove what was asked in panels that were over before, who asked and who followed; how
        many questions there were. Answers stay."""


class ThemeRow(NamedTuple):
    """A theme in a list. `asked`: how many questions are in it."""

    theme: Theme
    asked: int


class PanelReader(Protocol):
    """Errors raised: StoreUnavailable."""

    def panels(self, at_most: int) -> list[Panel]:
        """Latest start first."""

    def panel(self, panel_id: int) -> Panel | None: ...

    def by_slug(self, slug: str) -> Panel | None: ...

    def waiting(self, panel_id: int, at_most: int) -> list[Question]:
        """Those that are new, oldest first."""

    def themes(self, panel_id: int) -> list[ThemeRow]:
        """Not published ones first, then as they were published."""

    def theme(self, theme_id: int) -> Theme | None: ...

    def published(self, panel_id: int) -> list[Theme]: ...

    def editions(self) -> dict[int, int]:
        """Of every panel that is shown, by id."""

    def following(self, panel_id: int) -> int: ...

    def picture(self, name: str) -> Picture | None: ...
