"""The exits that every waiting state has from the engine, and where each leads."""

from types import MappingProxyType

START = "start"
MENU = "menu"
BACK = "back"
PERSON = "person"
URGENT = "urgent"
HIDE = "hide"
STOP = "stop"
LANGUAGE = "language"

EXITS = MappingProxyType(
    {
        START: "welcome",
        MENU: "menu",
        PERSON: "person",
        URGENT: "urgent",
        HIDE: "hide",
        STOP: "stop",
        LANGUAGE: "language",
    }
)
"""Exit to flow. `back` is the one that leads to no flow: it goes where she was before."""

COMMANDS = (MENU, BACK, PERSON, URGENT, HIDE, STOP, LANGUAGE)
"""Exits that she can type or press in any state."""

REMARKS = MappingProxyType(
    {"greeting": "guide.greeting", "thanks": "guide.thanks", "who": "guide.who"}
)
"""Things people say that are no answer and no exit: each has its own kind word, then the question
again."""
