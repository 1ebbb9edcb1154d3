"""The prepared message that asks her to write, where a channel takes nothing else any more.

WhatsApp lets through what it has approved alone, once she has been silent for a day. So there is
one message for every language, with nothing in it: what waits for her is said when she has written.
"""

from collections.abc import Set
from enum import StrEnum

from bot.messages import Say, Urgency

ASK_TO_WRITE = Say("reminders.ask_to_write", urgency=Urgency.STATUS)
TEMPLATES = "hearthline_word_"
"""How the names of these begin at the provider."""


class TemplateStatus(StrEnum):
    NOT_SUBMITTED = "not_submitted"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


def template_name(language: str) -> str:
    """Of small letters, digits and _, as the provider wants it."""
    return TEMPLATES + language.lower().replace("-", "_")


def language_to_ask_in(language: str, base: str, approved: Set[str]) -> str | None:
    """Hers where that is approved, else the first one; None where neither is."""
    return next((one for one in (language, base) if template_name(one) in approved), None)
