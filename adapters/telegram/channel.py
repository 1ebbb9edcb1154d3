"""Telegram as a way out to contacts: plain text, link previews off, choices as one button a row."""

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import structlog
from telegram import InputFile

from adapters.telegram.api import CALL_SECONDS, Api
from adapters.telegram.courtesy import Courtesy
from adapters.telegram.patience import Patience
from adapters.telegram.reader import CHANNEL
from adapters.telegram.setup import CommandsByLanguage, check_settings, introduce, refuse_start
from adapters.telegram.transport import UNCHANGED, CallFailed
from bot.errors import NotOurs, Refusal
from bot.messages import Choice, Failure, Limits, Part, SendFailed, Style

API_URL = "https://api.telegram.org"
WEBHOOK_PATH = "/telegram"
ADDRESS = re.compile(r"-?[0-9]{1,19}")
TYPING_AFTER = 1.0

log = structlog.get_logger(__name__)

Recording = Callable[[str], bytes]
"""The sound of a recording by its name; it may block. Errors raised: OSError."""
Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds; tests hold one that does not."""


class Staff(Protocol):
    """The staff group, where there is one (`adapters.telegram.staff`)."""

    async def take_in(self, update: Mapping[str, object]) -> bool:
        """Whether it was the group's. Errors raised: `StoreUnavailable`."""

    async def close(self) -> None: ...


class Telegram:
    """The channel (`bot.ports.Channel`), its set-up and its courtesies.

    `secret` comes with every delivery and proves it; `polling`: there is no public address, see
    `polling.poll`. `seconds` bounds every call. Errors raised: `BadSetting`.
    """

    name = CHANNEL
    # Telegram allows 100 buttons and cuts long labels by the width of her screen.
    limits = Limits(
        text=4096, body=4096, buttons=100, button_label=60, rows=0, can_edit=True, plays=True
    )
    per_second = 25.0  # Telegram takes about 30 from a bot; the rest is for what cannot wait

    def __init__(
        self,
        token: str,
        secret: str,
        *,
        public_url: str = "",
        api_url: str = API_URL,
        polling: bool = False,
        seconds: float = CALL_SECONDS,
        typing_after: float = TYPING_AFTER,
        pause: Pause = asyncio.sleep,
        recording: Recording | None = None,
    ) -> None:
        check_settings(token, secret, public_url, polling=polling)
        self.api = Api(token, api_url, seconds)
        self.courtesy = Courtesy(self.api, typing_after)
        self.username = ""  # known once Telegram has told us
        self.is_ready = False
        self.staff: Staff | None = None
        self.pause = pause
        self._recording = recording
        self._secret = secret
        self._webhook = "" if polling else public_url.rstrip("/") + WEBHOOK_PATH
        self._setup: asyncio.Task[None] | None = None

    async def open(self, commands_by_language: CommandsByLanguage) -> None:
        """Set up webhook and menu; in the background when Telegram cannot be reached now.

        Errors raised: `BadSetting` when Telegram refuses the token or the address.
        """
        await self.api.open()
        try:
            await self._introduce(commands_by_language)
        except CallFailed as failed:
            await self._go_on(failed, commands_by_language)

    async def close(self) -> None:
        if self._setup is not None:
            self._setup.cancel()
            await asyncio.gather(self._setup, return_exceptions=True)
        self.courtesy.close()
        try:
            if self.staff is not None:
                await self.staff.close()
        finally:
            await self.api.close()

    def check_secret(self, presented: Sequence[bytes]) -> None:
        """Errors raised: `NotOurs` unless exactly one secret was presented and it is ours."""
        if not any(presented):
            raise NotOurs(Refusal.UNSIGNED)
        matches = hmac.compare_digest(presented[0], self._secret.encode())
        if not matches or len(presented) > 1:
            raise NotOurs(Refusal.FORGED)

    async def send(self, address: str, part: Part) -> str:
        """Send or edit one message; its id. Errors raised: `SendFailed`."""
        self.courtesy.stop_expecting(address)
        try:
            if part.recording:
                return await self._play(address, part)
            return await self._edit(address, part) or await self._send(address, part)
        except CallFailed as failed:
            raise SendFailed(
                failed.failure, retry_after=failed.retry_after, detail=failed.detail
            ) from None

    async def _send(self, address: str, part: Part) -> str:
        message = _message(address, part) | _silence(part)
        return _id_of(await self.api.call("sendMessage", message))

    async def _play(self, address: str, part: Part) -> str:
        """Its text has arrived: whoever takes no voice notes, or a sound that cannot be had, is no
        failure. "" then."""
        if self._recording is None:
            return ""
        try:
            sound = await asyncio.to_thread(self._recording, part.recording)
            name = part.recording.rpartition("/")[2]
            voice = {"chat_id": _chat(address), "voice": InputFile(sound, filename=name)}
            sent = await self.api.call("sendVoice", voice | _silence(part))
        except OSError:
            return ""
        except CallFailed as failed:
            if failed.failure is not Failure.REFUSED:
                raise
            return ""
        return _id_of(sent)

    async def _edit(self, address: str, part: Part) -> str:
        """The id of the message that now shows `part`; "" when a new one is needed."""
        if not ADDRESS.fullmatch(part.replaces):
            return ""
        message = _message(address, part) | {"message_id": int(part.replaces)}
        try:
            await self.api.call("editMessageText", message)
        except CallFailed as failed:
            if UNCHANGED in failed.detail:
                return part.replaces
            if failed.failure is Failure.REFUSED:
                return ""  # too old, or she deleted it
            raise
        return part.replaces

    async def _introduce(self, commands: CommandsByLanguage) -> None:
        self.username = await introduce(self.api, self._webhook, self._secret, commands)
        self.is_ready = True
        log.info("telegram_ready", polling=not self._webhook)

    async def _go_on(self, failed: CallFailed, commands: CommandsByLanguage) -> None:
        try:
            refuse_start(failed)
        except BaseException:
            await self.close()
            raise
        self._setup = asyncio.create_task(self._keep_trying(failed, commands))

    async def _keep_trying(self, failed: CallFailed, commands: CommandsByLanguage) -> None:
        patience = Patience()
        while not self.is_ready:
            log.warning("telegram_not_ready", failure=failed.failure, detail=failed.detail)
            await self.pause(patience.after(failed))
            try:
                await self._introduce(commands)
            except CallFailed as again:
                failed = again


def _chat(address: str) -> int:
    if not ADDRESS.fullmatch(address):
        raise CallFailed(Failure.REFUSED, detail="not a Telegram address")
    return int(address)


def _silence(part: Part) -> dict[str, object]:
    return {"disable_notification": True} if part.silent else {}


def _id_of(sent: object) -> str:
    number = sent.get("message_id") if isinstance(sent, dict) else None
    if not isinstance(number, int):
        raise CallFailed(Failure.PROVIDER_DOWN, detail="unreadable answer")
    return str(number)


def _message(address: str, part: Part) -> dict[str, object]:
    message: dict[str, object] = {
        "chat_id": _chat(address),
        "text": part.text,
        "link_preview_options": {"is_disabled": True},
    }
    if part.choices and part.style in (Style.BUTTONS, Style.LIST):
        message["reply_markup"] = {
            "inline_keyboard": [[_button(choice, part)] for choice in part.choices]
        }
    return message


def _button(choice: Choice, part: Part) -> dict[str, str]:
    has_box = part.multiple and not choice.ends_a_list
    tick = ("☑ " if choice.ticked else "☐ ") if has_box else ""
    return {"text": tick + choice.label, "callback_data": choice.token}
