"""What Twilio's Content API and WhatsApp accept, for the stand-in in `twilio.py`.

Pages `twilio-quick-reply`, `twiliolist-picker` and `using-variables-with-content-api` of
https://www.twilio.com/docs/content; codes: https://www.twilio.com/docs/api/errors
"""

import json
import re
from collections.abc import Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


class Refused(Exception):
    def __init__(self, code: int, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


def require(holds: object, code: int, status: int = 400) -> None:
    if not holds:
        raise Refused(code, status)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _within(text: object, at_most: int) -> bool:
    return isinstance(text, str) and bool(text) and units(text) <= at_most


def check_content(kind: str, content: dict[str, Any]) -> None:
    require(_within(content.get("body"), 1024), 20001)
    if kind == "twilio/quick-reply":
        require(content.keys() == {"body", "actions"}, 20001)
        require(1 <= len(content["actions"]) <= 10, 20001)
        _check_choices([(a["title"], a.get("id"), "-") for a in content["actions"]], 20)
    elif kind == "twilio/list-picker":
        require(content.keys() == {"body", "button", "items"}, 20001)
        require(_within(content["button"], 20) and 1 <= len(content["items"]) <= 10, 20001)
        rows = [(i["item"], i["id"], i.get("description", "-")) for i in content["items"]]
        _check_choices(rows, 24)
    else:
        require(kind == "twilio/text" and content.keys() == {"body"}, 20001)


def _check_choices(choices: list[tuple[str, str, str]], label_at_most: int) -> None:
    """WhatsApp: every label and id within its limit and only once."""
    for label, token, hint in choices:
        require(_within(label, label_at_most) and _within(token, 200) and _within(hint, 72), 20001)
    require(len({token for _, token, _ in choices}) == len(choices), 20001)


def shown(types: Mapping[str, Any], variables: str) -> dict[str, Any]:
    """A template with its variables filled in, checked once more: 21656 as Twilio documents it."""
    try:
        values = json.loads(variables or "{}")
    except ValueError:
        raise Refused(21656) from None
    require(isinstance(values, dict), 21656)
    for value in values.values():
        require(isinstance(value, str) and value.strip() and len(value) <= 1600, 21656)
        require(not re.search(r"[\n\t\r]| {5,}", value), 21656)
    ((kind, content),) = _filled(types, values).items()
    check_content(kind, content)
    if kind == "twilio/text":
        return {"text": content["body"]}
    if kind == "twilio/quick-reply":
        require(len(content["actions"]) <= 3, 63005)
        choices = tuple((a["title"], a["id"], "") for a in content["actions"])
        return {"text": content["body"], "style": "buttons", "choices": choices}
    rows = tuple((i["item"], i["id"], i.get("description", "")) for i in content["items"])
    shown = {"text": content["body"], "style": "list", "choices": rows}
    return shown | {"list_button": content["button"]}


def _filled(content: Any, values: Mapping[str, str]) -> Any:
    if isinstance(content, dict):
        return {name: _filled(value, values) for name, value in content.items()}
    if isinstance(content, list):
        return [_filled(value, values) for value in content]
    for name in PLACEHOLDER.findall(content):
        require(name in values, 21656)
    return PLACEHOLDER.sub(lambda match: values[match[1]], content)
