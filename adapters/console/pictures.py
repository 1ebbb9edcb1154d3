"""A picture that somebody sends in: what it is by its bytes, and without what a camera or a program
wrote beside it (place, time, name). Nothing else of it is served.

PNG: https://www.w3.org/TR/png-3/#5DataRep. JPEG: ITU-T T.81, annex B.
"""

from hashlib import sha256
from zlib import crc32

from bot.panels.model import Picture

PICTURE_AT_MOST = 200_000
"""Bytes."""
SIDE_AT_MOST = 4000
NAME_DIGITS = 32
PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND"})
JPEG = b"\xff\xd8"
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
JPEG_KEPT = FRAMES | {0xC4, 0xDB, 0xDD, 0xE0, START_OF_SCAN}
"""Tables, frames, and the head that says what it is."""
IN_SCAN = frozenset({0x00, *range(0xD0, 0xD8)})
"""What stands behind 0xff within the picture itself."""


class BadPicture(ValueError):
    """It is no PNG and no JPEG, or a broken one."""


def checked(content: bytes) -> Picture:
    """Errors raised: BadPicture."""
    try:
        if content.startswith(PNG):
            return _named("image/png", _png(content))
        if content.startswith(JPEG):
            return _named("image/jpeg", _jpeg(content))
    except IndexError:
        raise BadPicture from None
    raise BadPicture


def _named(media_type: str, content: bytes) -> Picture:
    return Picture(sha256(content).hexdigest()[:NAME_DIGITS], media_type, content)


def _png(content: bytes) -> bytes:
    kept, at = bytearray(PNG), len(PNG)
    while True:
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content) or crc32(content[at + 4 : end - 4]) != int.from_bytes(
            content[end - 4 : end]
        ):
            raise BadPicture
        if at == len(PNG) and kind != b"IHDR":
            raise BadPicture
        if kind == b"IHDR":
            _check_sides(content[at + 8 : at + 12], content[at + 12 : at + 16])
        kept += content[at:end] if kind in PNG_KEPT else b""
        if kind == b"IEND":
            return bytes(kept)
        at = end


def _jpeg(content: bytes) -> bytes:
    kept, at, has_frame = bytearray(JPEG), len(JPEG), False
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise BadPicture
        marker = content[at + 1]
        if marker == END_OF_IMAGE:
            if not has_frame:
                raise BadPicture
            return bytes(kept + content[at : at + 2])
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker in FRAMES:
            has_frame = True
            _check_sides(content[at + 5 : at + 7], content[at + 7 : at + 9])
        if marker == START_OF_SCAN:
            end = _end_of_scan(content, end)
        kept += content[at:end] if marker in JPEG_KEPT else b""
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise BadPicture
        if content[at + 1] not in IN_SCAN:
            return at
        at += 2


def _check_sides(*sides: bytes) -> None:
    if not all(0 < int.from_bytes(side) <= SIDE_AT_MOST for side in sides):
        raise BadPicture
