"""Where Telegram delivers: `POST /telegram`.

The answer is always the same empty object: one that names a method is run as a call of ours.
Never 410: after a day of those Telegram drops the webhook. 503: it comes again after `Retry-After`.
"""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.telegram.arrivals import take_in
from adapters.telegram.channel import WEBHOOK_PATH, Telegram
from adapters.telegram.reader import read
from bot.errors import NotOurs, Refusal, StoreUnavailable
from bot.ports import Receive

SECRET_HEADER = b"x-telegram-bot-api-secret-token"
BODY_AT_MOST = 256 * 1024
"""Bytes. A real update is a few kilobytes."""
COME_AGAIN_AFTER = "5"
"""Seconds. Telegram honours it up to an hour (tdlib/telegram-bot-api, WebhookActor.cpp)."""


class _TooLarge(Exception):
    pass


def routes(telegram: Telegram, receive: Receive) -> list[Route]:
    async def deliver(request: Request) -> Response:
        try:
            telegram.check_secret(_secrets(request))
            update = read(await _body(request))
            await take_in(telegram, update, receive)
        except NotOurs as refused:
            return _answer(refused.http_status, connection="close")
        except _TooLarge:
            return _answer(413, connection="close")
        except StoreUnavailable:
            return _answer(503, retry_after=COME_AGAIN_AFTER)
        return _answer(200)

    return [Route(WEBHOOK_PATH, deliver, methods=["POST"])]


def _secrets(request: Request) -> list[bytes]:
    return [value for name, value in request.scope["headers"] if name == SECRET_HEADER]


async def _body(request: Request) -> bytes:
    """Not a middleware's work: it would answer before the secret was looked at."""
    if _declared_length(request) > BODY_AT_MOST:
        raise _TooLarge
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_AT_MOST:
                raise _TooLarge
    except ClientDisconnect:
        raise NotOurs(Refusal.MALFORMED) from None
    return bytes(body)


def _declared_length(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length[:19]) if length.isdecimal() else 0


def _answer(status: int, **headers: str) -> Response:
    return Response(
        b"{}",
        status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        media_type="application/json",
    )
