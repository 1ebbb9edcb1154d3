"""Who does something beyond their conversation."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from bot.engine.effects import Deed
from bot.ports import Conversation, Transaction


class Doing(NamedTuple):
    """Whose deed it is, and when; within her turn's transaction."""

    transaction: Transaction
    conversation: Conversation
    now: datetime


Do = Callable[[Doing, Deed], None]
