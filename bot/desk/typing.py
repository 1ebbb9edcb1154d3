"""Who is typing just now: a sign that holds no word, is kept for a moment only, and may be lost."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.desk import timing
from bot.desk.commands import Types
from bot.desk.model import DeskEvent, EventKind
from bot.desk.ports import Opened
from bot.messages import Inbound, Kind
from bot.ports import Clock, Transaction
from bot.privacy import Urn

SHOWN_FOR = timedelta(seconds=6)
"""Pages give a sign every four seconds at most."""
FOLLOWED = frozenset({"webchat"})
"""Channels that look in the store for signs; others are called by who was given the sign."""


class Shown(NamedTuple):
    """To whom it may be shown, at this moment."""

    channel: str
    address: str


class Typing:
    """Each method is a batch for the writer: nothing is audited, and nobody is locked for long."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def by_adviser(self, transaction: Transaction, items: Sequence[Types]) -> list[Shown | None]:
        """None where she must not be shown it."""
        return [self._show_her(transaction, item) for item in items]

    def by_contact(self, transaction: Transaction, urns: Sequence[Urn]) -> list[None]:
        """Told to whoever has her case, if anybody has."""
        asked = [Inbound(channel, address, "", Kind.TEXT) for channel, address in urns]
        known = transaction.conversations(asked)
        for contact in known.values():
            case = None if contact.is_new else transaction.desk.open_case(contact.id)
            if case is not None and case.is_held:
                event = DeskEvent(EventKind.TYPING, case.id, case.owner or 0, case.queue)
                transaction.desk.tell(event)
        return [None] * len(urns)

    def _show_her(self, transaction: Transaction, item: Types) -> Shown | None:
        opened = transaction.desk.case(item.case_id)
        if opened is None or not self._may_be_shown(opened, item.by):
            return None
        case, contact = opened
        if contact.channel in FOLLOWED:
            event = DeskEvent(EventKind.ADVISER_TYPING, case.id, item.by, case.queue)
            transaction.desk.tell(event)
        return Shown(contact.channel, contact.address)

    def _may_be_shown(self, opened: Opened, by: int) -> bool:
        """As a word of theirs might go out; and never to a phone that may be unsafe, which lies
        open before others just when she does not write."""
        case, contact = opened
        is_theirs = case.is_held and case.owner == by
        may_be_told = not (case.is_unsafe_phone or contact.stopped)
        return is_theirs and may_be_told and timing.may_reply(case, self._clock())
