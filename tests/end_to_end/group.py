"""The staff group as its people see it, and the contacts on the other side of the product."""

import time
from collections.abc import Callable
from itertools import count
from typing import Protocol

from aiohttp import ClientConnectionError
from typing_extensions import override

from tests.contracts.desks import add_adviser
from tests.end_to_end.conftest import Running
from tests.end_to_end.web import Web
from tests.standins.telegram_forum import TelegramForum
from tests.standins.telegram_rules import Delivery, Json

AMINA, BASHIR, LENA, STRANGER = 7_501_000_001, 7_501_000_002, 7_501_000_003, 7_501_000_004
"""Their numbers at Telegram."""
ASKS = ("about:ask", "keep:yes", "may_write:first", "may_write_later:yes")
"""What she presses to ask for a person."""
PRESSED_IN_GROUP = 5_000_000_000
"""Queries of the stand-in above this are of buttons in the group, others of contacts."""
MAY_SAY = "You can write now what you would like to say first."


class Group(TelegramForum):
    """Every update is taken at once; `undelivered` are those for which nobody listened."""

    def __init__(self) -> None:
        super().__init__(time.monotonic)
        self.undelivered: list[Json] = []

    @override
    async def deliver(self, update: Json) -> Delivery | None:
        update = {"update_id": next(self._update_ids)} | update
        try:
            delivery = await super().deliver(update)
        except ClientConnectionError:
            self.undelivered.append(update)
            return None
        assert delivery
        assert delivery.status == 200
        return delivery

    async def bring_again(self) -> None:
        """Twice each, as after an answer that was lost."""
        waiting, self.undelivered = self.undelivered, []
        for update in waiting:
            for _ in range(2):
                await self.deliver(update)

    async def until(self, condition: Callable[[], object]) -> None:
        """Asked again after each call of the product."""
        await self._until(lambda: [True] if condition() else [], 1)

    # In the group.

    async def topic_of(self, channel: str) -> int:
        """The topic of a contact there, as soon as it has its card."""
        mark = f"Channel: {channel}."
        found = await self._until(
            lambda: [one for one in self.open_topics() if mark in str(self.texts(one)[:1])], 1
        )
        return found[-1]

    async def sees(self, thread: int, text: str) -> None:
        await self.until(lambda: any(text in one for one in self.texts(thread)))

    async def is_titled(self, thread: int, mark: str) -> None:
        await self.until(lambda: self.topics[thread].name.startswith(mark))

    async def tap(self, person: int, thread: int, label: str) -> str:
        """Press the newest button of that name; what pops up over the chat."""
        found = await self._until(
            lambda: [one for one in self.shown(thread) if label in labels(one)], 1
        )
        before = len(self.answers())
        await self.press_in_group(person, found[-1], label)
        return (await self._until(lambda: self.answers()[before:], 1))[-1]

    def answers(self) -> list[str]:
        """What popped up for who pressed a button in the group."""
        made = [call.parameters for call in self.calls if call.method == "answerCallbackQuery"]
        ours = [one for one in made if int(one["callback_query_id"]) > PRESSED_IN_GROUP]
        return [one.get("text", "") for one in ours]

    async def reaction(self, message: int) -> str:
        await self.until(lambda: message in self.reactions)
        return self.reactions[message]

    # Elsewhere.

    def private(self, chat: int) -> list[Json]:
        """What the product has said to one person."""
        return [one for (where, _), one in self._messages.items() if where == chat]

    async def tells(self, chat: int, text: str) -> None:
        await self.until(lambda: any(text in one.get("text", "") for one in self.private(chat)))

    def first_call_with(self, text: str) -> int:
        """Its place among the calls of the product."""
        return next(at for at, call in enumerate(self.calls) if text in str(call.parameters))


def labels(message: Json) -> dict[str, str]:
    """What comes back, by the label of each button."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


class Contact(Protocol):
    channel: str

    async def write(self, text: str) -> None: ...

    async def press(self, token: str) -> None: ...

    async def sees(self, text: str) -> None:
        """As soon as she has been told that."""

    async def told(self, text: str) -> int:
        """How often by now."""


class OnTelegram:
    channel = "telegram"

    def __init__(self, group: Group, run: Running, chat: int) -> None:
        self.group = group
        self.run = run
        self.chat = chat

    async def write(self, text: str) -> None:
        await self.group.write(self.chat, text)

    async def press(self, token: str) -> None:
        self.run.clock.go_on(seconds=1)
        await self.group.until(lambda: self._with(token))
        await self.group.press(self.chat, self._with(token)[-1]["message_id"], token)

    async def sees(self, text: str) -> None:
        await self.group.tells(self.chat, text)

    async def told(self, text: str) -> int:
        return sum(text in one.get("text", "") for one in self.group.private(self.chat))

    def _with(self, token: str) -> list[Json]:
        return [one for one in self.group.private(self.chat) if token in labels(one).values()]


class OnTheWeb:
    channel = "webchat"

    def __init__(self, run: Running) -> None:
        self.web = Web(run)
        self._ids = count(1)
        self._told: list[Json] = []

    async def write(self, text: str) -> None:
        if not self.web.headers:
            await self.web.start()
        await self.web.send(id=f"w{next(self._ids)}", text=text)

    async def press(self, token: str) -> None:
        await self.web.send(id=f"w{next(self._ids)}", choice=token)

    async def sees(self, text: str) -> None:
        while not await self.told(text):
            last = self._told[-1]["id"] if self._told else ""
            self._told += await self.web.stream(1, after=last)

    async def told(self, text: str) -> int:
        return sum(text in one["text"] for one in self._told)

    async def erases(self) -> None:
        assert await self.web.call("DELETE", "/api/chat") == (204, None)


async def hire(run: Running, group: Group) -> None:
    """Amina, Bashir and Lena, who leads: linked, and off duty."""
    people = ((AMINA, "Amina", "adviser"), (BASHIR, "Bashir", "adviser"), (LENA, "Lena", "lead"))
    for number, (person, name, role) in enumerate(people, start=1):
        add_adviser(run.world, number, name, role=f"'{role}'", presence="'off'")
        await group.write(person, f"/link {await code_for(run, number)}")
        await group.tells(person, "You are linked.")


async def code_for(run: Running, adviser: int) -> str:
    database = run.product.database
    return await database.writer.submit_async(database.staff.make_code, adviser)


async def ask_for_a_person(her: Contact, says: str) -> None:
    """She has something to say before anybody is there."""
    await her.write("hello")
    await her.write("PERSON")
    for choice in ASKS:
        await her.press(f"person.{choice}")
    await her.sees(MAY_SAY)
    await her.write(says)


async def claimed(group: Group, her: Contact, says: str) -> int:
    """Amina has her case; its topic."""
    await ask_for_a_person(her, says)
    thread = await group.topic_of(her.channel)
    await group.tap(AMINA, thread, "Claim")
    await group.sees(thread, f"💬 {says}")
    return thread
