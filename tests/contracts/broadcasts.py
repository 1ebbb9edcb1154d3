"""Broadcasts and those they are for, for tests of the store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from adapters.database import Database
from bot.broadcasts.feeding import Feeding, Moment
from bot.broadcasts.model import Broadcast, Status
from bot.messages import Inbound
from bot.ports import Transaction
from bot.reminders.judging import Judge
from bot.reminders.model import Consent
from bot.reminders.sending import Sending
from tests.contracts.conftest import do
from tests.contracts.turns import START

WRITER, SECOND = 1, 2
NEWS = 5
SECONDLY = timedelta(seconds=1)
LIMITS = {"telegram": 25.0, "whatsapp": 20.0, "webchat": 0.0}


def feeding() -> Feeding:
    return Feeding(Sending(Judge(ZoneInfo("Europe/London"), "en")), LIMITS)


def broadcast(id_: int = NEWS, **fields: Any) -> Broadcast:
    texts = {"en": "A meeting on Sunday.", "ur": "اتوار کو ملاقات۔"}
    new = Broadcast(id_, START, "Sunday", Consent.NEWS, "en", texts, WRITER)
    return replace(new, **fields)


def going(id_: int = NEWS, **fields: Any) -> Broadcast:
    given = {"approved_by": SECOND, "approved_at": START, "started_at": START, **fields}
    return broadcast(id_, **{"status": Status.PREPARING, **given})


def agree(
    number: int, channel: str = "telegram", language: str = "en", **fields: Any
) -> Callable[[Transaction], list[int]]:
    """So many contacts who agreed to news."""

    def work(transaction: Transaction) -> list[int]:
        asked = [Inbound(channel, f"{language}{one}", "") for one in range(number)]
        contacts = list(transaction.conversations(asked).values())
        for one in contacts:
            one.language = language
        transaction.save([replace(one, **fields) for one in contacts])
        for one in contacts:
            transaction.reminders.agree(one.id, Consent.NEWS, START)
        return [one.id for one in contacts]

    return work


def feed(store: Database, seconds: float = 0, taken: int = 0) -> bool:
    """One look of a worker, so long after the start."""
    moment = Moment(START + timedelta(seconds=seconds), taken)
    return store.writer.submit(feeding().feed, moment).result(30)


def prepare(store: Database, **fields: Any) -> None:
    """Whom it goes to is written down, and it runs."""
    assert do(store, lambda transaction: transaction.broadcasts.add(going(**fields)))
    while (now := store.broadcasts.broadcasts(1)[0]).status is Status.PREPARING:
        assert feed(store)
    assert now.fed_at is None
