"""Reading what a form of the console sends."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

import anyio
from starlette.requests import Request
from typing_extensions import override

from adapters.console.multipart import Part, parts_of

BODY_AT_MOST = 64 * 1024  # bytes
TEXTS_AT_MOST = 512 * 1024
"""Bytes of the same long text in every language: some letters are nine as a form carries them."""
BODY_WITHIN = 10.0  # seconds (threat T37: a body that drips in holds a connection)
FILES_WITHIN = 60.0
FIELDS_AT_MOST = 200
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
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
    """The fields of a form. A field that is missing reads as "". `files`: by field, name and
    content."""

    def __init__(
        self,
        pairs: list[tuple[str, str]],
        files: Mapping[str, Part] | None = None,
    ) -> None:
        self._pairs = pairs
        self.files = files or {}

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
    """With files where the page says how large they may be: more than a form of words ever is.
    Errors raised: BadForm."""
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == MULTIPART and at_most > BODY_AT_MOST:
        return _with_files(content_type, await _read_body(request, at_most))
    if kind != URLENCODED:
        raise BadForm(403, FORGED)
    body = await _read_body(request, min(at_most, TEXTS_AT_MOST))
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


def _with_files(content_type: str, body: bytes) -> Form:
    try:
        parts = parts_of(content_type, body)
    except ValueError:
        raise BadForm(400, "refusals.malformed") from None
    fields = [one for one in parts if one.file is None]
    pairs = [(one.name, _clean(one.content.decode("utf-8", "replace"))) for one in fields]
    return Form(pairs, {one.name: one for one in parts if one.file})


async def _read_body(request: Request, at_most: int) -> bytes:
    body = bytearray()
    with anyio.move_on_after(FILES_WITHIN if at_most > BODY_AT_MOST else BODY_WITHIN):
        async for piece in request.stream():
            body += piece
            if len(body) > at_most:
                raise BadForm(413, "refusals.too_long")
        return bytes(body)
    raise BadForm(408, "refusals.too_slow")


def _clean(value: str) -> str:
    """Without NUL, which no database takes; a form sends line ends as CR LF."""
    return value.replace("\0", "").replace("\r\n", "\n")
