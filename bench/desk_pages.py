"""Pages of the console with 10,000 open cases, as a browser fetches them: milliseconds of the whole
answer, one request at a time."""

import http.client
import statistics
import time
from collections.abc import Mapping

from adapters.console.cookies import SESSION
from bench.desk_cast import LONG, Cast
from bench.desk_server import Server

ROUNDS = 3
TIMES = 100
GOAL_MS = 100.0
PAGES = {
    "queue": "/console/",
    "queue.json": "/console/queue.json",
    "case": f"/console/cases/{LONG}",
    "case.json": f"/console/cases/{LONG}.json",
    "board": "/console/board",
    "board.json": "/console/board.json",
    "reports": "/console/reports",
}
OF_LEAD = {"board", "board.json", "reports"}


class Window:
    """A browser with one connection."""

    def __init__(self, server: Server, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port)
        self._headers = {"Cookie": f"{SESSION}={cookie}"}

    def fetch(self, path: str) -> float:
        """Milliseconds."""
        kind = "application/json" if path.endswith(".json") else "text/html"
        began = time.perf_counter()
        self._connection.request("GET", path, headers={**self._headers, "Accept": kind})
        answer = self._connection.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        assert answer.status == 200, (path, answer.status)
        return taken * 1000


def measure(server: Server, cast: Cast) -> dict[str, dict[str, float]]:
    """Of each page the median and p99 of the quietest round: others use this machine too."""
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, path in PAGES.items():
            window = Window(server, cast.lead if name in OF_LEAD else cast.cookies[1])
            window.fetch(path)  # what is made once for a process
            taken = [window.fetch(path) for _ in range(TIMES)]
            rounds[name].append({"median": statistics.median(taken), "p99": high(taken)})
    return {name: quietest(several) for name, several in rounds.items()}


def high(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


def quietest(rounds: list[dict[str, float]]) -> dict[str, float]:
    return min(rounds, key=lambda one: one["median"])


def tell(engines: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """Print the table."""
    print(f"{f'pages with 10,000 open cases, ms (goal {GOAL_MS:.0f})':47}", end="")
    print("".join(f"{name + ', median':>20}{'p99':>8}" for name in engines))
    for name in PAGES:
        cells = "".join(
            f"{of[name]['median']:20.1f}{of[name]['p99']:8.1f}" for of in engines.values()
        )
        print(f"{name:47}{cells}")
