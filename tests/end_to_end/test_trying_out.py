"""What `hearthline run` tells whoever tries it out."""

import re
import signal
from pathlib import Path

import pytest

from tests.end_to_end.test_process import RUN, Process

pytestmark = pytest.mark.anyio
PRIVATE = ("password", "TOTP", "login", "console")


async def said_by(process: Process) -> str:
    await process.start()
    process.send(signal.SIGTERM)
    assert await process.ended() == 0
    return process.said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_on_this_machine_alone_it_tells_how_to_sit_at_the_desk(
    tmp_path: Path, host: str
) -> None:
    process = Process(RUN, tmp_path, {"HOST": host})
    said = await said_by(process)

    port = process.url.rpartition(":")[2]
    assert f"The advisers' console: http://{host}:{port}/console/\n" in said
    assert re.search(r"login demo, one-time password \S{12,}\n", said)
    assert re.search(r"TOTP secret [A-Z2-7]{32}\n", said)
    assert [word for word in PRIVATE[:2] if word in process.log()] == []


async def test_where_others_can_reach_it_it_tells_no_password(tmp_path: Path) -> None:
    process = Process(RUN, tmp_path, {"HOST": "0.0.0.0"})  # noqa: S104 - what must be safe
    said = await said_by(process)

    assert "Ctrl-C stops it." in said
    assert [word for word in PRIVATE if word in said + process.log()] == []
