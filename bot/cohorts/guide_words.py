"""The words that the facilitator's guide has beside those of the course."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.cohorts.model import STEPS

AIMS: Mapping[str, str] = MappingProxyType(
    {step: f"facilitator.{'safe_step' if step == 'safe' else step}" for step in STEPS}
)
"""What each step is for. One has another name: "safe" is the chapter on safety."""
_PLAIN = (
    *("title", "about", "safe", "rules", "disclosure", "lines", "yourself", "plan"),
    *("aim", "read_out", "exercise", "thought", "circle", "questions", "home"),
)
GUIDE_SAYS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys((f"facilitator.{name}" for name in _PLAIN), frozenset[str]()),
        **dict.fromkeys(AIMS.values(), frozenset[str]()),
        "facilitator.made": frozenset({"day"}),
        "facilitator.danger": frozenset({"emergency"}),
    }
)
"""By key, with the placeholders that each needs."""
