"""Text as other programs write it, made plain: encodings, HTML, signs nobody should see."""

import codecs
import re
from html.parser import HTMLParser

from typing_extensions import override

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Control signs, and those that turn the direction of what follows and could make a name look like
another. What joins emoji and Persian letters stays."""
BLOCKS = frozenset(
    ("p", "br", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "blockquote")
)
SILENT = frozenset(("script", "style", "head", "template", "title"))


def decoded(content: bytes) -> str:
    """By its mark, else as UTF-8, else as Windows-1252, which any bytes can be read as."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(_ordered(mark, encoding), errors="replace")
    wide = _unmarked(content)
    if wide:
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _ordered(mark: bytes, encoding: str) -> str:
    if mark == codecs.BOM_UTF8:
        return encoding
    is_little = mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE)
    return f"{encoding}-{'le' if is_little else 'be'}"


def _unmarked(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is nothing."""
    if content[1:8:2] == bytes(4)[: len(content[1:8:2])] and len(content) > 1:
        return "utf-16-le"
    return "utf-16-be" if len(content) > 1 and not any(content[0:8:2]) else ""


def one_line(text: str, at_most: int) -> str:
    return _cut(" ".join(plain(text).split()), at_most)


def lines(text: str, at_most: int) -> str:
    """Paragraphs stay, runs of blanks do not."""
    kept = (" ".join(line.split()) for line in plain(text).replace("\r", "\n").split("\n"))
    return _cut(re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), at_most)


def plain(text: str) -> str:
    if MARKUP.search(text):
        reader = _Plain()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    return HIDDEN.sub("", text)


def _cut(text: str, at_most: int) -> str:
    return text if len(text) <= at_most else text[: at_most - 1].rstrip() + "…"


class _Plain(HTMLParser):
    """Words without their markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent = self._silent or tag
        elif tag in BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in BLOCKS and tag not in ("br", "li"):
            self.parts.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
