"""The desk at work with private things in its hands, and what goes wrong there. Run by `test_logs`
as a process: its words go to the log, and what must not be in it to the file it is given."""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import structlog
from starlette.testclient import TestClient

import adapters.desk
from adapters.console.routes import routes
from adapters.database import upgrade
from adapters.desk import DeskParts
from adapters.logs import configure_logging
from adapters.settings import load_settings
from adapters.webchat.wake import Wake
from bot.desk import commands as ask
from bot.engine.loading import load_catalogue
from bot.engine.turn import Engine
from bot.errors import StoreUnavailable
from bot.flows import build_flows
from tests.adapters.console.entrance import PASSWORD, SECRET, SITE, post, send
from tests.adapters.console.leads import LENA, OMAR, Leads
from tests.adapters.telegram.staff.conftest import AMINA, Room, Seconds
from tests.contracts.conftest import World, do
from tests.contracts.desks import add_adviser, hear
from tests.contracts.turns import ADDRESS
from tests.standins.telegram import TOKEN, Refused
from tests.standins.telegram_forum import TelegramForum

HERS, OURS, NOTED = "canary my son Amir", "canary we are with you", "canary he is fifteen"
NAME = "Canary Wren"
CASE = int(ADDRESS)
"""Such is the address of who asks for it."""
PAGE = f"/console/cases/{CASE}"
WRONG_PLAN = """
zone = "canary/zone"
[queues.general]
hours = "canary"
holidays.2026-01-01 = "canary"
"""


def engine() -> Engine:
    catalogue = load_catalogue()
    return Engine(build_flows(tuple(catalogue.languages)), catalogue)


@contextmanager
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        made = World(f"sqlite:///{folder}/store.db")
        upgrade(made.url)
        yield made
        for database in made.opened:
            database.close()


def at_the_console(private: list[str]) -> None:
    with world() as place:
        desk = Leads(place, engine())
        desk.entrance.more = [*routes(desk.console)]
        desk.entrance.__post_init__()
        desk.asks(CASE, name=NAME)
        do(desk.database, hear(HERS, case_id=CASE))
        tab = _log_in(desk, private)
        _work(tab)
        _look_behind(desk)
        _break(desk, tab)


def _log_in(desk: Leads, private: list[str]) -> TestClient:
    stranger = desk.entrance.browser()
    desk.entrance.log_in(stranger, "canary-login", password="canary-password", code="canary")
    tab = desk.browser(OMAR)
    private += [PASSWORD, SECRET, ADDRESS, *tab.cookies.values()]
    made = send(tab, "/console/account", "/console/account/codes", present=PASSWORD)
    private += [line.split("<")[0] for line in made.text.split('class="secret">')[1:]]
    return tab


def _work(tab: TestClient) -> None:
    key = "0" * 32
    send(tab, "/console/", f"{PAGE}/claim", version="1")
    version = str(tab.get(f"{PAGE}.json").json()["head"]["version"])
    send(tab, PAGE, f"{PAGE}/reply", version=version, key=key, text=OURS)
    send(tab, PAGE, f"{PAGE}/reply", version="1", key=key, text=OURS)
    send(tab, PAGE, f"{PAGE}/note", key=key, note=NOTED)
    send(tab, PAGE, f"{PAGE}/transfer", version=version, to="adviser:canary", passing=NOTED)
    send(tab, PAGE, f"{PAGE}/warn", version=version)
    assert OURS in tab.get(PAGE).text
    assert NOTED in tab.get(PAGE).text


def _look_behind(desk: Leads) -> None:
    lead = desk.browser(LENA)
    shown = send(lead, PAGE, f"{PAGE}/break_glass", reason=NOTED)
    assert ADDRESS in shown.text


def _break(desk: Leads, tab: TestClient) -> None:
    """A page that fails, a session that ends, a store that is away, all of them while somebody
    writes."""
    quiet = TestClient(desk.entrance.app(), SITE, raise_server_exceptions=False)
    quiet.headers, quiet.cookies = tab.headers, tab.cookies
    with patch.object(desk.desk, "reply", side_effect=ValueError(OURS, NAME)):
        send(quiet, PAGE, f"{PAGE}/reply", version="1", key="1" * 32, text=OURS)
    page = {"csrf": "canary", "text": OURS}
    desk.clock.go_on(hours=9)
    assert post(tab, f"{PAGE}/reply", page).status_code == 303
    desk.database.close()
    with suppress(StoreUnavailable):
        desk.does(desk.desk.reply, ask.Reply(OMAR, CASE, None, "k", OURS))


def in_the_staff_group(private: list[str]) -> None:
    async def play() -> None:
        with world() as place:
            add_adviser(place, 1, "Canary")
            seconds, one = Seconds(), engine()
            async with TelegramForum(seconds) as telegram:
                room = Room(place, telegram, seconds, one, one.catalogue)
                await room.channel.api.open()
                await room.link(AMINA, 1)
                staff = room.database.staff
                code = do(room.database, lambda work: staff.make_code(work, [1])[0])
                private.extend([code, TOKEN])
                await _talk(room, telegram, code)
                await room.channel.close()

    asyncio.run(play())


async def _talk(room: Room, telegram: TelegramForum, code: str) -> None:
    await room.she_asks()
    thread = room.thread
    await room.press(AMINA, thread, "Claim")
    await room.she_writes(HERS)
    await room.write(AMINA, OURS, thread)
    await room.write(AMINA, f"//{NOTED}", thread)
    await room.write(AMINA, f"/canary {NOTED}", thread)
    await room.write(AMINA, f"/link {code}", thread)
    telegram.fail("sendMessage", Refused(400, f"Bad Request: {HERS}"))
    await room.she_writes(HERS)
    telegram.fail("sendMessage", Refused(400, "Bad Request: message thread not found"))
    await room.she_writes(HERS)
    room.world.rows("UPDATE case_messages SET text = x'00'")
    await room.press(AMINA, room.thread, "Look", answered=False)
    await room.she_erases()


def a_plan_for_the_worse(_: list[str]) -> None:
    with world() as place, tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.toml"
        plan.write_text(adapters.desk.DEMO_PLAN.read_text())
        given = {"SECRET_KEY": "11" * 32, "DESK_PLAN": str(plan)}
        made_of = (load_settings(given), place.open(), engine(), place.clock)
        parts = DeskParts(*made_of, limits={}, telegram=None, tell_page=Wake().publish)
        plan.write_text(WRONG_PLAN)
        asyncio.run(_reads_the_plan(parts))


async def _reads_the_plan(parts: DeskParts) -> None:
    seen = asyncio.Event()
    reload = parts._file.reload

    def reloaded() -> list[str]:
        faults = reload()
        if not faults:
            loop.call_soon_threadsafe(seen.set)
        return faults

    loop = asyncio.get_running_loop()
    with (
        patch.object(adapters.desk, "PLAN_EVERY", 0.0),
        patch.object(parts._file, "reload", reloaded),
    ):
        reading = asyncio.create_task(parts.keep_to_the_plan(lambda _: None))
        await seen.wait()  # the second look finds nothing new
        reading.cancel()


SCENES: tuple[Callable[[list[str]], Any], ...] = (
    at_the_console,
    in_the_staff_group,
    a_plan_for_the_worse,
)

if __name__ == "__main__":
    configure_logging(sys.argv[1])
    unsayable: list[str] = [HERS, OURS, NOTED, NAME]
    for scene in SCENES:
        scene(unsayable)
        structlog.get_logger().info(f"{scene.__name__}_played")
    Path(sys.argv[2]).write_text("\n".join(unsayable))
