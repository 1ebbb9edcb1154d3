"""The JSON API of the web chat (`openapi.json`)."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.languages import accepted
from adapters.seldom import Seldom
from adapters.webchat.chat import CHANNEL, Json, WebChat, address_of, message_json, new_token
from adapters.webchat.requests import (
    LANGUAGE,
    MESSAGE_ID,
    UNKNOWN,
    Refused,
    read_flow,
    read_json,
    read_language,
    read_message,
    read_token,
)
from adapters.webchat.stream import news
from bot.errors import StoreUnavailable
from bot.messages import Inbound, Kind
from bot.ports import Receipt

Endpoint = Callable[[Request], Awaitable[Response]]

OPENAPI = (Path(__file__).parent / "openapi.json").read_bytes()
NOT_STORED = "We cannot reach our store just now, so nothing was kept: your message was not sent."
RETRY_AFTER = "5"  # seconds
TYPES_EVERY = 3.0
"""Seconds; the page's script keeps to four."""


class Api:
    """One method for each operation."""

    def __init__(self, chat: WebChat) -> None:
        self._chat = chat
        self._seldom = Seldom(TYPES_EVERY)

    async def start(self, request: Request) -> Response:
        fields = await read_json(request)
        language, flow = read_language(fields) or _hint(request), read_flow(fields)
        token = new_token()
        address = address_of(token)
        opened = Inbound(
            CHANNEL, address, f"{address}:start", Kind.START, text=flow, language=language
        )
        receipt = await self._chat.receive(opened)
        if receipt.conversation_id <= 0:
            raise StoreUnavailable  # an apology: there is no conversation that the token would open
        return JSONResponse({"token": token, "messages": self._messages(receipt)}, 201)

    async def send(self, request: Request) -> Response:
        token = read_token(request)
        try:
            is_known = await self._knows(token)
        except StoreUnavailable:
            return self._from_memory(read_message(await read_json(request), token))
        if not is_known:
            raise Refused(401, UNKNOWN)
        inbound = read_message(await read_json(request), token)
        try:
            receipt = await self._chat.receive(inbound)
            is_over = not await self._knows(token)
        except StoreUnavailable:
            return self._from_memory(inbound)
        replies: Json = {"messages": self._messages(receipt)}
        return JSONResponse(replies | {"over": True} if is_over else replies)

    def _from_memory(self, inbound: Inbound) -> Response:
        """Errors raised: StoreUnavailable where no danger is seen."""
        known = self._chat.from_memory(inbound)
        if known is None:
            raise StoreUnavailable
        return JSONResponse({"messages": self._messages(known)})

    async def stream(self, request: Request) -> Response:
        address = address_of(await self._known_token(request))
        after = request.headers.get("last-event-id", "0")
        if not MESSAGE_ID.fullmatch(after):
            raise Refused(400, "Last-Event-ID is not the id of a message.")
        return StreamingResponse(
            news(self._chat, address, int(after)),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},  # nginx holds back a stream unless told
        )

    async def typing(self, request: Request) -> Response:
        """A sign that is lost harms nobody: the same answer whatever comes of it."""
        address = address_of(await self._known_token(request))
        if self._seldom.may(address):
            await self._chat.types(address)
        return Response(status_code=204)

    async def erase(self, request: Request) -> Response:
        address = address_of(await self._known_token(request))
        await self._chat.erase(address)
        self._chat.wake.publish(address)
        return Response(status_code=204, headers={"Clear-Site-Data": '"cache", "storage"'})

    async def _known_token(self, request: Request) -> str:
        token = read_token(request)
        if not await self._knows(token):
            raise Refused(401, UNKNOWN)
        return token

    async def _knows(self, token: str) -> bool:
        return await run_in_threadpool(self._chat.reader.knows, CHANNEL, address_of(token))

    def _messages(self, receipt: Receipt) -> list[Json]:
        return [message_json(self._chat, reply) for reply in receipt.replies]


def routes(chat: WebChat) -> list[Route]:
    api = Api(chat)
    return [
        _route("/api/chat", {"POST": api.start, "DELETE": api.erase}),
        _route("/api/chat/messages", {"POST": api.send}),
        _route("/api/chat/typing", {"POST": api.typing}),
        _route("/api/chat/stream", {"GET": api.stream}),
        _route("/api/openapi.json", {"GET": _description}),
        _route("/api/{anything:path}", {}),
    ]


async def _description(_request: Request) -> Response:
    return Response(OPENAPI, media_type="application/json")


def _hint(request: Request) -> str:
    """Her browser's first language."""
    return next(
        filter(LANGUAGE.fullmatch, accepted(request.headers.get("accept-language", ""))), ""
    )


def _route(path: str, operations: Mapping[str, Endpoint]) -> Route:
    """A route that answers every method, and every refusal, as the description promises."""

    async def endpoint(request: Request) -> Response:
        try:
            return await _operation(operations, request)(request)
        except Refused as refused:
            return _refusal(refused, operations)
        except StoreUnavailable:
            return JSONResponse({"error": NOT_STORED}, 503, headers={"Retry-After": RETRY_AFTER})
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    return Route(path, endpoint, methods=methods, name=path)


def _operation(operations: Mapping[str, Endpoint], request: Request) -> Endpoint:
    if not operations:
        raise Refused(404, "There is nothing at this address.")
    if request.method not in operations:
        raise Refused(405, f"This address takes {' and '.join(operations)} only.")
    return operations[request.method]


def _refusal(refused: Refused, operations: Mapping[str, Endpoint]) -> Response:
    headers = {
        401: {"WWW-Authenticate": "Bearer"},
        405: {"Allow": ", ".join(operations)},
        408: {"Connection": "close"},
        413: {"Connection": "close"},
    }.get(refused.status)
    return JSONResponse({"error": refused.sentence}, refused.status, headers=headers)
