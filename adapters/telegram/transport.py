"""How a call to the Bot API travels, and what became of it when it fails.

python-telegram-bot takes any transport. Its own (httpx) costs 0.9 to 1.9 ms a call and collapses
under concurrency; on aiohttp the same bot is 4 to 15 times faster.
"""

import json
from http import HTTPStatus
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
)
from aiohttp.payload import BytesPayload, Payload
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.messages import Failure

CONNECT_SECONDS = 5.0

UNCHANGED = "message is not modified"

REASONS = {
    "chat not found": Failure.CONTACT_GONE,
    "user not found": Failure.CONTACT_GONE,
    "peer_id_invalid": Failure.CONTACT_GONE,
    UNCHANGED: Failure.REFUSED,
    "message to edit not found": Failure.REFUSED,
    "message can't be edited": Failure.REFUSED,
    "message_id_invalid": Failure.REFUSED,
    "message is too long": Failure.REFUSED,
    "message text is empty": Failure.REFUSED,
    "button_data_invalid": Failure.REFUSED,
    "query is too old": Failure.REFUSED,
    "bad webhook": Failure.REFUSED,
    # of groups and their topics
    "message thread not found": Failure.REFUSED,
    "topic_id_invalid": Failure.REFUSED,
    "topic_deleted": Failure.REFUSED,
    "topic_closed": Failure.REFUSED,
    "topic_not_modified": Failure.REFUSED,
    "chat is not a forum": Failure.REFUSED,
    "channel_forum_missing": Failure.REFUSED,
    "not enough rights": Failure.REFUSED,
    "need administrator rights": Failure.REFUSED,
    "chat_admin_required": Failure.REFUSED,
    "have no rights": Failure.REFUSED,
    "message to delete not found": Failure.REFUSED,
}
"""What a 400 may say, in Telegram's words. Nothing else is passed on: it can quote the message."""

BY_STATUS = {401: Failure.CREDENTIALS, 403: Failure.CONTACT_GONE, 404: Failure.CREDENTIALS}
"""A wrong token is answered with 401, a malformed one with 404 (tdlib/telegram-bot-api)."""


class CallFailed(TelegramError):
    """A call failed. `retry_after` in seconds; `detail`: a status and a reason of `REASONS`."""

    def __init__(self, failure: Failure, *, retry_after: float = 0.0, detail: str = "") -> None:
        super().__init__(f"{failure}: {detail}")
        self.failure = failure
        self.retry_after = retry_after
        self.detail = detail


class Transport(BaseRequest):
    """aiohttp under python-telegram-bot. Raises `CallFailed` and nothing else.

    The token is part of every address: no error of aiohttp leaves this class, not even as a cause.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._session: ClientSession | None = None

    @property
    @override
    def read_timeout(self) -> float:
        return self._seconds

    @override
    async def initialize(self) -> None:
        if self._session is None:
            self._session = ClientSession(cookie_jar=DummyCookieJar())

    @override
    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """`read_timeout` is the whole call's limit in seconds; the finer ones have no use here."""
        seconds = read_timeout if isinstance(read_timeout, float) else self._seconds
        status, payload = await self._exchange(url, method, _body(request_data), seconds)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise refusal(status, payload)
        return status, payload

    async def _exchange(
        self, url: str, method: str, body: Payload, seconds: float
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise CallFailed(Failure.CONNECTION, detail="closed")
        timeout = ClientTimeout(total=seconds, connect=min(seconds, CONNECT_SECONDS))
        try:
            async with self._session.request(
                method, url, data=body, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise CallFailed(Failure.CONNECTION, detail=type(error).__name__) from None
        except (ClientError, TimeoutError, OSError) as error:
            raise CallFailed(Failure.OUTCOME_UNKNOWN, detail=type(error).__name__) from None

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The library's own logs what it cannot read, and that holds the message sent."""
        answer = _answer(payload)
        if answer is None or "result" not in answer:
            raise CallFailed(Failure.PROVIDER_DOWN, detail="unreadable answer")
        return answer


def _body(request_data: RequestData | None) -> Payload:
    """JSON; with a file, a form of parts, as the Bot API asks."""
    if request_data is None or not request_data.contains_files:
        parameters = request_data.parameters if request_data else {}
        return BytesPayload(json.dumps(parameters).encode(), content_type="application/json")
    form = FormData(dict(request_data.json_parameters))
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form()


def refusal(status: int, payload: bytes) -> CallFailed:
    """What an answer outside 2xx means. Only Telegram's own count: a proxy's 403 loses nobody."""
    answer = _answer(payload)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return CallFailed(Failure.THROTTLED, retry_after=_retry_after(answer), detail="429")
    if answer is None or not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return CallFailed(Failure.PROVIDER_DOWN, detail=str(status))
    reason = _reason(answer)
    failure = BY_STATUS.get(status) or REASONS.get(reason, Failure.REFUSED)
    return CallFailed(failure, detail=f"{status} {reason}".rstrip())


def _answer(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and "ok" in answer else None


def _retry_after(answer: dict[str, Any] | None) -> float:
    parameters = (answer or {}).get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def _reason(answer: dict[str, Any]) -> str:
    description = str(answer.get("description", "")).lower()
    return next((reason for reason in REASONS if reason in description), "")
