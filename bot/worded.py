"""Values of a `Say` that become words when it is sent: an opening, an event.

What is queued names the thing ("@event 12"). "Today" is over at midnight, an event may have been
moved, and nothing of it lies in the outbox as a sentence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.engine.content import Catalogue, Language
from bot.messages import Param, Say, Urgency

_WRITTEN = frozenset({"name", "text"})
"""Params that somebody wrote: they are nothing but themselves."""
_VALUE = re.compile(r"@([a-z_]+)(?: (.*))?")


class Telling(NamedTuple):
    """When it is said, and in what language."""

    now: datetime
    language: Language
    catalogue: Catalogue


Worder = Callable[[str, Telling], str]
"""Words for what stands after the name."""


def value(name: str, about: str = "") -> str:
    """For a param of a `Say`."""
    return f"@{name} {about}" if about else f"@{name}"


def in_words(say: Say, telling: Telling, worders: Mapping[str, Worder]) -> Say:
    """The same with the words that hold now."""
    if say.urgency is Urgency.ADVISER or not say.params:
        return say
    worded = {
        name: param if name in _WRITTEN else _worded(param, telling, worders)
        for name, param in say.params.items()
    }
    return replace(say, params=worded)


def _worded(param: Param, telling: Telling, worders: Mapping[str, Worder]) -> Param:
    found = _VALUE.fullmatch(param) if isinstance(param, str) else None
    if found is None or found[1] not in worders:
        return param
    return worders[found[1]](found[2] or "", telling)
