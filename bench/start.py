"""From starting the process to the first answer in the web chat, and its memory then."""

import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

RUNS = 5
GOAL_SECONDS = 3.0
PATIENCE = 30.0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _first_answer(port: int, until: float) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/chat", b"{}", method="POST")
    while True:
        try:
            with urllib.request.urlopen(request) as answer:
                answer.read()
                return
        except urllib.error.URLError:
            if time.perf_counter() > until:
                raise
            time.sleep(0.01)


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _once(folder: str) -> tuple[float, float]:
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/{secrets.token_hex(4)}.db",
        "PORT": str(port),
        "SECRET_KEY": secrets.token_hex(32),
    }
    began = time.perf_counter()
    command = [sys.executable, "-m", "adapters.cli", "run"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _first_answer(port, began + PATIENCE)
        return time.perf_counter() - began, _megabytes(process.pid)
    finally:
        process.terminate()
        process.wait()


def main() -> dict[str, float]:
    """Print the table; the figures."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [_once(folder) for _ in range(RUNS)]
    figures = {
        "start_seconds": statistics.median(seconds for seconds, _ in runs),
        "megabytes": statistics.median(megabytes for _, megabytes in runs),
    }
    print(f"start to first answer, s (goal {GOAL_SECONDS:.0f}){figures['start_seconds']:54,.2f}")
    print(f"memory after the first answer, MB{figures['megabytes']:54,.0f}")
    return figures


if __name__ == "__main__":
    main()
