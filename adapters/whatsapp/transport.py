"""The Twilio client's way to the network: aiohttp, our base addresses, our failures.

Twilio's own asynchronous client is not used: it has no limit for connecting, sends JSON as a form
(so a Content template cannot be made), keeps and logs requests, and what it raises holds her number
and loses `Retry-After`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from logging import getLogger
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from twilio.http import AsyncHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from adapters.whatsapp.failures import failure
from bot.messages import Failure, SendFailed

CONNECT_SECONDS = 5.0
CONNECTIONS = 32
SUCCESS = 2


@dataclass(frozen=True, slots=True)
class Host:
    """Where calls to one of Twilio's hosts really go, and the seconds they may take."""

    url: str
    answer_seconds: float


class Transport(AsyncHttpClient):  # type: ignore[misc]
    """Errors raised by every request that is not answered 2xx with JSON: `SendFailed`."""

    def __init__(self, hosts: Mapping[str, Host]) -> None:
        super().__init__(getLogger(__name__), True)
        self._hosts = hosts
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: object,
    ) -> Response:
        """Time-outs are decided here; redirects are never followed: credentials stay here."""
        parts = urlsplit(url)
        host = self._hosts[parts.hostname or ""]
        target = host.url + parts.path + (f"?{parts.query}" if parts.query else "")
        is_json = (headers or {}).get("Content-Type") == "application/json"
        return await self._exchange(
            method.upper(),
            target,
            params=params or None,
            json=data if is_json else None,
            data=None if is_json else data,
            headers={**(headers or {}), **_authorization(auth)},
            timeout=aiohttp.ClientTimeout(connect=CONNECT_SECONDS, total=host.answer_seconds),
            allow_redirects=False,
        )

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def _exchange(self, method: str, url: str, **options: Any) -> Response:
        try:
            async with self._open().request(method, url, **options) as response:
                text = await response.text(errors="replace")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise SendFailed(Failure.CONNECTION, detail=type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SendFailed(Failure.OUTCOME_UNKNOWN, detail=type(error).__name__) from None
        if response.status // 100 != SUCCESS:
            raise failure(response.status, text, response.headers.get("Retry-After", ""))
        _check_json(method, text)
        return Response(response.status, text, response.headers)

    def _open(self) -> aiohttp.ClientSession:
        # Made on first use: a session belongs to the loop that runs then.
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session


def _authorization(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}


def _check_json(method: str, text: str) -> None:
    """An unreadable success: for a POST nobody knows what became of it."""
    try:
        if isinstance(json.loads(text), dict):
            return
    except (ValueError, RecursionError):
        pass
    kind = Failure.OUTCOME_UNKNOWN if method == "POST" else Failure.PROVIDER_DOWN
    raise SendFailed(kind, detail="unreadable answer")
