"""Orders, as commands to the desk. Each answers with a sentence, or "" when it was simply done."""

from collections.abc import Awaitable, Callable
from typing import Any

from adapters.telegram.staff.cards import Cards, key_of, said_for
from adapters.telegram.staff.office import Office
from adapters.telegram.staff.reading import Order
from adapters.telegram.staff.words import outcomes, refused, say
from bot.desk import commands as ask
from bot.desk.model import CHOSEN_BY_ADVISER, Adviser, Author, Outcome, Presence
from bot.desk.refusals import Refusal, Why

Do = Callable[["Request"], Awaitable[str]]


class Request:
    """Who asks for what, in which case. `key`: of the message, or of the tap on a button."""

    __slots__ = ("by", "case_id", "key", "rest")

    def __init__(self, by: int, case_id: int, rest: str, key: str) -> None:
        self.by = by
        self.case_id = case_id
        self.rest = rest
        self.key = key


class Acting:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._desk = office.desk
        self._cards = Cards(office.desk, office.catalogue)
        simple = {
            "pause": (self._desk.pause, ask.Pause),
            "resume": (self._desk.resume, ask.Resume),
            "giveback": (self._desk.give_back, ask.GiveBack),
            "warn": (self._desk.warn, ask.Warn),
        }
        self._of_case: dict[str, Do] = {
            name: self._simple(batch, command) for name, (batch, command) in simple.items()
        } | {
            "numbers": self._numbers,
            "ask": self._ask,
            "claim": self._claim,
            "look": self._look,
            "note": self._note,
            "transfer": self._transfer,
            "invite": self._invite,
            "close": self._close,
            "unsafe": self._unsafe,
            "safe": self._safe,
        }
        self._of_adviser = {
            "on": (Presence.ON, "hint.on_duty"),
            "break": (Presence.BREAK, "hint.on_break"),
            "off": (Presence.OFF, "hint.off_duty"),
        }

    def is_of_case(self, order: Order) -> bool:
        return order.name in self._of_case

    def is_of_adviser(self, order: Order) -> bool:
        return order.name in self._of_adviser

    async def do(self, by: int, case_id: int, order: Order, key: str) -> str:
        """Errors raised: StoreUnavailable."""
        return await self._of_case[order.name](Request(by, case_id, order.rest, key))

    async def set_presence(self, by: int, order: Order) -> str:
        presence, done = self._of_adviser[order.name]
        result = await self._be(by, presence)
        return _refused(result) if isinstance(result, Refusal) else say(done)

    async def reply(self, by: int, case_id: int, text: str, message: int) -> str:
        reply = ask.Reply(by, case_id, None, key_of(message), text)
        result = await self._office.do(self._desk.reply, reply)
        why = _refused(result)
        return say("hint.not_sent", why=why) if why else ""

    async def keep_as_note(self, by: int, case_id: int, text: str, message: int) -> str:
        """Nobody has the case: nothing is sent."""
        note = ask.AddNote(by, case_id, key_of(message), text)
        result = await self._office.do(self._desk.add_note, note)
        if isinstance(result, Refusal) and result.why is not Why.ALREADY_DONE:
            return say("hint.nothing_while_waiting")
        return say("hint.noted_while_waiting")

    def _simple(self, batch: Any, command: type[ask.Change]) -> Do:
        async def do(request: Request) -> str:
            given = command(request.by, request.case_id, None)
            return _refused(await self._office.do(batch, given))

        return do

    async def _numbers(self, request: Request) -> str:
        item = ask.SendNumbers(request.by, request.case_id, None, said_for(request.key))
        return _refused(await self._office.do(self._desk.send_numbers, item))

    async def _ask(self, request: Request) -> str:
        item = ask.AskToWrite(request.by, request.case_id, None, said_for(request.key))
        return _refused(await self._office.do(self._desk.ask_to_write, item))

    async def _claim(self, request: Request) -> str:
        """Whoever claims is on duty."""
        claim = ask.Claim(request.by, request.case_id, None)
        result = await self._office.do(self._desk.claim, claim)
        if isinstance(result, Refusal) and result.why is Why.NOT_ON:
            await self._be(request.by, Presence.ON)
            result = await self._office.do(self._desk.claim, claim)
        return _refused(result) or say("hint.claimed")

    async def _look(self, request: Request) -> str:
        look = ask.Look(request.by, request.case_id)
        result = await self._office.do(self._desk.look, look)
        if isinstance(result, Refusal):
            is_waiting = result.why is Why.NOT_YOURS
            return say("hint.look_refused") if is_waiting else refused(result)
        view = await self._office.ask(self._office.reader.view, request.case_id)
        heard = [one for one in view.messages if one.author is Author.CONTACT] if view else []
        if not view or not heard:
            return say("hint.look_none")
        last = self._cards.moment(view.case, heard[-1].at)
        return say("hint.look", count=len(heard), last=last)

    async def _note(self, request: Request) -> str:
        note = ask.AddNote(request.by, request.case_id, request.key, request.rest)
        return _refused(await self._office.do(self._desk.add_note, note))

    async def _transfer(self, request: Request) -> str:
        name, _, note = request.rest.partition(" ")
        if not name:
            return say("hint.which_transfer")
        adviser = await self._adviser(name)
        to_adviser, to_queue = (adviser.id, "") if adviser else (None, name)
        transfer = ask.Transfer(
            request.by, request.case_id, None, to_adviser, to_queue, note.strip()
        )
        return _refused(await self._office.do(self._desk.transfer, transfer))

    async def _invite(self, request: Request) -> str:
        if not request.rest:
            return say("hint.which_invite")
        adviser = await self._adviser(request.rest)
        if adviser is None:
            return refused(Refusal(Why.NO_SUCH_ADVISER))
        invite = ask.Invite(request.by, request.case_id, None, adviser.id)
        return _refused(await self._office.do(self._desk.invite, invite))

    async def _close(self, request: Request) -> str:
        outcome, _, flow = request.rest.partition(" ")
        if outcome.lower() not in CHOSEN_BY_ADVISER:
            return say("hint.which_outcome", outcomes=outcomes())
        given = (Outcome(outcome.lower()), flow.strip())
        close = ask.Close(request.by, request.case_id, None, *given)
        return _refused(await self._office.do(self._desk.close, close))

    async def _unsafe(self, request: Request) -> str:
        return await self._flag(request, unsafe=True)

    async def _safe(self, request: Request) -> str:
        return await self._flag(request, unsafe=False)

    async def _flag(self, request: Request, *, unsafe: bool) -> str:
        flag = ask.FlagPhone(request.by, request.case_id, None, unsafe)
        return _refused(await self._office.do(self._desk.flag_phone, flag))

    async def _be(self, by: int, presence: Presence) -> Adviser | Refusal:
        attendance = self._office.attendance
        return await self._office.do(attendance.set_presence, ask.SetPresence(by, presence))

    async def _adviser(self, login: str) -> Adviser | None:
        wanted = login.removeprefix("@").casefold()
        advisers = await self._office.ask(self._office.reader.advisers)
        found = (one for one in advisers if one.login.casefold() == wanted)
        return next((one for one in found if not one.is_disabled), None)


def _refused(result: object) -> str:
    """ "" for what was done, now or by an earlier try."""
    if not isinstance(result, Refusal) or result.why is Why.ALREADY_DONE:
        return ""
    return refused(result)
