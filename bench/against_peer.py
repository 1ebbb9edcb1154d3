"""The same dialogue, durable on SQLite: ours against aiogram 3 with its state in SQL.

The peer runs in a venv of its own under var/, from its own lock, in turn with ours.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from adapters.database import Database, Keys, new_key, open_database, upgrade
from bench import dialogue
from bot.conversations import Conversations
from bot.messages import Inbound, Kind
from bot.ports import Delivery

RUNS = 5
WAITING = 64
TURNS = 12_800
GOAL = 40.0
HERE = Path(__file__).parent
VENV = Path("var/peers/aiogram")
LOCK = HERE / "peers" / "aiogram.lock"


def _now() -> datetime:
    return datetime.now(UTC)


def _peer_python() -> Path:
    """The peer's interpreter, its venv made when missing or when its lock has changed."""
    python = VENV / "bin" / "python"
    stamp = VENV / "lock"
    if not stamp.exists() or stamp.read_text() != LOCK.read_text():
        print("bench: setting up aiogram in var/peers (once)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
        stamp.write_text(LOCK.read_text())
    return python


def _peer(python: Path, folder: str, run: int) -> float:
    command = [str(python), str(HERE / "peers" / "aiogram_sql.py"), f"{folder}/peer{run}.db"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


async def _ours(database: Database, conversations: Conversations, run: int) -> float:
    async def person(number: int, turns: int, first: int) -> None:
        for turn in range(first, first + turns):
            press = Inbound(
                "bench",
                str(number),
                f"{run}.{number}.{turn}",
                Kind.CHOICE,
                choice=dialogue.choice(turn),
            )
            await database.writer.submit_async(conversations.receive_all, press)

    await asyncio.gather(*(person(n, 2, 0) for n in range(WAITING)))
    began = time.perf_counter()
    await asyncio.gather(*(person(n, TURNS // WAITING, 2) for n in range(WAITING)))
    return TURNS / (time.perf_counter() - began)


def main() -> dict[str, float]:
    """Print the table; the figures."""
    python = _peer_python()
    conversations = Conversations(
        dialogue.engine(), dialogue.catalogue(), _now, {"bench": Delivery.SENDING}
    )
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        upgrade(f"sqlite:///{folder}/ours.db")
        with open_database(f"sqlite:///{folder}/ours.db", Keys.parse(new_key()), _now) as database:
            for run in range(RUNS):
                peer.append(_peer(python, folder, run))
                ours.append(asyncio.run(_ours(database, conversations, run)))
    figures = {"ours": statistics.median(ours), "aiogram_sql": statistics.median(peer)}
    figures["ratio"] = figures["ours"] / figures["aiogram_sql"]
    print(f"the same dialogue on SQLite, 64 waiting: ours, turns/s{figures['ours']:33,.0f}")
    print(f"aiogram 3 with SQL storage, turns/s{figures['aiogram_sql']:52,.0f}")
    print(f"ours / aiogram (goal {GOAL:.0f}){figures['ratio']:62,.1f}")
    return figures


if __name__ == "__main__":
    main()
