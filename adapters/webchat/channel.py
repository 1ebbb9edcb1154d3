"""The web chat as a way out: a stored message is there for the page; sending tells open pages."""

from adapters.webchat.chat import CHANNEL
from adapters.webchat.wake import Wake
from bot.messages import Limits, Part


class WebChatChannel:
    name = CHANNEL
    per_second = 0.0
    limits = Limits(
        text=16_000,
        body=16_000,
        buttons=40,
        button_label=120,
        rows=0,
        can_edit=True,
        shows_hints=True,
    )
    """The page scrolls, so these only keep a fault in the content from becoming a wall of text."""

    def __init__(self, wake: Wake) -> None:
        self._wake = wake

    async def send(self, address: str, part: Part) -> str:  # noqa: ARG002  the stream reads it from the store
        self._wake.publish(address)
        return ""
