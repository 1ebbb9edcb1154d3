"""What an adviser's account may hold, whoever fills it in."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.desk.model import Adviser, Role

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}", re.ASCII)
NAME_AT_MOST = 40
CAPACITY_AT_MOST = 20


def faults_of(
    adviser: Adviser, queues: Collection[str], languages: Collection[str]
) -> Iterator[str]:
    """The keys of sentences about what is wrong; `queues` and `languages` are those there are."""
    if not LOGIN.fullmatch(adviser.login):
        yield "advisers.bad_login"
    name = adviser.name
    if not name or len(name) > NAME_AT_MOST or not name.isprintable():
        yield "advisers.bad_name"
    if not set(adviser.queues) <= set(queues):
        yield "advisers.bad_queue"
    if not set(adviser.languages) <= set(languages):
        yield "advisers.bad_language"
    if not 1 <= adviser.capacity <= CAPACITY_AT_MOST:
        yield "advisers.bad_capacity"


def role_named(name: str) -> Role | None:
    return Role(name) if name in set(Role) else None


def cleaned(adviser: Adviser) -> Adviser:
    """As people mean it: small letters in a login, no space around a name, each thing once."""
    return replace(
        adviser,
        login=adviser.login.strip().lower(),
        name=" ".join(adviser.name.split()),
        queues=tuple(dict.fromkeys(adviser.queues)),
        languages=tuple(dict.fromkeys(adviser.languages)),
    )
