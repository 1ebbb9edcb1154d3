"""What of a flow is forgotten as soon as she is in another one."""

from collections.abc import Mapping

from bot.engine.session import Answer
from bot.engine.state import Flow


def lasting(
    flows: Mapping[str, Flow], answers: Mapping[str, Answer], here: str
) -> Mapping[str, Answer]:
    """Her answers, without those that other flows than `here` hold only while she is in them."""
    gone = {
        f"{flow.name}.{state}"
        for flow in flows.values()
        if flow.fleeting and flow.name != here
        for state in flow.fleeting
    }
    if gone.isdisjoint(answers):
        return answers
    return {key: answer for key, answer in answers.items() if key not in gone}
