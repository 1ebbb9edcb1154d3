"""aiogram 3 with its finite-state machine in SQL, on our dialogue, as its documentation advises:
a router, state filters, what was chosen kept with `update_data` (as ours keeps answers), a storage
that is a `BaseStorage`. Run in a venv of its own; prints turns a second.

No message leaves the process: a session object answers each call as Telegram would.
"""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, Update, User
from sqlalchemy import JSON, String, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

WAITING = 64
TURNS = 1_280


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "fsm"
    key: Mapped[str] = mapped_column(String, primary_key=True)
    state: Mapped[str | None] = mapped_column(String)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class SqlStorage(BaseStorage):
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self._write(key, state=name)

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._sessions() as session:
            return await session.scalar(select(Row.state).where(Row.key == _name(key)))

    async def set_data(self, key: StorageKey, data: Any) -> None:
        await self._write(key, data=dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._sessions() as session:
            return await session.scalar(select(Row.data).where(Row.key == _name(key))) or {}

    async def close(self) -> None:
        await self._engine.dispose()

    async def _write(self, key: StorageKey, **values: Any) -> None:
        statement = insert(Row).values(key=_name(key), **{"data": {}, **values})
        statement = statement.on_conflict_do_update(index_elements=["key"], set_=values)
        async with self._sessions() as session, session.begin():
            await session.execute(statement)


def _name(key: StorageKey) -> str:
    return f"{key.bot_id}:{key.chat_id}:{key.user_id}"


class Answers(BaseSession):
    """Telegram, without a network."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        return Message(
            message_id=1, date=0, chat=Chat(id=method.chat_id, type="private"), text="ok"
        ).as_(bot)

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class Dialogue(StatesGroup):
    start = State()
    topic = State()


router = Router()


@router.message(StateFilter(Dialogue.start, None))
async def on_start(message: Message, state: FSMContext) -> None:
    await state.update_data(start=message.text)
    await state.set_state(Dialogue.topic)
    await message.answer("The words of topic.")


@router.message(StateFilter(Dialogue.topic))
async def on_topic(message: Message, state: FSMContext) -> None:
    await state.update_data(topic=message.text)
    await state.set_state(Dialogue.start)
    for tip in ("tip_one", "tip_two", "tip_three", "start"):
        await message.answer(f"The words of {tip}.")


def _durable(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()


def _update(number: int, contact: int) -> Update:
    user = User(id=contact, is_bot=False, first_name="x")
    chat = Chat(id=contact, type="private")
    message = Message(message_id=number, date=0, chat=chat, from_user=user, text="next")
    return Update(update_id=number, message=message)


async def main(path: str) -> None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    event.listen(engine.sync_engine, "connect", _durable)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    dispatcher = Dispatcher(storage=SqlStorage(engine))
    dispatcher.include_router(router)
    bot = Bot("123456:AAF-bench", session=Answers())

    async def person(contact: int, turns: int) -> None:
        for turn in range(turns):
            await dispatcher.feed_update(bot, _update(contact * 1000 + turn, contact))

    await asyncio.gather(*(person(1 + n, 2) for n in range(WAITING)))
    began = time.perf_counter()
    await asyncio.gather(*(person(1 + n, TURNS // WAITING) for n in range(WAITING)))
    print(TURNS / (time.perf_counter() - began))
    await dispatcher.storage.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
