"""What flows may have done beyond their conversation, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.doing import Do

DEEDS: Mapping[str, Do] = MappingProxyType({})
