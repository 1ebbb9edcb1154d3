"""Messages in words: rendered from content, shaped for a channel, on the day they are sent."""

from collections.abc import Mapping
from types import MappingProxyType

from adapters.languages import Language as PageLanguage
from adapters.webchat.pages import HelpLine
from bot.desk.back_on import OPENS, opening_in_words
from bot.engine.content import Catalogue
from bot.engine.loading import LANGUAGE_CHOICE
from bot.messages import Limits, Part, Rendered, Say
from bot.ports import Clock, Outgoing
from bot.rendering import render
from bot.shaping import ShapeWords, shape
from bot.worded import Telling, Worder, in_words

PAGE_LINES = ("emergency", "police_101", "act_early", "nspcc", "samaritans")
"""Numbers on the landing page and where the chat page has no JavaScript."""
SORRY = Say("guide.sorry", lines=("emergency", "act_early", "samaritans"))


class Speech:
    """The catalogue with a clock: a help line checked too long ago disappears on its day."""

    def __init__(
        self,
        catalogue: Catalogue,
        clock: Clock,
        site: str = "",
        worders: Mapping[str, Worder] = MappingProxyType({}),
    ) -> None:
        """`site`: our public address, for texts that name it. `worders`: words for values that are
        found when a message is sent."""
        self._catalogue = catalogue
        self._clock = clock
        self._site = site
        self._worders = {OPENS: opening_in_words, **worders}
        self._shape_words = {code: self._shapes(code) for code in catalogue.languages}

    def render(self, message: Outgoing) -> Rendered:
        return self._render(message.say, message.language)

    def _render(self, say: Say, language: str) -> Rendered:
        now = self._clock()
        telling = Telling(now, self._catalogue.language(language), self._catalogue)
        worded = in_words(say, telling, self._worders)
        return render(self._catalogue, worded, language, now.date(), self._site)

    def parts(self, message: Outgoing, limits: Limits) -> list[Part]:
        language = self._catalogue.language(message.language).code
        return shape(self.render(message), limits, self._shape_words[language])

    def sorry(self) -> str:
        """Numbers and an honest apology, from memory: for when nothing can be stored."""
        default = self._catalogue.default.code
        return self._render(SORRY, default).text

    def page_words(self, code: str) -> Mapping[str, str]:
        """The words of the pages by `table.key`; a missing one in the default language."""
        words: dict[str, str] = {}
        for language in (self._catalogue.default, self._catalogue.language(code)):
            for table, entries in language.pages.items():
                words.update({f"{table}.{key}": text for key, text in entries.items()})
        return words

    def page_lines(self, code: str) -> list[HelpLine]:
        today = self._clock().date()
        words = self._catalogue.language(code).lines
        shown = (self._catalogue.lines[line] for line in PAGE_LINES)
        return [
            HelpLine(line.number, words[line.id].name, words[line.id].note)
            for line in shown
            if line.may_be_shown(today)
        ]

    def page_languages(self) -> list[PageLanguage]:
        return [
            PageLanguage(one.code, one.name, one.direction, f"{LANGUAGE_CHOICE}:{one.code}")
            for one in self._catalogue.languages.values()
        ]

    def _shapes(self, code: str) -> ShapeWords:
        def word(name: str) -> str:
            spoken = self._catalogue.language(code).wordings
            key = f"guide.{name}"
            return (spoken.get(key) or self._catalogue.default.wordings[key]).text

        return ShapeWords(word("choose"), word("number_hint"), word("ticked"))
