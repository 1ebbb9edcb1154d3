"""Days that go wrong: everybody does what a seed makes them do, and after each transaction it is
looked at whether every promise holds."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

from bot.desk import commands as ask
from bot.desk import timing
from bot.desk.model import Author, Case, CaseStatus, Outcome, Presence
from bot.engine.turn import Engine
from bot.errors import StoreUnavailable
from bot.messages import Say, Urgency
from bot.ports import Hold, Outgoing
from tests.desk.fake import FakeTransaction, Tables
from tests.desk.office import IDA, LEAD, OFFICE, OMAR, Office, plan_with

STEPS = 22
ADVISERS = (OMAR, IDA, LEAD)
CONTACTS = (1, 2)
HER_OWN = {Outcome.WITHDRAWN, Outcome.CONTACT_ENDED, Outcome.CONTACT_LEFT}
OF_THE_DESK = "desk."
PAUSES = (2, 10, 30, 60, 120, 200, 600, 3600, 5 * 3600, 26 * 3600)
PLANS = (
    plan_with(),
    plan_with(OFFICE),
    plan_with(OFFICE, {date(2026, 11, 23): (), date(2026, 11, 24): ()}),
    plan_with(()),
)


class Days:
    """One schedule: what everybody does comes from its seed."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.office = Office(engine, self.chance.choice(PLANS))
        self.office.clock.now = datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(
            minutes=self.chance.randrange(3 * 24 * 60)
        )
        self.office.add_contact(2, "whatsapp")
        self.there = set(ADVISERS)
        self.told: dict[int, list[Say]] = {}
        self.ends: dict[int, Case] = {}
        self.answered: set[int] = set()
        self.erased: set[int] = set()

    def run(self) -> None:
        doings = self.doings()
        for _ in range(STEPS):
            self.office.clock.go_on(seconds=self.chance.choice(PAUSES))
            self.time_passes()
            if self.chance.random() < 0.08:
                self.office.store.refusals = 1
            self.do(self.chance.choice(doings))
            self.office.store.refusals = 0
            if self.chance.random() < 0.5:
                self.office.store.deliver()
        self.comes_to_an_end()

    def time_passes(self) -> None:
        """Now and then the worker stands still."""
        for adviser in self.there:
            self.do(partial(self.sign_of_life, adviser))
        if self.chance.random() < 0.85:
            self.do(self.office.looks)

    def do(self, doing: Callable[[], object]) -> None:
        before = self.office.store.tables
        try:
            doing()
        except StoreUnavailable:
            assert self.office.store.tables is before
        self.look_at(before, self.office.store.tables)

    # what may be done

    def doings(self) -> list[Callable[[], object]]:
        office, often = self.office, 4
        return [
            *[self.she_asks] * often,
            *[self.she_writes] * often,
            *[self.somebody_claims] * often,
            *[self.somebody_replies] * often,
            *[self.somebody_closes] * 2,
            lambda: office.writes("a knife", self.a_contact(), danger=True),
            lambda: office.stops(self.a_contact()),
            lambda: office.stops(self.a_contact(), Outcome.CONTACT_ENDED),
            self.she_erases,
            self.she_cannot_be_reached,
            self.she_chooses,
            self.somebody_goes_or_comes,
            self.somebody_takes_a_break,
            self.somebody_moves_it,
            self.somebody_pauses,
            self.somebody_flags,
            self.somebody_is_rude,
            office.restart,
        ]

    def a_contact(self) -> int:
        return self.chance.choice(CONTACTS)

    def an_adviser(self) -> int:
        return self.chance.choice(ADVISERS)

    def a_case(self) -> int:
        cases = [case.id for case in self.office.cases()]
        return self.chance.choice(cases) if cases else 0

    def somebody_with_a_case(self) -> tuple[int, int]:
        """Mostly whoever has it."""
        case = self.a_case()
        owner = self.office.store.tables.cases[case].owner if case else None
        return (owner if owner and self.chance.random() < 0.8 else self.an_adviser()), case

    def ask(self, batch: Callable[..., object], item: ask.Command) -> None:
        times = self.chance.choice((1, 1, 2))  # a double click
        self.office.store.do(batch, *[item] * times)  # type: ignore[arg-type]

    def she_asks(self) -> None:
        contact = self.a_contact()
        if not self.office.contact(contact).case_id:
            self.office.contact(contact).stopped = False
            self.office.asks(contact)

    def she_writes(self) -> None:
        """And the guide answers, where it has the conversation."""
        contact = self.a_contact()
        self.office.writes("hello", contact)
        if self.office.contact(contact).hold is not Hold.HELD:
            self.office.guide_says(contact)

    def she_erases(self) -> None:
        contact = self.a_contact()
        cases = [c.id for c in self.office.cases() if c.conversation_id == contact]
        self.erased.update(cases)
        self.office.erases(contact)

    def she_cannot_be_reached(self) -> None:
        self.office.contact(self.a_contact()).stopped = True

    def she_chooses(self) -> None:
        choose = self.chance.choice((timing.wait, timing.later))

        def work(transaction: FakeTransaction) -> None:
            transaction.conversation(contact)
            case = transaction.open_case(contact)
            if case is not None and case.status is CaseStatus.WAITING:
                choose(case, self.office.plan, self.office.clock())
                transaction.note_heard(case)

        contact = self.a_contact()
        self.office.within(work)

    def sign_of_life(self, adviser: int) -> None:
        self.ask(self.office.attendance.sign_of_life, ask.SignOfLife(adviser))

    def somebody_claims(self) -> None:
        case = self.a_case()
        items = [ask.Claim(one, case, None) for one in ADVISERS]
        self.chance.shuffle(items)
        results = self.office.store.do(self.office.desk.claim, *items)
        winners = {r.owner for r in results if isinstance(r, Case)}
        assert len(winners) <= 1

    def somebody_replies(self) -> None:
        (by, case), key = self.somebody_with_a_case(), str(self.chance.random())
        self.ask(self.office.desk.reply, ask.Reply(by, case, None, key, "I am here."))

    def somebody_closes(self) -> None:
        flow = self.chance.choice(("", "call", "nowhere"))
        item = ask.Close(*self.somebody_with_a_case(), None, Outcome.LISTENED, flow)
        self.ask(self.office.desk.close, item)

    def somebody_goes_or_comes(self) -> None:
        self.there ^= {self.an_adviser()}

    def somebody_takes_a_break(self) -> None:
        presence = self.chance.choice(list(Presence))
        item = ask.SetPresence(self.an_adviser(), presence)
        self.ask(self.office.attendance.set_presence, item)

    def somebody_moves_it(self) -> None:
        by, case, office = *self.somebody_with_a_case(), self.office
        move = self.chance.randrange(5)
        if move == 0:
            self.ask(office.desk.give_back, ask.GiveBack(by, case, None))
        elif move == 1:
            self.ask(office.desk.transfer, ask.Transfer(by, case, None, IDA, "", "hard"))
        elif move == 2:
            self.ask(office.desk.transfer, ask.Transfer(by, case, None, None, "young", ""))
        elif move == 3:
            self.ask(office.desk.invite, ask.Invite(by, case, None, LEAD))
        else:
            self.ask(office.attendance.hand_over_all, ask.HandOverAll(LEAD, by))

    def somebody_pauses(self) -> None:
        by, case, desk = *self.somebody_with_a_case(), self.office.desk
        what = self.chance.choice((desk.pause, desk.resume, desk.ask_to_write, desk.send_numbers))
        kind = {
            desk.pause: ask.Pause,
            desk.resume: ask.Resume,
            desk.ask_to_write: ask.AskToWrite,
            desk.send_numbers: ask.SendNumbers,
        }[what]
        if kind is ask.AskToWrite:  # she has not written for a day: her window is shut
            self.office.clock.go_on(hours=24)
        key = (str(self.chance.random()),) if kind in (ask.AskToWrite, ask.SendNumbers) else ()
        self.ask(what, kind(by, case, None, *key))

    def somebody_flags(self) -> None:
        unsafe = self.chance.random() < 0.5
        self.ask(
            self.office.desk.flag_phone,
            ask.FlagPhone(self.an_adviser(), self.a_case(), None, unsafe),
        )

    def somebody_is_rude(self) -> None:
        by, case, desk = *self.somebody_with_a_case(), self.office.desk
        self.ask(desk.warn, ask.Warn(by, case, None))
        self.ask(desk.end_abuse, ask.EndAbuse(by, case, None))
        if self.chance.random() < 0.3:
            self.ask(desk.block, ask.Block(by, case, None))

    # what must hold

    def look_at(self, before: Tables, after: Tables) -> None:
        """Called after every transaction."""
        if before is after:
            return
        known = {(one.conversation_id, one.seq) for one in before.outbox}
        new = [one for one in after.outbox if (one.conversation_id, one.seq) not in known]
        for one in new:
            self.told.setdefault(one.conversation_id, []).append(one.say)
        for case in after.cases.values():
            assert case.is_closed or (case.deadline and case.next_action)
            self.is_told_of_the_edge(before.cases.get(case.id), case, after, new)
            if case.is_closed and case.id not in self.ends:
                self.ends[case.id] = case
        for message in after.messages:
            if message.author is Author.ADVISER:
                self.answered.add(message.case_id)
        self.guide_is_silent(after)

    def is_told_of_the_edge(
        self, before: Case | None, case: Case, tables: Tables, new: list[Outgoing]
    ) -> None:
        contact = tables.conversations[case.conversation_id]
        assert (contact.case_id == case.id) is not case.is_closed
        assert case.is_closed or (contact.hold is Hold.HELD) is case.is_held
        was_held = before is not None and before.is_held
        is_hers = case.outcome in HER_OWN
        if was_held is case.is_held or contact.stopped or case.is_unsafe_phone or is_hers:
            return
        keys = [one.say.key for one in new if one.conversation_id == contact.id]
        assert any(key.startswith(OF_THE_DESK) for key in keys), (before, case)

    def guide_is_silent(self, tables: Tables) -> None:
        """Nothing that is still to go out while a person holds the conversation is the guide's."""
        for one in tables.outbox:
            contact = tables.conversations[one.conversation_id]
            is_held = contact.hold is Hold.HELD and one.epoch == contact.epoch
            if is_held and one.say.urgency is not Urgency.SAFETY:
                assert one.say.key.startswith(OF_THE_DESK), one.say.key

    def comes_to_an_end(self) -> None:
        """Everybody goes home; phones are safe again; only time goes on."""
        office = self.office
        self.there = set()
        for case in office.cases():
            item = ask.FlagPhone(LEAD, case.id, None, unsafe=False)
            self.do(partial(self.ask, office.desk.flag_phone, item))
        for _ in range(200):
            open_ = [case for case in office.cases() if case.deadline]
            if not open_:
                break
            soonest = min(case.deadline for case in open_ if case.deadline)
            office.clock.now = max(office.clock() + timedelta(seconds=30), soonest)
            self.do(office.looks)
        assert all(case.is_closed for case in office.cases())
        for id_, case in self.ends.items():
            assert self.is_no_silent_end(id_, case), case

    def is_no_silent_end(self, id_: int, case: Case) -> bool:
        if id_ in self.answered or id_ in self.erased or case.outcome in HER_OWN:
            return True
        return any("emergency" in say.lines for say in self.told.get(case.conversation_id, []))
