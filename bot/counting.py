"""Numbers without people: what is counted by week, and nothing about who.

A counter's name is its group, a full stop and a line of that group.
"""

from enum import StrEnum

from bot.engine.session import Session

WEEKS = 12
"""As many are shown, all of them over: of two looks at a week under way the difference would tell
about the few between them."""


class Group(StrEnum):
    FLOW = "flow"  # a flow was opened
    HELPFUL = "helpful"  # helpful.<tip>.<answer>
    HANDOFF = "handoff"  # a case was opened, by queue
    REGISTRATION = "registration"  # for an event
    PLEDGE = "pledge"


def opened(before: Session | None, after: Session | None) -> str:
    """The counter of the flow that this turn led to; "" when she stayed where she was."""
    if after is None or (before is not None and before.flow == after.flow):
        return ""
    return f"{Group.FLOW}.{after.flow}"
