"""What Telegram must know before anyone can write to us: where to deliver, and our menu."""

import asyncio
import re
from collections.abc import Mapping, Sequence

import structlog

from adapters.telegram.api import Api
from adapters.telegram.transport import CallFailed
from bot.errors import BadSetting
from bot.messages import Failure

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
MAX_CONNECTIONS = 64  # as many as share one commit; Telegram takes 1 to 100, default 40

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,100}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # core.telegram.org/bots/api#setwebhook
MENU_LANGUAGE = re.compile(
    r"([a-z]{2})?"
)  # setMyCommands takes two letters, or none for everybody else

CommandsByLanguage = Mapping[str, Sequence[tuple[str, str]]]
"""(command, description) pairs by language; "" is for every language that has none of its own."""

log = structlog.get_logger(__name__)


def check_settings(token: str, secret: str, public_url: str, *, polling: bool) -> None:
    """Errors raised: `BadSetting`."""
    faults = []
    if not TOKEN.fullmatch(token):
        faults.append("TELEGRAM_TOKEN is not a bot's token: it looks like 123456:AA-bb_cc.")
    if not SECRET.fullmatch(secret):
        faults.append(
            "TELEGRAM_WEBHOOK_SECRET must be 1 to 256 of the characters A-Z, a-z, 0-9, _ and -."
        )
    if not (polling or public_url.startswith(("https://", "http://"))):
        faults.append(
            "PUBLIC_URL is the address Telegram delivers to: set it, or set TELEGRAM_POLLING=1."
        )
    if faults:
        raise BadSetting(faults)


async def introduce(api: Api, webhook: str, secret: str, commands: CommandsByLanguage) -> str:
    """Tell Telegram who we are; our user name there. An empty `webhook` leaves delivery as it is.

    Errors raised: `CallFailed`.
    """
    me = await api.call("getMe")
    if webhook:
        await api.call(
            "setWebhook",
            {
                "url": webhook,
                "secret_token": secret,
                "allowed_updates": ALLOWED_UPDATES,
                "drop_pending_updates": False,
                "max_connections": MAX_CONNECTIONS,
            },
        )
    await asyncio.gather(
        *(
            _set_commands(api, language, menu)
            for language, menu in commands.items()
            if MENU_LANGUAGE.fullmatch(language)
        )
    )
    return str(me.get("username", "")) if isinstance(me, dict) else ""


async def _set_commands(api: Api, language: str, menu: Sequence[tuple[str, str]]) -> None:
    commands = [{"command": name, "description": description} for name, description in menu]
    try:
        await api.call("setMyCommands", {"commands": commands, "language_code": language})
    except CallFailed as failed:
        if failed.failure is not Failure.REFUSED:
            raise
        log.warning("telegram_menu_refused", language=language)


def refuse_start(failed: CallFailed) -> None:
    """A wrong setting stops the start; anything else will pass. Errors raised: `BadSetting`."""
    if failed.failure is Failure.CREDENTIALS:
        raise BadSetting(["TELEGRAM_TOKEN was refused by Telegram: copy it anew from @BotFather."])
    if failed.failure is Failure.REFUSED:
        raise BadSetting(
            ["PUBLIC_URL was refused by Telegram: it must be an https address it can reach."]
        )
