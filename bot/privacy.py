"""What she can take back: everything kept about a conversation."""

from collections.abc import Sequence

from bot.desk.her_turn import audit_erasure
from bot.messages import Inbound, Kind
from bot.ports import Transaction

Urn = tuple[str, str]
"""(channel, address)."""


def erase_all(transaction: Transaction, urns: Sequence[Urn]) -> list[bool]:
    """As a batch for the writer: erase each conversation; False where nothing was kept."""
    asked = [Inbound(channel, address, "", Kind.LEFT) for channel, address in urns]
    conversations = transaction.conversations(asked)
    known = []
    for inbound in asked:
        conversation = conversations[inbound.urn]
        known.append(not conversation.is_new)
        if not conversation.is_new:
            if conversation.hold:
                audit_erasure(transaction, conversation)
            transaction.erase(conversation.id)
    return known
