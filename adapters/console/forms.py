"""Reading what a form of the console sends."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

import anyio
from starlette.requests import Request
from typing_extensions import override

BODY_AT_MOST = 64 * 1024  # bytes
BODY_WITHIN = 10.0  # seconds (threat T37: a body that drips in holds a connection)
FIELDS_AT_MOST = 200
URLENCODED = "application/x-www-form-urlencoded"
NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)
NUMBER_AT_MOST = 2**63 - 1
"""As much as the database holds."""

FORGED = "refusals.forged"
"""The key of the sentence about a form that is not of our own page."""


class BadForm(Exception):
    """The request is answered with `status` and the sentence of which `why` is the key."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class Form(Mapping[str, str]):
    """The fields of a form. A field that is missing reads as ""."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    @override
    def __getitem__(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._pairs))

    @override
    def __len__(self) -> int:
        return len(dict(self._pairs))

    @override
    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self._pairs)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self._pairs if key == name]

    def number(self, name: str) -> int | None:
        """None for what is no number."""
        return read_number(self[name].strip())


def read_number(text: str) -> int | None:
    """An id, a version or a count; None for what is none."""
    number = int(text) if NUMBER.fullmatch(text) else None
    return number if number is not None and number <= NUMBER_AT_MOST else None


async def read_form(request: Request, at_most: int = BODY_AT_MOST) -> Form:
    """Errors raised: BadForm."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != URLENCODED:
        raise BadForm(403, FORGED)
    body = await _read_body(request, at_most)
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=FIELDS_AT_MOST,
        )
    except ValueError:
        raise BadForm(400, "refusals.malformed") from None
    return Form([(name, _clean(value)) for name, value in pairs])


async def _read_body(request: Request, at_most: int) -> bytes:
    body = bytearray()
    with anyio.move_on_after(BODY_WITHIN):
        async for piece in request.stream():
            body += piece
            if len(body) > at_most:
                raise BadForm(413, "refusals.too_long")
        return bytes(body)
    raise BadForm(408, "refusals.too_slow")


def _clean(value: str) -> str:
    """Without NUL, which no database takes; a form sends line ends as CR LF."""
    return value.replace("\0", "").replace("\r\n", "\n")
