"""What she agreed to, as flows ask for it and change it."""

from bot.asked import Asked
from bot.doing import Doing
from bot.engine.effects import Deed
from bot.ports import Transaction
from bot.reminders.model import Consent

SOME, NONE = "some", "none"
KINDS = "reminders.which"
"""The question whose choices are the kinds: their labels are what she calls them."""


def agree(doing: Doing, deed: Deed) -> None:
    for kind in deed.about:
        doing.transaction.reminders.agree(doing.conversation.id, Consent(kind), doing.now)


def withdraw(doing: Doing, deed: Deed) -> None:
    """Of no kind: all."""
    transaction, id_ = doing.transaction, doing.conversation.id
    for kind in deed.about:
        transaction.reminders.withdraw(id_, Consent(kind))
    if not deed.about:
        withdraw_all(transaction, id_)
    if Consent.NEAR in deed.about:
        transaction.events.drop_alerts(id_)
    if Consent.PANELS in deed.about:
        transaction.panels.unfollow(id_)


def withdraw_all(transaction: Transaction, id_: int) -> None:
    """With what was kept for it alone: her districts, and which panels she follows."""
    transaction.reminders.withdraw(id_)
    transaction.events.drop_alerts(id_)
    transaction.panels.unfollow(id_)


def has_agreed(asked: Asked) -> str:
    return SOME if asked.transaction.reminders.agreed(asked.conversation.id) else NONE


def agreed_to(asked: Asked) -> str:
    """One kind a line, in her language."""
    agreed = asked.transaction.reminders.agreed(asked.conversation.id)
    spoken = asked.catalogue.language(asked.conversation.language).wordings
    wording = spoken.get(KINDS) or asked.catalogue.default.wordings[KINDS]
    return "\n".join(f"• {wording.choices[kind].label}" for kind in Consent if kind in agreed)
