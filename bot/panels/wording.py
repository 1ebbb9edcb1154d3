"""Panels and their answers in words, found when they are said (`bot.worded`)."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from bot.desk.back_on import back_on
from bot.engine.content import Language
from bot.panels.asking import is_id
from bot.panels.model import Panel, PanelStatus, Theme, nearest
from bot.rendering import direction_of
from bot.worded import Telling, Worder

_ISOLATE, _POP = "\u2068", "\u2069"
"""A line of another direction keeps its own (Unicode, first strong isolate)."""


class PanelWords:
    """`panel` and `theme` look up by id. Errors raised: what they raise."""

    def __init__(
        self, panel: Callable[[int], Panel | None], theme: Callable[[int], Theme | None]
    ) -> None:
        self._panel = panel
        self._theme = theme

    def worders(self) -> Mapping[str, Worder]:
        return {"panel": self.panel, "panel_when": self.when, "panel_answer": self.answer}

    def panel(self, about: str, telling: Telling) -> str:
        """Its title, what it is about, who is there, and when."""
        panel = self._panel(int(about)) if is_id(about) else None
        if panel is None:
            return ""
        text = panel.text(telling.language.code)
        lines = [text.title, text.about, _with(panel, telling.language), _stands(panel, telling)]
        return "\n".join(_own_way(line, telling.language) for line in lines if line)

    def when(self, about: str, telling: Telling) -> str:
        panel = self._panel(int(about)) if is_id(about) else None
        return "" if panel is None else begins(panel, telling)

    def answer(self, about: str, telling: Telling) -> str:
        """What was asked, who answers, and what they say: in the language nearest to hers."""
        theme = self._theme(int(about)) if is_id(about) else None
        if theme is None or not theme.is_published:
            return ""
        code, panel = telling.language.code, self._panel(theme.panel_id)
        asked, answer = in_language(theme.texts, code), in_language(theme.answers or {}, code)
        says = _says(panel, theme, telling.language)
        parts = (asked, says, answer)
        return "\n\n".join(_own_way(part, telling.language) for part in parts)


def begins(panel: Panel, telling: Telling) -> str:
    """ "tomorrow at 12:00 (London time)"."""
    return back_on(panel.starts_at, telling.now, telling.language, ZoneInfo(panel.zone))


def in_language(texts: Mapping[str, str], code: str) -> str:
    return texts[nearest(code, texts)] if texts else ""


def _stands(panel: Panel, telling: Telling) -> str:
    status, language = panel.status_at(telling.now), telling.language
    if status is PanelStatus.LIVE:
        return _word(language, "on_now")
    if status is PanelStatus.ANNOUNCED:
        return _word(language, "begins").format(when=begins(panel, telling))
    return _word(language, "is_over")


def _with(panel: Panel, language: Language) -> str:
    names = ", ".join(one.name for one in panel.members)
    return _word(language, "with").format(names=names) if names else ""


def _says(panel: Panel | None, theme: Theme, language: Language) -> str:
    member = panel.member(theme.member_id) if panel else None
    if member is None:
        return _word(language, "of_panel")
    who = f"{member.name} ({member.role})" if member.role else member.name
    return _word(language, "says").format(name=who)


def _word(language: Language, name: str) -> str:
    """A language that has it not yet says nothing of its own here."""
    wording = language.wordings.get(f"webchat.{name}")
    return wording.text if wording else _PLAIN[name]


_PLAIN = {"on_now": "", "begins": "{when}", "is_over": "", "with": "{names}"} | {
    "says": "{name}:",
    "of_panel": "",
}


def _own_way(text: str, language: Language) -> str:
    if direction_of(text) == language.direction:
        return text
    return "\n".join(f"{_ISOLATE}{line}{_POP}" if line else "" for line in text.split("\n"))
