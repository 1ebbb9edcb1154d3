"""A process that receives messages in groups and says which were committed, until it is killed."""

import sys
from itertools import count

from adapters.database import Keys, open_database
from tests.contracts.turns import START, message, receive


def main(url: str, key: str) -> None:
    database = open_database(url, Keys.parse(key), lambda: START)
    for group in count():
        ids = [f"{group}-{number}" for number in range(20)]
        futures = [database.writer.submit(receive, message(one, one)) for one in ids]
        for one, future in zip(ids, futures, strict=True):
            future.result()
            sys.stdout.write(f"{one}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
