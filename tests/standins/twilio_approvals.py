"""The part of the stand-in where WhatsApp approves messages, or does not."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from tests.standins.twilio_rules import require

NAME = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGES = {"en", "ur", "ar", "bn", "pa", "ru", "pl"}


class Approvals:
    """`contents` are those of the account, by sid."""

    contents: dict[str, dict[str, Any]]

    def decide(self, name: str, status: str) -> None:
        """WhatsApp has looked at what was handed in under this name."""
        (found,) = (one for one in self.contents.values() if one["friendly_name"] == name)
        assert "approval" in found, f"{name} was never handed in"
        found["approval"] |= {"status": status}

    def is_approved(self, form: Mapping[str, str]) -> bool:
        content = self.contents.get(form.get("ContentSid", ""), {})
        return bool(content.get("approval", {}).get("status") == "approved")

    async def _fetch_content(self, request: web.Request) -> dict[str, Any]:
        require(request.match_info["sid"] in self.contents, 20404, 404)
        return self.contents[request.match_info["sid"]]

    async def _ask_approval(self, request: web.Request) -> dict[str, Any]:
        content = await self._fetch_content(request)
        require(request.content_type == "application/json", 20001)
        body = await request.json()
        require(NAME.fullmatch(body.get("name", "")), 20001)
        require(body.get("category") in {"UTILITY", "MARKETING"}, 20001)
        require(content["language"] in LANGUAGES and "approval" not in content, 20001)
        content["approval"] = {**body, "status": "received", "rejection_reason": ""}
        return dict(content["approval"])

    async def _fetch_approvals(self, request: web.Request) -> dict[str, Any]:
        content = await self._fetch_content(request)
        approval = content.get("approval", {"status": "unsubmitted"})
        return {"sid": content["sid"], "whatsapp": approval}
