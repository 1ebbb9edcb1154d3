"""Messages to a contact, numbered within their conversation."""

from datetime import datetime

from bot.messages import Say
from bot.ports import Conversation, Outgoing


def next_message(conversation: Conversation, say: Say, due_at: datetime) -> Outgoing:
    """The next message of this conversation."""
    seq = conversation.next_seq
    conversation.next_seq = seq + 1
    return Outgoing(
        conversation.id,
        seq,
        conversation.channel,
        conversation.address,
        conversation.epoch,
        conversation.language,
        say,
        due_at,
    )
