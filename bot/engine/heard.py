"""What she typed means in any state: a command, danger, or words that we offer somewhere."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.engine.content import Catalogue, choice_words
from bot.engine.exits import URGENT
from bot.engine.matching import WordIndex, normalise
from bot.engine.state import Flow
from bot.messages import Inbound, Urgency
from bot.understanding.needs import Danger


class Heard(NamedTuple):
    """What she typed, wherever she is: `command` when the whole text is one."""

    command: str = ""
    is_danger: bool = False

    @property
    def leads_to(self) -> str:
        """The exit to take; none when it is neither a command nor danger."""
        return self.command or (URGENT if self.is_danger else "")


NOTHING_HEARD = Heard()


def heard_in(inbound: Inbound, indexes: Sequence[WordIndex]) -> Heard:
    words = normalise(inbound.text)
    command = next((found for index in indexes if (found := index.command(words))), "")
    if command:
        return Heard(command, command == URGENT)
    is_understood = inbound.meant is not None and inbound.meant.danger is Danger.YES
    return Heard(is_danger=is_understood or any(index.is_danger(words) for index in indexes))


def calm_words(flows: Sequence[Flow], catalogue: Catalogue) -> frozenset[str]:
    """Words of choices in any language, without those of flows for danger."""
    urgent = {flow.name for flow in flows if flow.urgency is Urgency.SAFETY}
    calm: set[str] = set()
    alarming: set[str] = set()
    for language in catalogue.languages.values():
        for key, wording in language.wordings.items():
            words = {word for word, _ in choice_words(wording)}
            (alarming if key.partition(".")[0] in urgent else calm).update(words)
    return frozenset(calm - alarming)
