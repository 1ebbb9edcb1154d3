"""Everything that goes wrong with something private in its hands. Run by `test_logs` as a process.

Each scene drives a real library into an error while it holds a canary: a bot token in an address, a
phone number in SQL parameters, words in a payload. Only the end of the process tidies up.
"""

import asyncio
import gc
import json
import logging
import socket
import sys
import threading
import warnings
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import aiohttp
import httpx
import sqlalchemy
import structlog
import telegram
import telegram.error
import uvicorn
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from typing_extensions import override

from adapters.logs import configure_logging

TOKEN = "123456789:canary-bot-token"
NUMBER = "+447700900123"
WORDS = "canary my son Amir"


class _Refuses(BaseHTTPRequestHandler):
    """A provider that answers every call with 400 and quotes what it was sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = json.dumps({"ok": False, "description": f"Bad Request: {body!r}", "code": 21211})
        self.send_response(400)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    do_GET = do_POST  # noqa: N815 - the name that http.server looks for

    @override
    def log_message(self, format: str, *args: Any) -> None:
        logging.getLogger("http.server").info(format, *args)


def provider() -> str:
    server = HTTPServer(("127.0.0.1", 0), _Refuses)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def fail(cause: Exception | None = None) -> None:
    raise ValueError(WORDS, NUMBER) from cause


def own_events(_: str) -> None:
    log = structlog.get_logger("scene")
    log.info("message_came", text=WORDS, channel=NUMBER, address=NUMBER, count=1)
    log.info(WORDS)
    log.warning("telegram_not_ready", detail=f"https://api.example.org/bot{TOKEN}/getMe")
    log.bind(name=WORDS, token=TOKEN).error("line_broken", reason="a\nb\x1b[31m" + TOKEN)
    try:
        fail(KeyError(TOKEN))
    except ValueError:
        log.exception("set_aside", exception=WORDS)


def python_telegram_bot(url: str) -> None:
    async def send() -> None:
        async with telegram.Bot(TOKEN, base_url=f"{url}/bot") as bot:
            await bot.send_message(NUMBER, WORDS)

    try:
        asyncio.run(send())
    except telegram.error.TelegramError:
        logging.getLogger("telegram").exception("Failed for %s", TOKEN)


def twilio_sdk(url: str) -> None:
    class Here(TwilioHttpClient):  # type: ignore[misc]
        @override
        def request(self, method: str, uri: str, *args: Any, **more: Any) -> Any:
            return super().request(method, url + "/" + NUMBER, *args, **more)

    client = Client("AC" + "0" * 32, "canary-auth-token", http_client=Here())
    client.http_client.logger.setLevel(logging.DEBUG)
    try:
        client.messages.create(to=NUMBER, from_=NUMBER, body=WORDS)
    except TwilioRestException as error:
        logging.getLogger("twilio").exception("%s", error.msg)


def http_clients(url: str) -> None:
    async def fetch() -> None:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/bot{TOKEN}") as answer:
            answer.raise_for_status()

    for call in (
        lambda: httpx.get(f"{url}/bot{TOKEN}").raise_for_status(),
        lambda: httpx.get(f"http://127.0.0.1:1/bot{TOKEN}"),
        lambda: asyncio.run(fetch()),
    ):
        try:
            call()
        except (httpx.HTTPError, aiohttp.ClientError):
            structlog.get_logger().exception("call_failed")


def sql(_: str) -> None:
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("create table t (words text unique)"))
        insert = sqlalchemy.text("insert into t values (:words)")
        connection.execute(insert, {"words": WORDS})
        try:
            connection.execute(insert, {"words": WORDS})
        except sqlalchemy.exc.IntegrityError:
            logging.getLogger("sqlalchemy").exception(NUMBER)


def broken_records(_: str) -> None:
    somebody = logging.getLogger("somebody")
    somebody.error("%d messages", WORDS)
    somebody.warning("%s", {"text": WORDS}, extra={"number": NUMBER})
    somebody.error(WORDS, stack_info=True)
    logging.getLogger(f"chat.{NUMBER}").error("named after a person")
    warnings.warn(f"canary: {NUMBER}", stacklevel=1)


def handlers_of_their_own(_: str) -> None:
    """SQLAlchemy's echo, and what many libraries do."""
    stubborn = logging.getLogger("stubborn")
    stubborn.addHandler(logging.StreamHandler(sys.stdout))
    try:
        fail()
    except ValueError:
        stubborn.exception("%s", WORDS)


def loose_tasks(_: str) -> None:
    async def fail_later() -> None:
        fail()

    async def leave_it() -> None:
        await asyncio.wait([asyncio.create_task(fail_later())])
        gc.collect()
        await asyncio.sleep(0)

    asyncio.run(leave_it(), debug=True)
    thread = threading.Thread(target=lambda: json.loads(WORDS))
    thread.start()
    thread.join()


def unraisable(_: str) -> None:
    class Fails:
        def __del__(self) -> None:
            raise RuntimeError(WORDS)

    Fails()
    gc.collect()


def web_server(_: str) -> None:
    """A page that fails under uvicorn, as `adapters.app` runs it: no access log, no log set-up."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            raise RuntimeError(WORDS)
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/?text=canary"

    async def serve() -> None:
        running = asyncio.create_task(server.serve(sockets=[listening]))
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert answer.status == 500
        server.should_exit = True
        await running

    asyncio.run(serve())


SCENES: tuple[Callable[[str], None], ...] = (
    own_events,
    python_telegram_bot,
    twilio_sdk,
    http_clients,
    sql,
    broken_records,
    handlers_of_their_own,
    loose_tasks,
    unraisable,
    web_server,
)

if __name__ == "__main__":
    configure_logging(sys.argv[1])
    here = provider()
    for scene in SCENES:
        scene(here)
        structlog.get_logger().info(f"{scene.__name__}_played")
    raise RuntimeError(WORDS, NUMBER, TOKEN)
