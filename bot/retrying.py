"""What becomes of a message after an attempt to send it: sent, again later, given up, unknown."""

import random
from datetime import datetime, timedelta

from bot.messages import RETRIED, Failure, SendFailed, Urgency
from bot.ports import Delivery, Outcome, Outgoing

FIRST_RETRY_SECONDS = 2.0
LONGEST_RETRY_SECONDS = 1800.0
ATTEMPTS_AT_MOST = 57
"""With the delays above: about a day, as long as Telegram itself keeps what it could not hand
over."""


def outcome(
    message: Outgoing,
    status: Delivery,
    *,
    external_id: str = "",
    failure: Failure | None = None,
    due_at: datetime | None = None,
) -> Outcome:
    """Of one attempt, which counts."""
    return Outcome(
        message.conversation_id,
        message.seq,
        status,
        message.attempts + 1,
        message.parts_sent,
        external_id,
        failure,
        due_at,
    )


def not_tried(message: Outgoing, due_at: datetime) -> Outcome:
    """Back to the database as it is: nobody tried."""
    return Outcome(
        message.conversation_id,
        message.seq,
        Delivery.QUEUED,
        message.attempts,
        message.parts_sent,
        due_at=due_at,
    )


def after_failure(message: Outgoing, failed: SendFailed, now: datetime) -> Outcome:
    """By the class of the failure and of the message."""
    unknown = failed.failure is Failure.OUTCOME_UNKNOWN
    if unknown and message.say.urgency is Urgency.ADVISER:
        return outcome(message, Delivery.AMBIGUOUS, failure=failed.failure)
    if failed.failure not in RETRIED or message.attempts + 1 >= ATTEMPTS_AT_MOST:
        return outcome(message, Delivery.FAILED, failure=failed.failure)
    due = now + timedelta(seconds=failed.retry_after or back_off(message.attempts))
    return outcome(message, Delivery.QUEUED, failure=failed.failure, due_at=due)


def back_off(attempts: int) -> float:
    """2, 4, 8 ... seconds, at most half an hour, each up to a fifth longer so that many do not
    come at once."""
    delay = min(FIRST_RETRY_SECONDS * 2.0 ** min(attempts, 12), LONGEST_RETRY_SECONDS)
    return delay * random.uniform(1.0, 1.2)  # noqa: S311 - spreads load; no secret
