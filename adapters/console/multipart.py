"""A form with files (RFC 7578), as browsers send it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

PARTS_AT_MOST = 50
BOUNDARY = re.compile(r'boundary="?([\x21\x23-\x7e]{1,70})"?', re.ASCII)
NAME = re.compile(r'form-data;.*?\bname="([^"]*)"', re.IGNORECASE)
FILE_NAME = re.compile(r'\bfilename="([^"]*)"', re.IGNORECASE)


class Part(NamedTuple):
    """`file` is None for a field that is no file, "" where none was chosen."""

    name: str
    file: str | None
    content: bytes


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """Errors raised: ValueError for what no browser sends."""
    found = BOUNDARY.search(content_type)
    if found is None:
        raise ValueError
    mark = b"--" + found[1].encode()
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) > PARTS_AT_MOST + 2 or not pieces[-1].startswith(b"--"):
        raise ValueError
    return list(_parts(pieces[1:-1]))


def _parts(pieces: list[bytes]) -> Iterator[Part]:
    for piece in pieces:
        head, gap, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        heads = head.decode("utf-8", "replace")
        name = NAME.search(heads)
        if not gap or name is None:
            raise ValueError
        file = FILE_NAME.search(heads)
        yield Part(name[1], file[1] if file else None, content)
