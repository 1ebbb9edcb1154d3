"""The Twilio account, the WhatsApp number and the addresses that this channel works with."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.errors import BadSetting

PREFIX = "whatsapp:"
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
ACCOUNT_SID = re.compile(r"AC[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Account:
    """What the settings say, checked. Errors raised: `BadSetting`.

    `sender` is our number, E.164, with or without `whatsapp:`. `public_url` is where Twilio reaches
    us; its fragment (Twilio's connection overrides, `#rc=..`) is never sent and so never signed: it
    is dropped. `per_second` is what Twilio lets this number send.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    public_url: str
    api_url: str = "https://api.twilio.com"
    content_url: str = "https://content.twilio.com"
    per_second: float = 20.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "sender", self.sender.strip().removeprefix(PREFIX))
        for name in ("public_url", "api_url", "content_url"):
            url = getattr(self, name).strip().partition("#")[0]
            object.__setattr__(self, name, url.rstrip("/"))
        if faults := _faults(self):
            raise BadSetting(faults)

    @property
    def whatsapp_sender(self) -> str:
        return PREFIX + self.sender

    @property
    def status_url(self) -> str:
        return f"{self.public_url}/whatsapp/status"


def _faults(account: Account) -> list[str]:
    # An empty token would make every signature with an empty key valid.
    checks = [
        (
            ACCOUNT_SID.fullmatch(account.account_sid),
            "TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits.",
        ),
        (account.auth_token.strip(), "TWILIO_AUTH_TOKEN must not be empty."),
        (
            E164.fullmatch(account.sender),
            "TWILIO_WHATSAPP_FROM must be a number like whatsapp:+14155550100.",
        ),
        (_is_base_url(account.public_url), _not_a_base_url("PUBLIC_URL")),
        (_is_base_url(account.api_url), _not_a_base_url("TWILIO_API_URL")),
        (_is_base_url(account.content_url), _not_a_base_url("TWILIO_CONTENT_URL")),
    ]
    return [fault for holds, fault in checks if not holds]


def _is_base_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not parts.query
            and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        return False


def _not_a_base_url(name: str) -> str:
    return f"{name} must be an http or https address with a host and without a query."
