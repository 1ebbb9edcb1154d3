"""`hearthline run` with a short lease: what a dead process held is taken up soon."""

import sys
from datetime import timedelta

import uvloop

from adapters.app import Product
from adapters.database import upgrade
from adapters.logs import configure_logging
from adapters.serving import serve
from adapters.settings import load_settings


def main() -> None:
    settings = load_settings()
    configure_logging(settings.log_level)
    upgrade(settings.database_url.get_secret_value())
    product = Product(settings, lease=timedelta(seconds=2))

    def when_ready() -> None:
        print("Hearthline is ready", file=sys.stderr, flush=True)  # noqa: T201 - whom we test waits for it

    uvloop.run(serve(product, web=True, worker=True, when_ready=when_ready))


if __name__ == "__main__":
    main()
