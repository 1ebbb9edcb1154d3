"""What both ways in, webhook and polling, do with an update."""

from adapters.telegram.channel import Telegram
from adapters.telegram.reader import Update
from bot.messages import Kind
from bot.ports import Receive


async def take_in(telegram: Telegram, update: Update, receive: Receive) -> None:
    """Hand the message in; returns after its turn is stored. Errors raised: `StoreUnavailable`."""
    if telegram.staff is not None and await telegram.staff.take_in(update.fields):
        return
    if update.query:
        telegram.courtesy.answer(update.query)
    if update.group is not None:
        telegram.courtesy.leave(update.group)
    inbound = update.inbound
    if inbound is None:
        return
    if inbound.kind is not Kind.LEFT:
        telegram.courtesy.expect_reply(inbound.address)
    has_replies = False
    try:
        has_replies = bool((await receive(inbound)).replies)
    finally:
        if not has_replies:
            telegram.courtesy.stop_expecting(inbound.address)
