"""WhatsApp's template ids, kept in the database so that a restart need not ask for them."""

from collections.abc import Sequence
from typing import NamedTuple

from adapters.database import Database
from adapters.database.store import StoreTransaction
from bot.errors import StoreUnavailable
from bot.ports import Transaction
from bot.reminders.templates import TemplateStatus

Template = tuple[str, str]
"""(name, the provider's id)."""


class StoredTemplates:
    """`adapters.whatsapp.TemplateCache`: read from memory, written in the background.

    One that could not be written is found again at Twilio by its name.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sids: dict[str, str] = {}

    def load(self) -> None:
        """Read what earlier processes kept; blocks. Without a database: begin empty."""
        try:
            self._sids.update(self._database.reader.templates())
        except StoreUnavailable:
            return

    def get(self, name: str) -> str | None:
        return self._sids.get(name)

    def put(self, name: str, sid: str) -> None:
        self._sids[name] = sid
        self._database.writer.submit(_keep_all, (name, sid))


class Known(NamedTuple):
    """A message with words, as the operator's command found it."""

    name: str
    sid: str
    status: TemplateStatus


def keep_known(transaction: Transaction, found: Sequence[Known]) -> list[None]:
    """As a batch for the writer."""
    if isinstance(transaction, StoreTransaction):
        for one in found:
            transaction.keep_template(one.name, one.sid, one.status)
    return [None] * len(found)


def _keep_all(transaction: Transaction, templates: Sequence[Template]) -> list[None]:
    if isinstance(transaction, StoreTransaction):
        for name, sid in templates:
            transaction.keep_template(name, sid)
    return [None] * len(templates)
