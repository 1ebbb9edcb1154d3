"""Practice: a scene, three things she could say, and how each may land. Nothing is scored.

Rests on facts 3.1 (how to talk), 2.2 and 2.3 (what is never a sign), and 2.4: the scenes that touch
a sign for today name whom to call, and "violence is right" (IDE-4) shows it whatever she says.
"""

from bot.engine.flow import ask, flow, go, say
from bot.engine.state import State, Then

_CALL: dict[str, Then] = {"call": "to_call"}
_URGENT: dict[str, Then] = {"call": "to_call", "urgent": "to_urgent"}


def _scene(
    name: str, replies: tuple[str, ...], ways: dict[str, Then], *, first: tuple[State, ...] = ()
) -> tuple[State, ...]:
    """The scene, how each reply may land, what to keep from it. `first` comes before the last."""
    last = f"{name}_next"
    landing = first[0].name if first else last
    return (
        ask(name, {reply: f"{name}_{reply}" for reply in replies}),
        *(say(f"{name}_{reply}", then=landing) for reply in replies),
        *first,
        ask(last, {"again": name, "another": "scenes", **ways}),
    )


_VIOLENCE_TODAY = say(
    "violence_today", then="violence_next", lines=("act_early", "police_101", "nspcc")
)
_SCENES = (
    *_scene("clip", ("off", "like", "nothing"), {"check": "to_check"}),
    *_scene("friend", ("phone", "tell", "men"), _CALL),
    *_scene("against", ("nonsense", "happened", "right"), {"talk": "to_talk"}),
    *_scene("school", ("final", "day", "go"), _CALL),
    *_scene("joke", ("sick", "behind", "laugh"), _URGENT),
    *_scene("women", ("rude", "alone", "cheer"), _CALL),
    *_scene("war", ("no", "see", "ours"), _URGENT),
    *_scene("violence", ("out", "change", "love"), _URGENT, first=(_VIOLENCE_TODAY,)),
)

practice = flow(
    "practice",
    say("first", then="scenes"),
    ask(
        "scenes",
        {
            "clip": "clip",
            "friend": "friend",
            "against": "against",
            "school": "school",
            "joke": "joke",
            "women": "women",
            "war": "war",
            "violence": "violence",
            "talk": "to_talk",
            "menu": "to_menu",
        },
    ),
    *_SCENES,
    go("to_check", "online.check"),
    go("to_talk", "talk"),
    go("to_call", "call"),
    go("to_urgent", "urgent"),
    go("to_menu", "menu"),
)
