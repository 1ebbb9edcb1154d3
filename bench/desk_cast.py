"""A desk with much to do: 10,000 open cases, 200 advisers who are logged in, and last month's
cases."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.console.sessions import Sessions
from adapters.database import Database
from adapters.webchat.chat import CHANNEL, address_of, new_token
from bot.desk.accounts import Account, Proof
from bot.desk.model import (
    Adviser,
    Author,
    Case,
    CaseMessage,
    CaseStatus,
    NextAction,
    Outcome,
    Presence,
    Role,
)
from bot.ports import Conversation, Hold, Transaction

OPEN = 10_000
HELD = 1_000
CLOSED = 5_000
ADVISERS = 200
LEAD = ADVISERS + 1
LONG = 1
"""The case with `LONG_HAS` messages; it is the first adviser's."""
LONG_HAS = 60
OTHERS_HAVE = 2
WORDS = "He does not come home after school any more, and nobody may go into his room."
CHOICES = ("menu.choose:signs", "signs.group:changed", "menu.choose:person")
QUEUES = ("general", "general", "young")
LANGUAGES = ("en", "en", "ur", "pl")
DAY = timedelta(days=1)


@dataclass
class Cast:
    """`cookies` by adviser; `tokens` of the contacts whose cases the advisers hold, by case."""

    cookies: dict[int, str]
    tokens: dict[int, str]

    @property
    def lead(self) -> str:
        return self.cookies[LEAD]


def now() -> datetime:
    return datetime.now(UTC)


def owner_of(number: int) -> int | None:
    """The open cases 1 to `HELD` are held, every adviser has as many; the rest wait."""
    return 1 + (number - 1) % ADVISERS if not HELD < number <= OPEN else None


def engage(database: Database) -> Cast:
    """Everybody comes in, with the cases they then find."""
    hire(database, [*range(1, ADVISERS + 1), LEAD])
    tokens = {number: new_token() for number in range(1, HELD + 1)}
    numbers = [(number, tokens.get(number, "")) for number in range(1, OPEN + CLOSED + 1)]
    for future in [database.writer.submit(_open, one) for one in numbers]:
        future.result()
    sessions = Sessions(database.accounts, now)
    cookies = {id_: _log_in(database, sessions, id_) for id_ in [*range(1, LEAD), LEAD]}
    return Cast(cookies, tokens)


def hire(database: Database, ids: Sequence[int], capacity: int = 3) -> None:
    """All of them are on."""

    def come(transaction: Transaction, given: Sequence[Adviser]) -> Sequence[Adviser]:
        for adviser in given:
            transaction.desk.save_adviser(adviser)
        return given

    advisers = [_adviser(id_, capacity) for id_ in ids]
    for adviser in advisers:
        assert database.accounts.add(Account(adviser, "", "totp", must_change=False), "operator")
    for future in [database.writer.submit(come, adviser) for adviser in advisers]:
        future.result()


def _adviser(id_: int, capacity: int) -> Adviser:
    role = Role.LEAD if id_ == LEAD else Role.ADVISER
    # Nobody counts as gone before their page is open.
    seen_at = now() + timedelta(hours=1)
    adviser = Adviser(id_, f"adviser{id_}", f"Adviser {id_}", role, capacity=capacity)
    adviser.presence, adviser.seen_at = Presence.ON, seen_at
    return adviser


def _log_in(database: Database, sessions: Sessions, id_: int) -> str:
    account = database.accounts.by_id(id_)
    assert account is not None
    token = sessions.begin(account, Proof(step=1), "bench")
    assert token is not None
    return token


def _open(transaction: Transaction, numbers: Sequence[tuple[int, str]]) -> list[None]:
    for number, token in numbers:
        case = open_case(transaction, number, token or secrets.token_hex(16))
        for place in range(LONG_HAS if number == LONG else OTHERS_HAVE):
            transaction.desk.add_message(_message(transaction.desk.new_id(), case, place))
    return [None] * len(numbers)


def open_case(transaction: Transaction, number: int, token: str) -> Case:
    """Case and contact of that number, as it stands."""
    contact = Conversation(number, CHANNEL, address_of(token), "en", is_new=True)
    case = _closed(number) if number > OPEN else _case(number)
    if not case.is_closed:
        contact.hold, contact.case_id = (Hold.HELD if case.is_held else Hold.WAITING), number
    transaction.save([contact])
    transaction.desk.open(case)
    return case


def _case(number: int, **fields: Any) -> Case:
    asked_at = fields.pop("asked_at", now() - timedelta(seconds=number))
    owner = owner_of(number)
    given: dict[str, Any] = {
        "deadline": now() + DAY,
        "next_action": NextAction.TELL_NOBODY_FREE if owner is None else NextAction.END_FOR_SILENCE,
        "status": CaseStatus.WAITING if owner is None else CaseStatus.CLAIMED,
        "is_urgent": number % 50 == 0,
        "owner": owner,
        "choices": CHOICES,
        "last_heard_at": asked_at,
        **fields,
    }
    return Case(
        number,
        number,
        f"Alder Heron {number}",
        QUEUES[number % len(QUEUES)],
        LANGUAGES[number % len(LANGUAGES)],
        CHANNEL,
        ("keep",),
        opened_at=asked_at,
        waiting_since=asked_at,
        **given,
    )


def _closed(number: int) -> Case:
    """In the month before this one, of which the reports tell."""
    closed_at = now().replace(day=1) - DAY * (1 + number % 28)
    return _case(
        number,
        asked_at=closed_at - timedelta(hours=1),
        status=CaseStatus.CLOSED,
        closed_at=closed_at,
        outcome=list(Outcome)[number % len(Outcome)],
        deadline=None,
        next_action=None,
    )


def _message(id_: int, case: Case, place: int) -> CaseMessage:
    """She and her adviser in turn; alone while nobody has the case."""
    is_hers = case.owner is None or place % 2 == 0
    return CaseMessage(
        id_,
        case.id,
        case.conversation_id,
        case.opened_at + timedelta(minutes=place * (1 + case.id % 15)),
        Author.CONTACT if is_hers else Author.ADVISER,
        WORDS,
        str(place),
        None if is_hers else case.owner,
    )
