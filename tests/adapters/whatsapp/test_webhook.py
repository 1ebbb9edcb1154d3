"""Twilio calls us: over real HTTP where it matters, and through the routes for everything else."""

import asyncio
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette

from adapters.whatsapp import WhatsApp, routes
from bot.errors import Refusal, StoreUnavailable
from bot.messages import Choice, Inbound, Kind, Part, Style
from bot.ports import Delivery, Receipt
from tests.adapters.whatsapp.conftest import HER, PUBLIC
from tests.standins.twilio import FORM, Twilio

pytestmark = pytest.mark.anyio

SORRY = "We cannot read you now. In danger? Call 999 <any time> & ask for help."


@dataclass
class Product:
    """Notes what the channel hands in. `is_down`: nothing can be stored."""

    received: list[Inbound] = field(default_factory=list)
    statuses: list[tuple[str, Delivery]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    is_down: bool = False

    async def receive(self, inbound: Inbound) -> Receipt:
        if self.is_down:
            raise StoreUnavailable
        self.received.append(inbound)
        return Receipt(fresh=True, conversation_id=1, language="en")

    async def on_status(self, external_id: str, delivery: Delivery) -> None:
        if self.is_down:
            raise StoreUnavailable
        self.statuses.append((external_id, delivery))

    def app(self, whatsapp: WhatsApp) -> Starlette:
        hooks = routes(whatsapp, self.receive, self.on_status, lambda: SORRY, self.refused.append)
        return Starlette(routes=hooks)


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
async def http(product: Product, whatsapp: WhatsApp) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(product.app(whatsapp))
    async with httpx2.AsyncClient(transport=transport, base_url="http://elsewhere") as client:
        yield client


async def post(
    http: httpx2.AsyncClient, twilio: Twilio, fields: dict[str, str], path: str = "/whatsapp"
) -> httpx2.Response:
    headers = {"X-Twilio-Signature": twilio.sign(PUBLIC + path, fields)}
    return await http.post(path, data=fields, headers=headers)


async def test_a_message_is_handed_in_and_answered_with_nothing(
    http: httpx2.AsyncClient, twilio: Twilio, product: Product
) -> None:
    answer = await post(http, twilio, twilio.text(HER, "hello"))

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert list(ET.fromstring(answer.text)) == []  # noqa: S314 - our own answer
    assert [(m.kind, m.text, m.address) for m in product.received] == [(Kind.TEXT, "hello", HER)]


async def test_what_proxies_claim_changes_nothing(
    http: httpx2.AsyncClient, twilio: Twilio, product: Product
) -> None:
    fields = twilio.text(HER, "hello")
    headers = {
        "X-Twilio-Signature": twilio.sign("https://evil.example.org/whatsapp", fields),
        "Host": "evil.example.org",
        "X-Forwarded-Host": "evil.example.org",
        "X-Forwarded-Proto": "https",
    }
    forged = await http.post("/whatsapp", data=fields, headers=headers)
    headers["X-Twilio-Signature"] = twilio.sign(f"{PUBLIC}/whatsapp", fields)
    genuine = await http.post("/whatsapp", data=fields, headers=headers)

    assert (forged.status_code, genuine.status_code) == (403, 200)
    assert len(product.received) == 1


async def test_a_reaction_is_answered_and_not_handed_in(
    http: httpx2.AsyncClient, twilio: Twilio, product: Product
) -> None:
    answer = await post(http, twilio, twilio.text(HER, "👍", MessageType="reaction"))

    assert answer.status_code == 200
    assert product.received == []


async def test_without_a_database_she_gets_numbers_and_an_apology(
    http: httpx2.AsyncClient, twilio: Twilio, product: Product
) -> None:
    product.is_down = True
    answer = await post(http, twilio, twilio.text(HER, "hello"))

    assert answer.status_code == 200
    (message,) = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    assert (message.tag, message.text) == ("Message", SORRY)


@pytest.mark.parametrize("path", ["/whatsapp", "/whatsapp/status"])
async def test_strangers_are_refused_and_heard_of(
    http: httpx2.AsyncClient, twilio: Twilio, product: Product, path: str
) -> None:
    fields = twilio.text(HER, "hello")
    unsigned = await http.post(path, data=fields)
    forged = await http.post(path, data=fields, headers={"X-Twilio-Signature": "x"})
    other = twilio.sign(PUBLIC + path, fields | {"AccountSid": "AC1"})
    headers = {"X-Twilio-Signature": other}
    foreign = await http.post(path, data=fields | {"AccountSid": "AC1"}, headers=headers)
    broken = await http.post(
        path, content=b"Body=%FF", headers={"X-Twilio-Signature": "x", "Content-Type": FORM}
    )
    answers = [unsigned, forged, foreign, broken]

    assert [answer.status_code for answer in answers] == [401, 403, 403, 400]
    assert [answer.text for answer in answers] == [""] * 4
    assert product.received == []
    assert product.refused == [
        Refusal.UNSIGNED,
        Refusal.FORGED,
        Refusal.FORGED,
        Refusal.MALFORMED,
    ]


async def test_a_body_that_is_too_long_is_not_read_to_its_end(
    http: httpx2.AsyncClient, product: Product
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a" * 65_536

    headers = {"X-Twilio-Signature": "x", "Content-Type": FORM}
    answer = await http.post("/whatsapp", content=endless(), headers=headers)

    assert answer.status_code == 400
    assert product.refused == [Refusal.MALFORMED]


async def test_only_posts_are_answered(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/whatsapp")).status_code == 405


async def test_a_status_is_passed_on(
    http: httpx2.AsyncClient, twilio: Twilio, whatsapp: WhatsApp, product: Product
) -> None:
    sid = await whatsapp.send(HER, Part("hello", "en", "ltr"))
    fields = {
        "AccountSid": twilio.account_sid,
        "From": twilio.sender,
        "MessageSid": sid,
        "MessageStatus": "read",
    }
    answer = await post(http, twilio, fields, "/whatsapp/status")
    unknown = fields | {"MessageStatus": "something new"}
    ignored = await post(http, twilio, unknown, "/whatsapp/status")

    assert (answer.status_code, ignored.status_code) == (204, 204)
    assert product.statuses == [(sid, Delivery.READ)]


async def test_a_status_without_a_database_is_not_acknowledged(
    http: httpx2.AsyncClient, twilio: Twilio, product: Product
) -> None:
    product.is_down = True
    fields = {"AccountSid": twilio.account_sid, "MessageSid": "SM" + "0" * 32}
    answer = await post(http, twilio, fields | {"MessageStatus": "sent"}, "/whatsapp/status")

    assert answer.status_code == 503


async def test_a_whole_conversation_over_http(
    twilio: Twilio, whatsapp: WhatsApp, product: Product
) -> None:
    config = uvicorn.Config(product.app(whatsapp), port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    reach = f"http://127.0.0.1:{port}/whatsapp"
    try:
        hello = await twilio.deliver(f"{PUBLIC}/whatsapp", twilio.text(HER, "hi"), reach=reach)
        choices = (Choice("a.b:yes", "Yes"), Choice("a.b:no", "No"))
        await whatsapp.send(HER, Part("Ready?", "en", "ltr", style=Style.BUTTONS, choices=choices))
        press = twilio.press(twilio.sent[-1], "No")
        await twilio.deliver(f"{PUBLIC}/whatsapp", press, reach=reach)
        await twilio.report(twilio.sent[-1], "delivered", reach=f"{reach}/status")
    finally:
        await asyncio.wait_for(server.shutdown(), 5)

    assert hello.status == 200
    assert [(m.kind, m.text, m.choice) for m in product.received] == [
        (Kind.TEXT, "hi", ""),
        (Kind.CHOICE, "No", "a.b:no"),
    ]
    assert product.received[1].pressed == twilio.sent[-1].sid
    assert product.statuses == [(twilio.sent[-1].sid, Delivery.DELIVERED)]
