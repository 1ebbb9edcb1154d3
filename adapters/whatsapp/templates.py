"""Buttons and lists as Twilio Content templates.

WhatsApp's buttons go through a template's `ContentSid`. Inside the 24 h window a template needs no
approval, and every text in it may be a variable (https://www.twilio.com/docs/content, pages
`twilio-quick-reply` and `twiliolist-picker`). So a template here holds no words at all, only a
shape: how many lines, how many choices, which of them have a hint. A few dozen shapes serve every
flow in every language, changed wording needs no new one, and Twilio keeps no sentence of ours as a
template.

A variable may not be empty nor hold a line break, a tab or five spaces in a row (error 21656): each
line of the text is a variable of its own, and the line breaks stand in the template.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from bot.messages import Choice, Part, Style

NAME_PREFIX = "hearthline_"
VARIABLES_AT_MOST = 100
"""Twilio's limit for one template."""

UNFIT = re.compile("[\t\v\f\x1c-\x1e\x85\u2028\u2029]| {5,}")


class TemplateCache(Protocol):
    """Where sids of templates outlive a restart. Called on the event loop: it must not block."""

    def get(self, name: str) -> str | None:
        """The sid of the template of this name; None or "" when there is none."""

    def put(self, name: str, sid: str) -> None:
        """Keep the sid; "" says that the template is gone."""


class MemoryTemplateCache:
    """Lasts as long as the process; after a restart the list from Twilio fills it again."""

    def __init__(self) -> None:
        self._sids: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._sids.get(name)

    def put(self, name: str, sid: str) -> None:
        self._sids[name] = sid


@dataclass(frozen=True, slots=True)
class Filled:
    """A template's shape (`types`, as the Content API takes it) and what fills it this time."""

    types: dict[str, Any]
    variables: dict[str, str]

    @property
    def name(self) -> str:
        """The same for the same shape, in every process and release."""
        shape = json.dumps(self.types, sort_keys=True, separators=(",", ":"))
        return NAME_PREFIX + sha256(shape.encode()).hexdigest()[:32]


def fill(part: Part) -> Filled | None:
    """The template of a part with buttons or a list; None when it has too much in it for one."""
    slots = _Slots()
    lines = part.text.replace("\r\n", "\n").strip("\n").split("\n")
    body = "\n".join(slots.add(line) if line.strip() else "" for line in lines)
    types = _list(part, body, slots) if part.style is Style.LIST else _buttons(part, body, slots)
    return Filled(types, slots.values) if len(slots.values) <= VARIABLES_AT_MOST else None


class _Slots:
    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def add(self, text: str) -> str:
        key = str(len(self.values) + 1)
        self.values[key] = UNFIT.sub(" ", text)
        return "{{" + key + "}}"


def _buttons(part: Part, body: str, slots: _Slots) -> dict[str, Any]:
    actions = [
        {"type": "QUICK_REPLY", "title": slots.add(choice.label), "id": slots.add(choice.token)}
        for choice in part.choices
    ]
    return {"twilio/quick-reply": {"body": body, "actions": actions}}


def _list(part: Part, body: str, slots: _Slots) -> dict[str, Any]:
    return {
        "twilio/list-picker": {
            "body": body,
            "button": slots.add(part.list_button),
            "items": [_row(choice, slots) for choice in part.choices],
        }
    }


def _row(choice: Choice, slots: _Slots) -> dict[str, str]:
    row = {"item": slots.add(choice.label), "id": slots.add(choice.token)}
    return row | ({"description": slots.add(choice.hint)} if choice.hint.strip() else {})
