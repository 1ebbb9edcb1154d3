"""A process that feeds a broadcast as fast as it can and says so, until it is killed."""

import sys
from datetime import timedelta
from itertools import count

from adapters.database import Keys, open_database
from bot.broadcasts.feeding import Moment
from tests.contracts.broadcasts import feeding
from tests.contracts.turns import START


def main(url: str, key: str, seconds: str) -> None:
    now = START + timedelta(seconds=int(seconds))
    database = open_database(url, Keys.parse(key), lambda: now)
    for second in count(1):
        moment = Moment(now + timedelta(seconds=second / 20), 0)
        database.writer.submit(feeding().feed, moment).result()
        sys.stdout.write(f"{second}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
