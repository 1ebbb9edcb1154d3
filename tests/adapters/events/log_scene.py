"""Somebody looks for events near her, in a process of its own; what it writes is looked at."""

import sys
from urllib.request import urlopen

import uvicorn  # noqa: F401 - its loggers are there
from starlette.testclient import TestClient

from adapters.logs import configure_logging
from tests.adapters.events.shelf import Shelf, event
from tests.browser.conftest import serve

WANTED = "Farnworth"
CODE = "BL4 7PA"


def main() -> None:
    configure_logging("DEBUG")
    app = Shelf().put(event()).app()
    browser = TestClient(app)
    for near in (WANTED, CODE, "leeds"):
        browser.get("/events", params={"near": near, "spoken": "ur"})
    with serve(app) as address:
        urlopen(f"{address}/events?near={WANTED}").read()  # noqa: S310 - our own server
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
