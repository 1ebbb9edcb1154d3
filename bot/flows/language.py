"""Language: one choice for each enabled language, each in its own words."""

from collections.abc import Callable

from bot.engine.answers import Answers
from bot.engine.effects import Effect, SetLanguage
from bot.engine.flow import ask, do, flow, go, say
from bot.engine.state import Flow


def _set_language(code: str) -> Callable[[Answers], Effect]:
    def set_it(_answers: Answers) -> Effect:
        return SetLanguage(code)

    return set_it


def build_language(languages: tuple[str, ...]) -> Flow:
    return flow(
        "language",
        ask("choose", {**{code: f"set_{code}" for code in languages}, "keep": "to_menu"}),
        *(do(f"set_{code}", _set_language(code), then="changed") for code in languages),
        say("changed", then="to_menu"),
        go("to_menu", "menu"),
    )
