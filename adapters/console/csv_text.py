"""A table as CSV (RFC 4180) that no spreadsheet takes for a formula (threat T21)."""

import unicodedata
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Tells spreadsheets that this is UTF-8."""
FORMULA = frozenset("=+-@\N{MINUS SIGN}")
AS_TEXT = "'"


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    lines = (",".join(_quoted(cell) for cell in row) for row in rows)
    return (BOM + "".join(f"{line}\r\n" for line in lines)).encode("utf-8", "replace")


def neutral(text: str) -> str:
    """On one line, without what ends a cell in any country's spreadsheet, and never a formula, in
    full-width letters neither."""
    plain = "".join(_plain(sign) for sign in text).strip()
    first = unicodedata.normalize("NFKC", plain[:1])
    return AS_TEXT + plain if first[:1] in FORMULA else plain


def _plain(sign: str) -> str:
    if sign == ";":
        return ","
    category = unicodedata.category(sign)
    if category in ("Cf", "Cs"):
        return ""  # unseen: a formula could stand behind it
    return " " if category in ("Cc", "Zl", "Zp") else sign


def _quoted(cell: object) -> str:
    return '"' + neutral(str(cell)).replace('"', '""') + '"'
