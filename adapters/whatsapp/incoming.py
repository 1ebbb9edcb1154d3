"""From a webhook call to a message or a status: signature first, meaning afterwards."""

from dataclasses import dataclass
from typing import Any

from adapters.whatsapp.account import Account
from adapters.whatsapp.payload import FORM, Fields, media_type, read_form, read_json
from adapters.whatsapp.read import StatusUpdate, read_message, read_status
from adapters.whatsapp.signature import Signatures, check_body_hash, present
from bot.errors import NotOurs
from bot.messages import Inbound


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook call: `path` is ours, `query` as sent (still encoded), `signature` the header."""

    path: str
    query: str
    content_type: str
    signature: str | None
    body: bytes


class Incoming:
    """Reads what Twilio sends to this account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._signatures = Signatures(account.auth_token, account.public_url)

    def message(self, request: Request) -> Inbound | None:
        """None: theirs, but nothing to answer. Errors raised: `NotOurs`."""
        return read_message(self._fields(request), self._account)

    def status(self, request: Request) -> StatusUpdate | None:
        """None: a status that we do not know. Errors raised: `NotOurs`."""
        return read_status(self._fields(request), self._account)

    def listed(self, message: Any) -> Inbound | None:
        """A message of Twilio's own list; None when there is nothing to answer."""
        fields = {
            "AccountSid": message.account_sid,
            "To": message.to,
            "From": message.from_,
            "MessageSid": message.sid,
            "Body": message.body or "",
            "NumMedia": message.num_media or "0",
        }
        try:
            return read_message(fields, self._account)
        except NotOurs:
            return None

    def _fields(self, request: Request) -> Fields:
        present(request.signature)
        is_form = media_type(request.content_type) == FORM
        check_body_hash(request.query, request.body, required=not is_form)
        params = read_form(request.body) if is_form else {}
        self._signatures.check(request.path, request.query, request.signature, params)
        return params if is_form else read_json(request.body)
