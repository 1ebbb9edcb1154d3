"""Twilio's refusals in the words of `bot.messages.Failure`.

Codes: https://www.twilio.com/docs/api/errors and `/docs/api/errors/<code>`.
"""

import json
from collections.abc import Mapping

from bot.messages import Failure, SendFailed

CLIENT_ERROR = 4
WAIT_SECONDS = 1.0
"""Pause after a 429 that names none."""

CODES: Mapping[int, Failure] = {
    20003: Failure.CREDENTIALS,  # authenticate
    20005: Failure.CREDENTIALS,  # account not active
    21212: Failure.CREDENTIALS,  # our number is no number
    21606: Failure.CREDENTIALS,  # our number is not of this account
    63007: Failure.CREDENTIALS,  # our number is no WhatsApp sender
    20429: Failure.THROTTLED,
    63018: Failure.THROTTLED,  # the number's rate
    63038: Failure.THROTTLED,  # the account's messages a day
    63016: Failure.WINDOW_SHUT,
    21211: Failure.CONTACT_GONE,  # no such number
    21217: Failure.CONTACT_GONE,
    21610: Failure.CONTACT_GONE,  # she sent STOP to Twilio
    21614: Failure.CONTACT_GONE,
    63003: Failure.CONTACT_GONE,  # not on WhatsApp
    63024: Failure.CONTACT_GONE,  # invalid recipient
    63033: Failure.CONTACT_GONE,  # recipient blocked
}
"""Faults of our own number count as credentials: the message is right, an operator must act."""

STATUSES: Mapping[int, Failure] = {
    401: Failure.CREDENTIALS,
    403: Failure.CREDENTIALS,
    429: Failure.THROTTLED,
}


def failure(status: int, body: str, retry_after: str = "") -> SendFailed:
    """What a refusal means. Only its code is kept: its sentence may hold her number."""
    code = _code(body)
    kind = CODES.get(code) or STATUSES.get(status) or _by_class(status, code)
    wait = _seconds(retry_after)
    if kind is Failure.THROTTLED and not wait:
        wait = WAIT_SECONDS
    return SendFailed(kind, retry_after=wait, detail=str(code) if code else f"HTTP {status}")


def _by_class(status: int, code: int) -> Failure:
    # A 4xx without Twilio's JSON is from something between us and Twilio.
    return Failure.REFUSED if code and status // 100 == CLIENT_ERROR else Failure.PROVIDER_DOWN


def _code(body: str) -> int:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return 0
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, int) else 0


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.strip().isdecimal() else 0.0
