"""The two addresses that Twilio calls. What is not Twilio's is refused before anything else."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]

from adapters.whatsapp.channel import WhatsApp
from adapters.whatsapp.incoming import Request
from adapters.whatsapp.signature import HEADER, present
from bot.errors import NotOurs, Refusal, StoreUnavailable
from bot.ports import Delivery, Receive

PATH = "/whatsapp"
STATUS_PATH = "/whatsapp/status"
BODY_AT_MOST = 256 * 1024
"""Bytes; Twilio's requests are below 10 kB."""

OnStatus = Callable[[str, Delivery], Awaitable[None]]
OnRefused = Callable[[Refusal], None]


def _ignore(refusal: Refusal) -> None:
    """Nobody wants to know."""


def routes(
    whatsapp: WhatsApp,
    receive: Receive,
    on_status: OnStatus,
    sorry: Callable[[], str],
    on_refused: OnRefused = _ignore,
) -> list[Route]:
    """`sorry` is what she reads in Twilio's answer while nothing can be stored: <= 1600 characters.

    `on_refused` hears of every refused request: a row of them may be a wrong setting that shuts
    her out.
    """
    hook = _Webhook(whatsapp, receive, on_status, sorry, on_refused)
    return [
        Route(PATH, hook.message, methods=["POST"]),
        Route(STATUS_PATH, hook.status, methods=["POST"]),
    ]


class _Webhook:
    def __init__(
        self,
        whatsapp: WhatsApp,
        receive: Receive,
        on_status: OnStatus,
        sorry: Callable[[], str],
        on_refused: OnRefused,
    ) -> None:
        self._incoming = whatsapp.incoming
        self._receive = receive
        self._on_status = on_status
        self._sorry = sorry
        self._on_refused = on_refused

    async def message(self, http: HttpRequest) -> Response:
        try:
            inbound = self._incoming.message(await _request(http, PATH))
        except NotOurs as error:
            return self._refuse(error)
        try:
            if inbound:
                await self._receive(inbound)
        except StoreUnavailable:
            # Twilio gives up within 15 s, whatever we answer: numbers now are better than a repeat.
            return _twiml(self._sorry())
        return _twiml()

    async def status(self, http: HttpRequest) -> Response:
        try:
            update = self._incoming.status(await _request(http, STATUS_PATH))
        except NotOurs as error:
            return self._refuse(error)
        try:
            if update:
                await self._on_status(update.external_id, update.delivery)
        except StoreUnavailable:
            return Response(status_code=503)
        return Response(status_code=204)

    def _refuse(self, error: NotOurs) -> Response:
        self._on_refused(error.refusal)
        return Response(status_code=error.http_status)


async def _request(http: HttpRequest, path: str) -> Request:
    """Errors raised: `NotOurs`: unsigned (its body is not even read), or too long."""
    signature = http.headers.get(HEADER)
    present(signature)
    return Request(
        path,
        query=http.scope["query_string"].decode("latin-1"),
        content_type=http.headers.get("content-type", ""),
        signature=signature,
        body=await _body(http),
    )


async def _body(http: HttpRequest) -> bytes:
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > BODY_AT_MOST:
            raise NotOurs(Refusal.MALFORMED)
    return bytes(body)


def _twiml(text: str = "") -> Response:
    answer = MessagingResponse()
    if text:
        answer.message(text)
    return Response(str(answer), media_type="text/xml")
