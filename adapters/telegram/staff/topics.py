"""Calls to Telegram about the group, and what their refusals mean.

The names of errors are Telegram's own (tdlib/telegram-bot-api; core.telegram.org/api/errors).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from adapters.telegram.api import Api
from adapters.telegram.staff.pace import GroupPace
from adapters.telegram.transport import UNCHANGED, CallFailed
from bot.messages import Failure

TITLE_AT_MOST = 128
REMOVED_WITHIN = 5
"""Tries to take back what fell out of its topic."""
COUNTED = frozenset({"sendMessage", "createForumTopic", "editForumTopic", "editMessageText"})

Button = tuple[str, str]
"""(label, what comes back when it is pressed)."""

log = structlog.get_logger(__name__)


class TopicGone(Exception):
    """Somebody deleted the topic."""


class TopicShut(Exception):
    """Somebody closed the topic, and it takes no messages."""


class CardGone(Exception):
    """Somebody deleted the message that was to change."""


class GroupBroken(Exception):
    """Nothing can be done in the group. `trouble` names why: a key of the words."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


MEANINGS: Mapping[str, type[Exception]] = {
    "message thread not found": TopicGone,
    "topic_id_invalid": TopicGone,
    "topic_deleted": TopicGone,
    "topic_closed": TopicShut,
    "message to edit not found": CardGone,
    "message_id_invalid": CardGone,
    "message can't be edited": CardGone,
}
TROUBLES = {
    "chat is not a forum": "topics_off",
    "channel_forum_missing": "topics_off",
    "not enough rights": "no_rights",
    "need administrator rights": "no_rights",
    "chat_admin_required": "no_rights",
    "have no rights": "no_rights",
    "chat not found": "gone",
}
NO_CHANGE = (UNCHANGED, "topic_not_modified")


class Topics:
    """Errors raised by all: `TopicGone`, `TopicShut`, `CardGone`, `GroupBroken`, `CallFailed`."""

    def __init__(self, api: Api, group: int, pace: GroupPace) -> None:
        self._api = api
        self._group = group
        self._pace = pace
        self.is_well = False
        """Whether a topic has lately been made or written into."""

    async def create(self, title: str) -> int:
        made = await self._call("createForumTopic", name=title[:TITLE_AT_MOST])
        thread = _number(made, "message_thread_id")
        self.is_well = True
        return thread

    async def rename(self, thread: int, title: str) -> None:
        await self._call("editForumTopic", message_thread_id=thread, name=title[:TITLE_AT_MOST])

    async def shut(self, thread: int) -> None:
        await self._call("closeForumTopic", message_thread_id=thread)

    async def reopen(self, thread: int) -> None:
        await self._call("reopenForumTopic", message_thread_id=thread)

    async def remove(self, thread: int) -> None:
        await self._call("deleteForumTopic", message_thread_id=thread)

    async def post(
        self,
        thread: int,
        text: str,
        buttons: Sequence[Button] = (),
        *,
        reply_to: int = 0,
        is_alert: bool = False,
    ) -> int:
        """The message's id. It is in the topic or nowhere: what Telegram puts beside a topic that
        is gone is taken back at once."""
        message = _message(text, buttons) | {
            "message_thread_id": thread,
            "protect_content": True,
            "disable_notification": not is_alert,
        }
        if reply_to:
            reply = {"message_id": reply_to, "allow_sending_without_reply": True}
            message["reply_parameters"] = reply
        sent = await self._call("sendMessage", **message)
        number = _number(sent, "message_id")
        if sent.get("message_thread_id") != thread:
            await self._take_back(number)
            raise TopicGone
        self.is_well = True
        return number

    async def change(self, message: int, text: str, buttons: Sequence[Button]) -> None:
        await self._call("editMessageText", **_message(text, buttons), message_id=message)

    async def react(self, message: int, emoji: str) -> None:
        """A courtesy: where reactions are off there are none."""
        reaction = [{"type": "emoji", "emoji": emoji}]
        try:
            await self._call("setMessageReaction", message_id=message, reaction=reaction)
        except (CallFailed, TopicGone, TopicShut, CardGone, GroupBroken) as failed:
            log.info("telegram_courtesy_failed", error=type(failed).__name__)

    async def tell_all(self, text: str) -> None:
        """Into General: never anything of a case."""
        await self._call("sendMessage", **_message(text, ()))

    async def _take_back(self, message: int) -> None:
        for _ in range(REMOVED_WITHIN):
            try:
                await self._call("deleteMessage", message_id=message)
            except CallFailed as failed:
                log.warning("telegram_staff_stray", failure=failed.failure)
            else:
                return
        log.error("telegram_staff_stray_stays")

    async def _call(self, method: str, **parameters: object) -> Any:
        if method in COUNTED:
            self._pace.note()
        try:
            return await self._api.call(method, {"chat_id": self._group, **parameters})
        except CallFailed as failed:
            if any(reason in failed.detail for reason in NO_CHANGE):
                return {}
            self._pace.hold(failed.retry_after)
            meant = _meant(failed)
            self.is_well &= not isinstance(meant, GroupBroken)
            raise meant from None


def _meant(failed: CallFailed) -> Exception:
    for reason, meaning in MEANINGS.items():
        if reason in failed.detail:
            return meaning()
    trouble = next((TROUBLES[reason] for reason in TROUBLES if reason in failed.detail), "")
    if trouble or failed.failure is Failure.CONTACT_GONE:
        return GroupBroken(trouble or "gone")
    return failed


def _message(text: str, buttons: Sequence[Button]) -> dict[str, object]:
    message: dict[str, object] = {"text": text, "link_preview_options": {"is_disabled": True}}
    if buttons:
        row = [{"text": label, "callback_data": data} for label, data in buttons]
        message["reply_markup"] = {"inline_keyboard": [row]}
    return message


def _number(answer: object, name: str) -> int:
    number = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise CallFailed(Failure.PROVIDER_DOWN, detail="unreadable answer")
    return number
