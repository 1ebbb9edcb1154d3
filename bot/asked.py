"""Who wants to know something before a turn can end."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from bot.desk.plan import Plan, QueuePlan
from bot.engine.content import Catalogue
from bot.events.places import NOTHING_AROUND, Around
from bot.ports import Conversation, Transaction


class Asked(NamedTuple):
    """Who asks, when, and where there is to look. `about`: what it is about, where the flow says
    so; for a search what she typed, or the place that she shared."""

    transaction: Transaction
    conversation: Conversation
    now: datetime
    catalogue: Catalogue
    plan: Plan
    about: str = ""
    around: Around = NOTHING_AROUND

    def queue(self, name: str) -> QueuePlan:
        return self.plan.queue(name, self.conversation.language)


LookUp = Callable[[Asked], str]
