"""Whatever anybody wrote is shown as text (threat T19)."""

from html import unescape
from html.parser import HTMLParser

import pytest

from adapters.console.shown import visible
from tests.adapters.console.payloads import PAYLOADS
from tests.adapters.console.room import Room, opened, path


class Texts(HTMLParser):
    """What a browser would show, and which elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: list[str] = []
        self._is_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._is_text = ("data-text", None) in attrs or ("data-text", "") in attrs
        if self._is_text:
            self.shown.append("")
        assert not [name for name, _ in attrs if name.startswith("on")], tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  one text holds no element
        self._is_text = False

    def handle_data(self, data: str) -> None:
        if self._is_text:
            self.shown[-1] += data


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 300


def test_whatever_anybody_wrote_is_text(room: Room) -> None:
    case = room.office.held()
    calm = Texts()
    calm.feed(opened(room, case).html)
    for payload in PAYLOADS:
        room.office.writes(payload)
    page = Texts()
    page.feed(opened(room, case).html)

    written = [text for text in page.shown if text]
    assert written == [visible(payload) for payload in PAYLOADS]
    assert page.tags.count("script") == calm.tags.count("script")
    assert page.tags.count("form") == calm.tags.count("form")


@pytest.mark.parametrize("payload", PAYLOADS[::7])
def test_a_note_and_a_draft_are_text_too(room: Room, payload: str) -> None:
    case = room.office.held()
    tab = opened(room, case)
    tab.send(f"{path(case)}/note", note=payload)
    tab.see(path(case))
    answer = tab.send(f"{path(case)}/reply", text=payload, version="99")

    page = Texts()
    page.feed(answer.text)
    assert "evil.example" not in "".join(page.tags)
    assert payload.strip() in unescape(answer.text)
    assert answer.text.count("<script") == tab.see(path(case)).count("<script")
