"""Stories: composites of what many families live through, never one real person, each ending in
what helped (facts 2.1, 2.2, 2.4, 3.1, 3.3; 1.6 for the one in Tajikistan; the telling is ours)."""

from types import MappingProxyType

from bot.engine.answers import Answers
from bot.engine.flow import ask, flow, go, say
from bot.engine.state import State, When
from bot.flows.helpful import ask_helpful

STORIES = MappingProxyType(
    {
        "brother": 4,
        "suitcase": 4,
        "quiet_room": 4,
        "notebook": 4,
        "animals": 4,
        "two_villages": 4,
        "dares": 4,
        "far_phone": 4,
    }
)
"""Each story with the number of its messages."""


def was_asked_if_helpful(answers: Answers) -> bool:
    return bool(answers["helpful"])


def _story_read(answers: Answers) -> str:
    return f"stories.{''.join(answers['choose']) or 'unknown'}"


def _messages(story: str, count: int) -> tuple[State, ...]:
    following = {n: f"{story}_{n + 1}" for n in range(1, count)}
    ending = (When(was_asked_if_helpful, "more"), "helpful")
    return tuple(
        ask(f"{story}_{n}", {"next": following.get(n, ending), "stories": "choose"})
        for n in range(1, count + 1)
    )


stories = flow(
    "stories",
    say("about", then="choose"),
    ask(
        "choose",
        {
            **{story: f"{story}_1" for story in STORIES},
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    *(state for story, count in STORIES.items() for state in _messages(story, count)),
    *ask_helpful("helpful", _story_read, then="more"),
    ask(
        "more",
        {
            "another": "choose",
            "talk": "to_talk",
            "call": "to_call",
            "person": "to_person",
            "menu": "to_menu",
        },
    ),
    go("to_talk", "talk"),
    go("to_call", "call"),
    go("to_person", "person"),
    go("to_menu", "menu"),
)
