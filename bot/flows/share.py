"""Share: a tip as a message to copy, with nobody's name in it, and where to print it.

Rests on facts 3.1 (listen, words, calm, self), 3.2 (online, check, posts), 2.2 and 2.4 (changes)
and 1.2 and 1.3 (call). The printed sheet of a topic holds the same text, `tip_<topic>`.
"""

from bot.engine.flow import ask, flow, go, say
from bot.engine.state import State

TOPICS = ("listen", "words", "calm", "online", "check", "posts", "changes", "call", "self")
"""What can be passed on; also the names of the sheets."""
_LINES = {"posts": ("report_act",), "call": ("act_early", "nspcc")}


def _tip(topic: str) -> State:
    return say(f"tip_{topic}", then=f"sheet_{topic}", lines=_LINES.get(topic, ()))


def _sheet(topic: str) -> State:
    return ask(f"sheet_{topic}", {"another": "topics", "menu": "to_menu"})


share = flow(
    "share",
    ask("topics", {**{topic: f"tip_{topic}" for topic in TOPICS}, "menu": "to_menu"}),
    *(state for topic in TOPICS for state in (_tip(topic), _sheet(topic))),
    go("to_menu", "menu"),
)
