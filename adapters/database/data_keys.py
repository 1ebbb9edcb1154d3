"""The data keys of the conversations that one transaction works on."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    LargeBinary,
    Select,
    Update,
    bindparam,
    select,
    update,
)

from adapters.database.sealing import DataKey, Keys, Tampered
from adapters.database.statements import Compiler
from adapters.database.tables import conversations


class DataKeyStatements:
    def __init__(self, compiler: Compiler) -> None:
        self.find = compiler.one(_find())
        self.keep = compiler.one(_keep())


class DataKeys:
    def __init__(self, connection: Connection, statements: DataKeyStatements, keys: Keys) -> None:
        self._connection = connection
        self._run = statements
        self._keys = keys
        self._known: dict[int, DataKey] = {}

    def of(self, conversation_id: int) -> DataKey:
        """The conversation's key; one is made where it has none. Errors raised: LookupError when
        the conversation is not stored."""
        if conversation_id not in self._known:
            self._known[conversation_id] = self._find_or_make(conversation_id)
        return self._known[conversation_id]

    def learn(self, conversation_id: int, wrapped: bytes | None) -> DataKey | None:
        """As `of`, for a key that was read with a row; None for one that is damaged."""
        if conversation_id not in self._known:
            key = open_data_key(self._keys, conversation_id, wrapped)
            if key is None:
                return None
            self._known[conversation_id] = key
        return self._known[conversation_id]

    def forget(self, conversation_id: int) -> None:
        self._known.pop(conversation_id, None)

    def _find_or_make(self, conversation_id: int) -> DataKey:
        row = self._run.find.run(self._connection, id=conversation_id).first()
        if row is None:
            raise LookupError("what is sealed belongs to a conversation that is stored")
        wrapped = row[0]
        if wrapped is None:
            wrapped = self._keys.new_data_key(conversation_id)
            self._run.keep.run(self._connection, id=conversation_id, data_key=wrapped)
        return self._keys.data_key(wrapped, conversation_id)


def open_data_key(keys: Keys, conversation_id: int, wrapped: bytes | None) -> DataKey | None:
    """None where there is none, or a damaged one."""
    try:
        return None if wrapped is None else keys.data_key(wrapped, conversation_id)
    except Tampered:
        return None


def _has_id() -> Any:
    return conversations.c.id == bindparam("id", type_=BigInteger)


def _find() -> Select[Any]:
    """Locked: two processes must not make one each."""
    query = select(conversations.c.data_key).where(_has_id())
    return query.with_for_update(key_share=True)


def _keep() -> Update:
    made = {"data_key": bindparam("data_key", type_=LargeBinary)}
    return update(conversations).where(_has_id()).values(made)
