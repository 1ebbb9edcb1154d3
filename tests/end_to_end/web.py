"""The web chat as a program uses it."""

import asyncio
import json
from typing import Any

from tests.end_to_end.conftest import PATIENCE, Running


class Web:
    """One chat. `headers` hold its token once it has started."""

    def __init__(self, run: Running) -> None:
        self.run = run
        self.headers: dict[str, str] = {}
        self.messages: list[dict[str, Any]] = []

    async def start(self, **body: object) -> list[dict[str, Any]]:
        status, answer = await self.call("POST", "/api/chat", body or None)
        assert status == 201
        self.headers = {"Authorization": f"Bearer {answer['token']}"}
        return list(answer["messages"])

    async def send(self, **body: object) -> list[dict[str, Any]]:
        status, answer = await self.call("POST", "/api/chat/messages", body)
        assert status == 200, answer
        return list(answer["messages"])

    async def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        url = self.run.url + path
        data = None if body is None else json.dumps(body)
        async with self.run.http.request(method, url, data=data, headers=self.headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None

    async def stream(self, count: int, after: str = "") -> list[dict[str, Any]]:
        """The next `count` messages that come later."""
        headers = self.headers | ({"Last-Event-ID": after} if after else {})
        found: list[dict[str, Any]] = []
        url = f"{self.run.url}/api/chat/stream"
        async with asyncio.timeout(PATIENCE), self.run.http.get(url, headers=headers) as response:
            assert response.content_type == "text/event-stream"
            async for line in response.content:
                if line.startswith(b"data: "):
                    found.append(json.loads(line[6:]))
                if len(found) == count:
                    break
        return found
