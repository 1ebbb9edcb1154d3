"""Cases: a promise to her with a deadline, until a person answered or she was told and given
numbers."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversations import next_message
from bot.messages import Say, Urgency
from bot.ports import Delivery, Transaction

AT_MOST = 100
"""Cases told within one transaction."""
NOBODY_FREE = Say(
    "guide.nobody_free",
    lines=("emergency", "act_early", "nspcc", "samaritans"),
    urgency=Urgency.STATUS,
)


def tell_waiting(transaction: Transaction, moments: Sequence[datetime]) -> list[int]:
    """Tell everyone whose case has reached its deadline that nobody was free, with numbers; close
    it.

    As a batch for the writer: one moment in, the number of cases told out.
    """
    return [_tell_due(transaction, now) for now in moments]


def _tell_due(transaction: Transaction, now: datetime) -> int:
    due = transaction.cases_due(now, AT_MOST)
    for case in due:
        if not case.conversation.stopped:
            message = next_message(case.conversation, NOBODY_FREE, now)
            transaction.queue([message], Delivery.QUEUED)
        transaction.close_case(case.id, "told_nobody_free")
    transaction.save([case.conversation for case in due])
    return len(due)
