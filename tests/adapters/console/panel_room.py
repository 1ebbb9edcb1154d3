"""A webchat over the lead's pages: planned, asked, answered; and pictures made by hand."""

import re
import struct
import zlib
from typing import Any

import httpx2
from starlette.testclient import TestClient

from adapters.console.panels_routes import panel_routes
from bot.panels.model import Panel, PanelStatus, Question
from bot.ports import Transaction
from tests.adapters.console.entrance import SITE, csrf, send
from tests.adapters.console.leads import LENA, OMAR, Leads
from tests.contracts.conftest import do
from tests.contracts.turns import contact_of

PANELS, ACCOUNT = "/console/panels", "/console/account"
FORM = {
    "version": "0",
    "slug": "talk-in-march",
    "starts": "2026-11-23T12:00",
    "ends": "2026-11-23T13:00",
    "zone": "Europe/London",
    "language": "en",
    "title-en": "A talk among women",
    "about-en": "Five women answer.",
}
HERS = "canary-11ab, our Sadia is so far from us"
THEME, ANSWER = "What if she is far away?", "Keep the line open."


def png(width: int = 1, height: int = 1, *extra: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    between = b"".join(chunk(*one) for one in extra)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0" * width * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + between + pixels + chunk(b"IEND", b"")


def jpeg(exif: bytes = b"") -> bytes:
    def segment(marker: int, content: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content

    app = segment(0xE1, exif) if exif else b""
    frame = segment(0xC0, bytes([8, 0, 1, 0, 1, 1, 1, 0x11, 0]))
    scan = segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + app + frame + scan + b"\xff\xd9"


class Room:
    def __init__(self, leads: Leads) -> None:
        self.leads, self.clock = leads, leads.clock
        self.reader = leads.database.panel_reader
        entrance = leads.entrance
        entrance.more = [*entrance.more, *panel_routes(leads.console, self.reader)]
        entrance.__post_init__()
        self.lena = leads.browser(LENA)

    @property
    def panel(self) -> Panel:
        [found] = self.reader.panels(9)
        return found

    @property
    def here(self) -> str:
        return f"{PANELS}/{self.panel.id}"

    def plans(self, browser: TestClient | None = None, **fields: str) -> httpx2.Response:
        browser = browser or self.lena
        found = re.search(r'action="(/console/panels/\d+)/save"', browser.get(f"{PANELS}/new").text)
        assert found is not None
        return send(browser, f"{PANELS}/new", f"{found[1]}/save", **FORM | fields)

    def seats(self, adviser: int = OMAR, name: str = "Rosa", **fields: Any) -> httpx2.Response:
        given = {"name": name, "role": "Teacher", "adviser": str(adviser), "csrf": csrf(self.lena)}
        headers = {"Origin": SITE}
        picture = {"picture": ("p.png", fields.pop("picture", b""), "image/png")}
        return self.lena.post(
            f"{self.here}/member", data=given | fields, files=picture, headers=headers
        )

    def moves(self, to: PanelStatus, by: TestClient | None = None) -> httpx2.Response:
        version = str(self.panel.version)
        return send(by or self.lena, ACCOUNT, f"{self.here}/move", to=to.value, version=version)

    def opens(self) -> "Room":
        self.plans()
        self.seats()
        self.moves(PanelStatus.ANNOUNCED)
        return self

    def asks(self, text: str = HERS, address: str = "447700900999") -> Question:
        def work(transaction: Transaction) -> Question:
            contact = contact_of(transaction, address)
            transaction.save([contact])
            asked = Question(transaction.panels.new_id(), self.panel.id, self.clock.now, "en", text)
            transaction.panels.ask(asked, contact.id)
            return asked

        return do(self.leads.database, work)

    def decides(self, browser: TestClient | None = None, **fields: str) -> httpx2.Response:
        given = {"do": "merge", "text-en": THEME, **fields}
        return send(browser or self.lena, ACCOUNT, f"{self.here}/asked/decide", **given)

    def answers(self, browser: TestClient, text: str = ANSWER, **fields: str) -> httpx2.Response:
        [row] = self.reader.themes(self.panel.id)
        given = {"theme": str(row.theme.id), "version": str(row.theme.version), "answer-en": text}
        return send(browser, ACCOUNT, f"{self.here}/answers/write", **given | fields)

    def publishes(self) -> httpx2.Response:
        [row] = self.reader.themes(self.panel.id)
        given = {"theme": str(row.theme.id), "version": str(row.theme.version)}
        return send(self.lena, ACCOUNT, f"{self.here}/asked/publish", **given)
