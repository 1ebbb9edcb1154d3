"""A stand-in for Twilio: a real HTTP server on loopback, strict as Twilio and WhatsApp.

    async with Twilio() as twilio:                # twilio.url: TWILIO_API_URL, TWILIO_CONTENT_URL
        twilio.fault("throttled", retry_after=3)  # the next call; see FAULTS
        await twilio.deliver(webhook_url, twilio.text("+447700900123", "hello"))
        await twilio.deliver(webhook_url, twilio.press(twilio.sent[-1], "Yes"))
        await twilio.report(twilio.sent[-1], "delivered")

`sent` holds what reached contacts, `refusals` the code of every refused call. A contact can be
written to after she has written (`deliver`) until `shut_window`; outside, Twilio accepts what is
not approved and reports 63016 later. Codes: https://www.twilio.com/docs/api/errors
"""

import asyncio
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from tests.standins.twilio_approvals import Approvals
from tests.standins.twilio_payloads import (
    Fields,
    Sent,
    inbound_fields,
    press_fields,
    status_fields,
)
from tests.standins.twilio_rules import Refused, check_content, require, shown, units

FAULTS = ("throttled", "down", "garbage", "garbled_success", "drop_before", "drop_after", "hang")
WHATSAPP_NUMBER = re.compile(r"whatsapp:\+[1-9][0-9]{6,14}")
CONTENT = ("Body", "ContentSid", "MediaUrl")
MESSAGE_FIELDS = {*CONTENT, "To", "From", "ContentVariables", "StatusCallback"}
FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the product answered to a webhook."""

    status: int
    content_type: str
    body: str


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    path: str
    retry_after: int | None = None
    status: int = 400
    code: int = 0


@dataclass
class Twilio(Approvals):
    """One account with one WhatsApp number. `page_size` is the most a list answers at once."""

    account_sid: str = "AC" + "a1" * 16
    auth_token: str = "not-a-real-token"
    sender: str = "whatsapp:+14155550100"
    page_size: int = 50
    url: str = ""
    sent: list[Sent] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)
    received: list[Fields] = field(default_factory=list)
    _faults: list[Fault] = field(default_factory=list)
    _open_windows: set[str] = field(default_factory=set)
    _serial: int = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        messages = f"/2010-04-01/Accounts/{self.account_sid}/Messages.json"
        app.router.add_post(messages, self._handle(self._create_message))
        app.router.add_get(messages, self._handle(self._list_messages))
        app.router.add_post("/v1/Content", self._handle(self._create_content))
        app.router.add_get("/v1/Content", self._handle(self._list_contents))
        one = "/v1/Content/{sid}"
        app.router.add_get(one, self._handle(self._fetch_content))
        app.router.add_get(f"{one}/ApprovalRequests", self._handle(self._fetch_approvals))
        app.router.add_post(f"{one}/ApprovalRequests/whatsapp", self._handle(self._ask_approval))
        self._hanging = asyncio.Event()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://127.0.0.1:{1}".format(*self._runner.addresses[0])
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hanging.set()
        await self._http.close()
        await self._runner.cleanup()

    # What a test sets up.

    def fault(
        self,
        name: str,
        path: str = "",
        *,
        times: int = 1,
        retry_after: int | None = None,
        status: int = 400,
        code: int = 0,
    ) -> None:
        """Break the next calls whose path holds `path`: one of FAULTS, or "refuse" with `code`."""
        self._faults += [Fault(name, path, retry_after, status, code)] * times

    def open_window(self, number: str) -> None:
        self._open_windows.add("whatsapp:" + number)

    def shut_window(self, number: str) -> None:
        """More than 24 h have gone by since she wrote."""
        self._open_windows.discard("whatsapp:" + number)

    # What Twilio sends to the product.

    def text(self, number: str, words: str, **more: str) -> Fields:
        """An inbound message as Twilio describes it; `more` adds or replaces fields."""
        sid = self._sid("SM")
        return inbound_fields(self.account_sid, self.sender, sid, number, words) | more

    def press(self, message: Sent, label: str) -> Fields:
        """She presses the choice with this label on a message that she was sent."""
        number = message.to.removeprefix("whatsapp:")
        return self.text(number, label, **press_fields(message, label))

    def sign(self, url: str, fields: Mapping[str, str]) -> str:
        return str(RequestValidator(self.auth_token).compute_signature(url, dict(fields)))

    async def deliver(self, url: str, fields: Fields, *, reach: str = "") -> Answer:
        """Post signed fields to `url`; `reach` is where that address really listens."""
        if "From" in fields and "Body" in fields:
            self._open_windows.add(fields["From"])
            self.received.append(fields)
        headers = {"X-Twilio-Signature": self.sign(url, fields), "Content-Type": FORM}
        async with self._http.post(reach or url, data=urlencode(fields), headers=headers) as got:
            return Answer(got.status, got.content_type, await got.text())

    async def report(self, message: Sent, status: str, *, reach: str = "") -> Answer:
        """Call the message's status callback: sent, delivered, read, failed, ..."""
        fields = status_fields(self.account_sid, self.sender, message, status)
        return await self.deliver(message.status_callback, fields, reach=reach)

    # The REST API.

    def _handle(self, operation: Any) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.calls.append(f"{request.method} {request.path}")
            fault = self._next_fault(request)
            try:
                if early := await self._before(request, fault):
                    return early
                self._authenticate(request)
                answer = await operation(request)
            except Refused as refused:
                return self._refuse(refused)
            return self._after(request, fault, answer)

        return handle

    def _next_fault(self, request: web.Request) -> Fault | None:
        fault = next((f for f in self._faults if f.path in request.path), None)
        if fault:
            self._faults.remove(fault)
        return fault

    async def _before(self, request: web.Request, fault: Fault | None) -> web.Response | None:
        match fault:
            case Fault("throttled"):
                wait = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
                return _error(429, 20429, wait)
            case Fault("down"):
                return _error(503, 20503)
            case Fault("garbage"):
                return web.Response(status=502, text="<html>Bad gateway</html>")
            case Fault("refuse"):
                raise Refused(fault.code, fault.status)
            case Fault("drop_before"):
                return _dropped(request)
            case Fault("hang"):
                await self._hanging.wait()
        return None

    def _after(
        self, request: web.Request, fault: Fault | None, answer: dict[str, Any]
    ) -> web.Response:
        if fault and fault.name == "drop_after":
            return _dropped(request)
        if fault and fault.name == "garbled_success":
            return web.Response(status=201, text="<html>")
        return web.json_response(answer, status=201 if request.method == "POST" else 200)

    def _authenticate(self, request: web.Request) -> None:
        expected = b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {expected}":
            raise Refused(20003, 401)

    def _refuse(self, refused: Refused) -> web.Response:
        self.refusals.append(refused.code)
        return _error(refused.status, refused.code)

    async def _create_message(self, request: web.Request) -> dict[str, Any]:
        form = {str(name): str(value) for name, value in (await request.post()).items()}
        self._check_message(form)
        message = self._compose(form)
        self.sent.append(message)
        return self._described(message.sid, form["From"], form["To"], message.text, "outbound-api")

    def _check_message(self, form: Fields) -> None:
        require(form.keys() <= MESSAGE_FIELDS and all(form.values()), 20001)
        require(WHATSAPP_NUMBER.fullmatch(form.get("To", "")), 21211)
        require(form.get("From") == self.sender, 63007)
        require(form["To"] != form["From"], 21266)
        require(sum(name in form for name in CONTENT) == 1, 21619)
        require(form.get("MediaUrl", "https://").startswith("https://"), 21620)
        require(units(form.get("Body", "")) <= 1600, 21617)

    def _compose(self, form: Fields) -> Sent:
        sid, callback = self._sid("SM"), form.get("StatusCallback", "")
        error = "" if form["To"] in self._open_windows or self.is_approved(form) else "63016"
        if "ContentSid" not in form:
            seen: dict[str, Any] = {"text": form.get("Body", ""), "media": form.get("MediaUrl", "")}
            return Sent(sid, form["To"], **seen, status_callback=callback, error_code=error)
        require(form["ContentSid"] in self.contents, 21655)
        seen = shown(self.contents[form["ContentSid"]]["types"], form.get("ContentVariables", ""))
        return Sent(sid, form["To"], **seen, status_callback=callback, error_code=error)

    async def _list_messages(self, request: web.Request) -> dict[str, Any]:
        newest_first = [m for m in reversed(self.received) if m["To"] == request.query.get("To")]
        page, following = self._page(request, newest_first)
        messages = [
            self._described(m["MessageSid"], m["From"], m["To"], m["Body"], "inbound")
            | {"num_media": m["NumMedia"]}
            for m in page
        ]
        return {"messages": messages, "next_page_uri": following, "uri": request.path}

    async def _create_content(self, request: web.Request) -> dict[str, Any]:
        require(request.content_type == "application/json", 20001)
        body = await request.json()
        require(body.keys() <= {"friendly_name", "language", "types", "variables"}, 20001)
        require(body.get("language") and body.get("types"), 20001)
        for kind, content in body["types"].items():
            check_content(kind, content)
        sid = self._sid("HX")
        self.contents[sid] = {**body, "sid": sid, "account_sid": self.account_sid}
        return self.contents[sid]

    async def _list_contents(self, request: web.Request) -> dict[str, Any]:
        page, following = self._page(request, list(self.contents.values()))
        url = f"https://content.twilio.com{following}" if following else None
        return {"contents": page, "meta": {"key": "contents", "next_page_url": url}}

    def _page(self, request: web.Request, items: list[Any]) -> tuple[list[Any], str | None]:
        number, size = int(request.query.get("Page", "0")), self.page_size
        query = urlencode({**request.query, "Page": str(number + 1)})
        following = f"{request.path}?{query}" if len(items) > (number + 1) * size else None
        return items[number * size : (number + 1) * size], following

    def _described(self, sid: str, sender: str, to: str, body: str, direction: str) -> Fields:
        return {
            "sid": sid,
            "account_sid": self.account_sid,
            "from": sender,
            "to": to,
            "body": body,
            "direction": direction,
            "status": "received" if direction == "inbound" else "queued",
        }

    def _sid(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial:032x}"


def _error(status: int, code: int, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"code": code, "message": "words with +447700900123 in them", "status": status}
    return web.json_response(body, status=status, headers=headers)


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
