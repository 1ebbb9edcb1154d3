"""The WhatsApp channel: sends parts through Twilio, and says why when it cannot."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from twilio.rest import Client  # type: ignore[import-untyped]

from adapters.whatsapp.account import PREFIX, Account
from adapters.whatsapp.contents import Contents
from adapters.whatsapp.incoming import Incoming
from adapters.whatsapp.read import CHANNEL
from adapters.whatsapp.templates import MemoryTemplateCache, TemplateCache, fill
from adapters.whatsapp.transport import Host, Transport
from bot.errors import BadSetting
from bot.messages import Failure, Inbound, Limits, Part, SendFailed, Style
from bot.shaping import numbered, units

ANSWER_SECONDS = 15.0
CONTENT_SECONDS = 5.0
"""For templates: she waits meanwhile, and numbers in the text do as well."""

HISTORY_PAGE = 100
UNKNOWN_CONTENT = frozenset({"21655", "20404"})

LIMITS = Limits(
    # Body: https://www.twilio.com/docs/messaging/api/message-resource; the rest: see `templates`.
    text=1600,
    body=1024,
    buttons=3,
    button_label=20,
    rows=10,
    row_label=24,
    row_hint=72,
    list_button=20,
    shows_hints=True,
    plays=True,
)


class WhatsApp:
    """Implements `bot.ports.Channel`. `cache` keeps template sids between restarts.

    `incoming` reads webhook calls. `recording_url` tells where Twilio can fetch a recording.
    `is_ready`: Twilio has taken our credentials since the start.
    """

    name = CHANNEL
    limits = LIMITS

    def __init__(
        self,
        account: Account,
        cache: TemplateCache | None = None,
        *,
        seconds: Callable[[], float] = time.monotonic,
        recording_url: Callable[[str], str] | None = None,
    ) -> None:
        self.per_second = account.per_second
        self.is_ready = False
        self.incoming = Incoming(account)
        self._account = account
        self._recording_url = recording_url
        self._transport, self._client = connect(account)
        self._contents = Contents(self._client, cache or MemoryTemplateCache(), seconds)

    async def open(self) -> None:
        """Look up the templates. Errors raised: `BadSetting` when Twilio refuses the credentials.

        Any other trouble is left for later: the first buttons or list look them up again.
        """
        try:
            await self._contents.load()
        except SendFailed as failed:
            if failed.failure is Failure.CREDENTIALS:
                fault = "Twilio refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN."
                raise BadSetting([fault]) from None
        else:
            self.is_ready = True

    async def close(self) -> None:
        await self._transport.close()

    async def send(self, address: str, part: Part) -> str:
        """Send one part to an E.164 number; Twilio's id of it. Errors raised: `SendFailed`.

        Where buttons or a list cannot be had, the choices go out as numbers in the text.
        """
        if part.recording:
            return await self._play(address, part.recording)
        if part.template:
            return await self._send_approved(address, part.template)
        if part.style not in {Style.BUTTONS, Style.LIST}:
            return await self._create(address, body=part.text)
        sid = await self._send_template(address, part)
        return sid or await self._create(address, body=_as_text(part))

    async def _send_approved(self, address: str, name: str) -> str:
        """Of words that are to be approved nothing goes out as a plain text."""
        sid = await self._contents.approved(name)
        if sid is None:
            raise SendFailed(Failure.WINDOW_SHUT, detail="no template")
        try:
            return await self._create(address, content_sid=sid)
        except SendFailed as failed:
            if failed.detail not in UNKNOWN_CONTENT:
                raise
            self._contents.forget(name)  # the operator may have made it anew: it is tried again
            raise SendFailed(Failure.PROVIDER_DOWN, detail=failed.detail) from None

    async def _play(self, address: str, recording: str) -> str:
        """Twilio fetches the sound from us. Its text has arrived: a refusal fails nothing."""
        if self._recording_url is None:
            return ""
        try:
            return await self._create(address, media_url=[self._recording_url(recording)])
        except SendFailed as failed:
            if failed.failure is not Failure.REFUSED:
                raise
            return ""

    async def received_since(self, since: datetime) -> list[Inbound]:
        """What contacts sent us from then on, oldest first, as Twilio's own list has it.

        Twilio stops calling a webhook after 15 s; this finds what came while we were down. The list
        has no tokens of buttons: a press comes back as its label. Errors raised: `SendFailed`.
        """
        messages = await self._client.messages.list_async(
            to=self._account.whatsapp_sender, date_sent_after=since, page_size=HISTORY_PAGE
        )
        inbound = [self.incoming.listed(m) for m in messages if m.direction == "inbound"]
        return [message for message in reversed(inbound) if message]

    async def _send_template(self, address: str, part: Part) -> str | None:
        """None: not taken in this form, nothing was sent."""
        template = fill(part)
        sid = await self._contents.sid(template) if template else None
        if template is None or sid is None:
            return None
        variables = json.dumps(template.variables, ensure_ascii=False)
        try:
            return await self._create(address, content_sid=sid, content_variables=variables)
        except SendFailed as failed:
            if failed.failure is not Failure.REFUSED:
                raise
            if failed.detail in UNKNOWN_CONTENT:
                self._contents.forget(template.name)
            return None

    async def _create(self, address: str, **content: object) -> str:
        message = await self._client.messages.create_async(
            to=PREFIX + address,
            from_=self._account.whatsapp_sender,
            status_callback=self._account.status_url,
            **content,
        )
        self.is_ready = True
        return str(message.sid)


def connect(account: Account) -> tuple[Transport, Any]:
    """A client, and what it goes through, to be closed."""
    transport = _transport(account)
    return transport, _client(account, transport)


def _transport(account: Account) -> Transport:
    return Transport(
        {
            "api.twilio.com": Host(account.api_url, ANSWER_SECONDS),
            "content.twilio.com": Host(account.content_url, CONTENT_SECONDS),
        }
    )


def _client(account: Account, transport: Transport) -> Any:
    # The environment is given, so that TWILIO_EDGE and TWILIO_REGION cannot change the hosts.
    return Client(
        account.account_sid,
        account.auth_token,
        http_client=transport,
        environment={"TWILIO_REGION": ""},
    )


def _as_text(part: Part) -> str:
    """The part without anything to press; the hints stay out when there is no room for them."""
    text = numbered(part).text
    if units(text) <= LIMITS.text:
        return text
    bare = tuple(replace(choice, hint="") for choice in part.choices)
    return numbered(replace(part, choices=bare)).text
