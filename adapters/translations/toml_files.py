"""Tables as TOML that people read and compare: one layout, whoever wrote the words.

`tomllib` reads TOML and writes none; the libraries that write it know nothing of our layout (long
texts as lines, a choice on one line), so this does (docs/decisions/0013).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

WIDTH = 100
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPED_IN_LINES = re.compile(r'[\x00-\x09\x0b-\x1f\x7f\\]|"(?="")|"\Z')
"""In a text of several lines quotes stand as they are, but not three in a row nor at the end."""


def toml_of(tables: Mapping[str, Any], comment: str = "") -> str:
    """The document: plain values first, then a table each, its choices in a table below it."""
    blocks = [f"# {line}" for line in comment.splitlines()]
    blocks += [_pair(key, value) for key, value in tables.items() if not _is_table(value)]
    text = "\n".join(blocks)
    for name, table in tables.items():
        if _is_table(table):
            text += "\n\n" + "\n".join(_table_lines(_key(name), table))
    return text.lstrip("\n") + "\n"


def _table_lines(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield f"[{name}]"
    for key, value in table.items():
        if not _is_table(value):
            yield _pair(key, value)
    for key, value in table.items():
        if _is_table(value):
            yield f"\n[{name}.{_key(key)}]"
            yield from (_pair(inner, fields) for inner, fields in value.items())


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _pair(key: str, value: Any) -> str:
    head = f"{_key(key)} = "
    return head + _value(value, len(head))


def _value(value: Any, used: int) -> str:
    """`used`: characters before it on its line."""
    if isinstance(value, Mapping):
        inner = ", ".join(_pair(key, field) for key, field in value.items())
        if used + len(inner) > WIDTH and "also" in value:
            inner = ", ".join(
                _pair(key, field) if key != "also" else f"also = {_list(field, WIDTH)}"
                for key, field in value.items()
            )
        return f"{{ {inner} }}"
    if isinstance(value, str):
        return _lines(value) if "\n" in value else _text(value)
    if isinstance(value, list | tuple):
        return _list(value, used)
    return value.isoformat() if isinstance(value, date) else str(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _lines(text: str) -> str:
    return f'"""\n{_ESCAPED_IN_LINES.sub(_escape, text)}"""'


def _escape(match: "re.Match[str]") -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def _list(values: Iterable[str], used: int) -> str:
    items = [_text(value) for value in values]
    line = f"[{', '.join(items)}]"
    if used + len(line) <= WIDTH:
        return line
    return "[\n" + "\n".join(_wrapped(items)) + "\n]"


def _wrapped(items: Iterable[str]) -> Iterator[str]:
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > WIDTH and line.strip():
            yield line
            line = "   "
        line += f" {item},"
    yield line
