"""Stop: nothing more is sent until she writes again."""

from bot.engine.answers import Answers
from bot.engine.effects import Effect, Stop
from bot.engine.flow import ask, close, do, flow, go


def _stop(_answers: Answers) -> Effect:
    return Stop()


stop = flow(
    "stop",
    ask("sure", {"yes": "stopping", "no": "to_menu"}),
    do("stopping", _stop, then="stopped"),
    close("stopped"),
    go("to_menu", "menu"),
)
