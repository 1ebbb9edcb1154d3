"""Messages in words: rendered from content, shaped for a channel, on the day they are sent."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from adapters.languages import Language as PageLanguage
from adapters.webchat.pages import HelpLine
from bot.cohorts.model import NEXT
from bot.cohorts.wording import next_in_words
from bot.desk.back_on import OPENS, opening_in_words
from bot.engine.content import Catalogue
from bot.engine.loading import LANGUAGE_CHOICE
from bot.errors import StoreUnavailable
from bot.messages import Failure, Limits, Part, Rendered, Say, SendFailed
from bot.ports import Clock, Outgoing
from bot.reminders.templates import ASK_TO_WRITE, template_name
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
        self._worders = {OPENS: opening_in_words, NEXT: next_in_words, **worders}
        self._shape_words = {code: self._shapes(code) for code in catalogue.languages}

    @property
    def base(self) -> str:
        """The first language."""
        return self._catalogue.default.code

    def teach(self, name: str, worder: Worder) -> None:
        """Words for one more kind of value."""
        self._worders[name] = worder

    def render(self, message: Outgoing) -> Rendered:
        return self._render(message.say, message.language)

    def _render(self, say: Say, language: str) -> Rendered:
        now = self._clock()
        telling = Telling(now, self._catalogue.language(language), self._catalogue)
        worded = in_words(say, telling, self._worders)
        return render(self._catalogue, worded, language, now.date(), self._site)

    def parts(self, message: Outgoing, limits: Limits) -> list[Part]:
        """Errors raised: SendFailed, when its words cannot be had now."""
        language = self._catalogue.language(message.language).code
        try:
            rendered = self.render(message)
        except StoreUnavailable:
            raise SendFailed(Failure.PROVIDER_DOWN) from None
        parts = shape(rendered, limits, self._shape_words[language])
        if message.say.key == ASK_TO_WRITE.key:
            return [replace(part, template=template_name(message.language)) for part in parts]
        return parts

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
