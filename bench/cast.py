"""Who takes part in the benchmark of durable turns, and what is said."""

from bot.engine.session import Session
from bot.messages import Say
from bot.ports import Conversation

WAITING = 64
CONTACTS = 10_000
TURNS = 6_400
SPREAD = 922_337_203_685_477
"""Contacts' ids are multiples of it: spread over all 63 bits, as in life, and easy for pgbench."""
SAYS = (Say("signs.heard", ("more", "less", "menu")), Say("signs.next", ("talk", "call")))
SESSION = Session("signs", "group", {"signs.ticked": ("isolated", "secret")}, ("menu.menu",), 0, 7)
"""A session in the middle of ticking, as one would be stored."""


def contact(number: int) -> Conversation:
    return Conversation(number * SPREAD, "telegram", str(number), "en", SESSION, is_new=True)
