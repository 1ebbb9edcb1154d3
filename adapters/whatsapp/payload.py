"""A webhook's body as plain fields, before anybody looks at what they mean."""

import json
from collections.abc import Iterable
from urllib.parse import parse_qsl

from bot.errors import NotOurs, Refusal

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
FIELDS_AT_MOST = 200
"""An inbound WhatsApp message has about thirty."""

Fields = dict[str, str]


def media_type(content_type: str) -> str:
    """`FORM` or `JSON`, the two that Twilio sends. Errors raised: `NotOurs` for anything else."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {FORM, JSON}:
        raise NotOurs(Refusal.MALFORMED)
    return kind


def read_form(body: bytes) -> Fields:
    """Errors raised: `NotOurs` for what is not a form of UTF-8 text with each name once."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=FIELDS_AT_MOST,
        )
    except ValueError as error:
        raise NotOurs(Refusal.MALFORMED) from error
    return _unique(pairs)


def read_json(body: bytes) -> Fields:
    """The plain values of a JSON object. Errors raised: `NotOurs`."""
    try:
        fields = json.loads(body, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise NotOurs(Refusal.MALFORMED) from error
    if not isinstance(fields, dict):
        raise NotOurs(Refusal.MALFORMED)
    return {
        name: str(value)
        for name, value in fields.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }


def _unique(pairs: Iterable[tuple[str, str]]) -> Fields:
    # Twilio's signature has no separators, and libraries disagree on repeated names: whoever
    # repeats one wants us to read another value than was signed.
    fields: Fields = {}
    for name, value in pairs:
        if name in fields or not name.isprintable():
            raise NotOurs(Refusal.MALFORMED)
        fields[name] = value
    return fields
