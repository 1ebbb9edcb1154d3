"""What a panel has for those who asked or follow it goes into the outbox, each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages import Say
from bot.outgoing import next_message
from bot.panels.model import Panel, PanelStatus
from bot.panels.ports import Post, PostKind
from bot.panels.reminding import prefix
from bot.ports import Conversation, Delivery, Outgoing, Transaction
from bot.reminders.judging import is_wanted, is_window_open
from bot.reminders.model import Consent, Reminder
from bot.reminders.quiet import is_quiet
from bot.reminders.zones import zone_of
from bot.worded import value

AT_MOST = 200
"""In one transaction; others wait for it."""
WAITS = timedelta(days=3)
"""So long what cannot be said now waits for her to write."""
AT = "webchat.here"
ON = ("answers", "ask", "menu")


def post_due(transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
    """As a batch for the writer: how many were looked at."""
    return [_post_due(transaction, now) for now in moments]


def forget_before(transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
    """As a batch for the writer: what was asked in panels that were over before each moment."""
    return [transaction.panels.forget_before(one) for one in moments]


def _post_due(transaction: Transaction, now: datetime) -> int:
    posts = transaction.panels.due_posts(AT_MOST)
    panels = {id_: transaction.panels.look(id_) for id_ in {one.panel_id for one in posts}}
    outgoing = [
        one for post in posts for one in _to_her(transaction, post, panels[post.panel_id], now)
    ]
    contacts = {post.conversation.id: post.conversation for post in posts}
    transaction.save(list(contacts.values()))
    transaction.queue(outgoing, Delivery.QUEUED)
    transaction.panels.posted(posts, now)
    return len(posts)


def _to_her(
    transaction: Transaction, post: Post, panel: Panel | None, now: datetime
) -> list[Outgoing]:
    contact = post.conversation
    agreed = transaction.reminders.agreed(contact.id)
    if not is_wanted(contact) or Consent.PANELS not in agreed:
        return []
    say = say_of(post)
    if is_window_open(contact, now) and not (panel and _is_night(panel, contact, now)):
        return [next_message(contact, say, now)]
    transaction.reminders.put([_later(post, say, now)])
    return []


def _is_night(panel: Panel, contact: Conversation, now: datetime) -> bool:
    """While a panel is on, those who follow it are awake."""
    zone = zone_of(contact.channel, contact.address, ZoneInfo(panel.zone))
    return panel.status_at(now) is not PanelStatus.LIVE and is_quiet(now, zone)


def say_of(post: Post) -> Say:
    if post.kind is PostKind.DECLINED:
        return Say(f"webchat.declined_{post.reason}", ON, at=AT)
    return Say(
        "webchat.answer", ON, params={"answer": value("panel_answer", str(post.about))}, at=AT
    )


def _later(post: Post, say: Say, now: datetime) -> Reminder:
    """It is night, or the channel lets nothing through before she has written."""
    key = f"{prefix(post.panel_id)}post.{post.about}"
    return Reminder(
        post.conversation.id,
        key,
        Consent.PANELS,
        now,
        now + WAITS,
        say.key,
        say.choices,
        say.params,
        say.at,
    )
