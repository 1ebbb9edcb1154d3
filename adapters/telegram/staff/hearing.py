"""What comes of what people do in the group. Whoever is not linked has no say there."""

from adapters.telegram.staff.acting import Acting
from adapters.telegram.staff.answers import Answers
from adapters.telegram.staff.cards import key_of, key_of_tap
from adapters.telegram.staff.office import Office
from adapters.telegram.staff.reading import (
    Deed,
    Linking,
    Order,
    Pressed,
    Shut,
    Sort,
    Written,
    read_order,
)
from adapters.telegram.staff.words import outcomes, refused, say
from bot.desk.commands import SignOfLife
from bot.desk.model import CaseRow
from bot.desk.refusals import Refusal, Why
from bot.desk.staff import LinkAsked

HELP = "help"
LINK = "link"


class Hearing:
    """Errors raised by all: StoreUnavailable; Telegram then brings the update again."""

    def __init__(self, office: Office, answers: Answers) -> None:
        self._office = office
        self._answers = answers
        self._acting = Acting(office)
        self._hinted: set[int] = set()

    async def hear(self, deed: Deed) -> None:
        match deed:
            case Linking():
                await self._link(deed)
            case Pressed():
                await self._pressed(deed)
            case Shut():
                await self._shut(deed)
            case Written():
                await self._written(deed)

    async def _link(self, deed: Linking) -> None:
        asked = LinkAsked(deed.person, deed.code)
        adviser = await self._office.do(self._office.store.link, asked)
        self._answers.private(deed.person, say("link.wrong" if adviser is None else "link.done"))

    async def _pressed(self, deed: Pressed) -> None:
        order = Order(deed.order, "")
        by = await self._adviser(deed.person)
        if by is None:
            self._answers.pop_up(deed.query, self._hint_for(deed.person))
        elif self._acting.is_of_case(order):
            answer = await self._acting.do(by, deed.case_id, order, key_of_tap(deed.query))
            self._answers.pop_up(deed.query, answer)
        else:
            self._answers.pop_up(deed.query, "")

    async def _shut(self, deed: Shut) -> None:
        row = await self._case(deed.thread)
        if row is not None and not row.case.is_closed:
            self._answers.reopen(deed.thread)
            self._answers.in_topic(deed.thread, say("hint.reopened"))

    async def _written(self, deed: Written) -> None:
        by = await self._adviser(deed.person)
        if by is None:
            self._hint(deed)
            return
        order = read_order(deed.text)
        if deed.sort is Sort.WORDS and self._acting.is_of_adviser(order):
            self._answer(deed, await self._acting.set_presence(by, order))
        elif deed.sort is Sort.WORDS and order.name == HELP:
            self._answer(deed, say("hint.help", outcomes=outcomes()))
        elif deed.sort is Sort.WORDS and order.name == LINK:
            self._answer(deed, say("hint.link_in_private"))
        elif deed.thread:
            await self._in_topic(by, deed, order)
        elif deed.sort is Sort.WORDS and self._acting.is_of_case(order):
            self._answer(deed, say("hint.no_topic"))

    async def _in_topic(self, by: int, deed: Written, order: Order) -> None:
        topic = await self._office.ask(self._office.store.topic_at, deed.thread)
        if topic is None:
            return  # a topic of the group's own
        if topic.thread != deed.thread:
            self._answer(deed, say("hint.newer"))
        elif deed.sort is not Sort.WORDS:
            hint = "hint.edited" if deed.sort is Sort.EDIT else "hint.media"
            self._answer(deed, say(hint))
        elif not order.name:
            await self._plain_words(by, deed, topic.case_id)
        elif self._acting.is_of_case(order):
            answer = await self._acting.do(by, topic.case_id, order, key_of(deed.message))
            self._answer(deed, answer)
            if not answer:
                self._answers.mark(deed.message, "note" if order.name == "note" else "done")
        else:
            self._answer(deed, say("hint.unknown"))

    async def _plain_words(self, by: int, deed: Written, case_id: int) -> None:
        row = await self._office.ask(self._office.reader.case_row, case_id)
        if row is None:
            self._answer(deed, refused(Refusal(Why.NO_SUCH_CASE)))
        elif row.case.is_closed:
            self._answer(deed, say("hint.closed"))
        elif row.case.is_held:
            self._answer(deed, await self._acting.reply(by, case_id, deed.text, deed.message))
        else:
            kept = await self._acting.keep_as_note(by, case_id, deed.text, deed.message)
            self._answer(deed, kept)

    async def _adviser(self, person: int) -> int | None:
        """Who this is, and that they are there."""
        office = self._office
        by = await office.ask(office.store.adviser_of, person) if person else None
        if by is not None:
            await office.do(office.store.seen, person)
            await office.do(office.attendance.sign_of_life, SignOfLife(by))
        return by

    async def _case(self, thread: int) -> CaseRow | None:
        topic = await self._office.ask(self._office.store.topic_at, thread) if thread else None
        return (
            await self._office.ask(self._office.reader.case_row, topic.case_id) if topic else None
        )

    def _hint(self, deed: Written) -> None:
        """Once for each person, so that a talk among others is not disturbed."""
        if deed.person not in self._hinted:
            self._hinted.add(deed.person)
            self._answer(deed, self._hint_for(deed.person))

    def _hint_for(self, person: int) -> str:
        return say("hint.unlinked") if person else say("hint.anonymous")

    def _answer(self, deed: Written, text: str) -> None:
        if text:
            self._answers.in_topic(deed.thread, text, reply_to=deed.message)
