"""What flows may have done beyond their conversation, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.cohorts import joining as cohorts
from bot.doing import Do
from bot.events import deeds as events
from bot.panels import asking as panels
from bot.reminders import consents

DEEDS: Mapping[str, Do] = MappingProxyType(
    {
        **panels.DEEDS,
        **cohorts.DEEDS,
        "reminders.agree": consents.agree,
        "reminders.withdraw": consents.withdraw,
        **events.DEEDS,
    }
)
