"""What advisers do. Each method is a batch for the writer: commands in, for each what came of it
out."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.desk import claiming, closing, misreading, replying
from bot.desk import commands as ask
from bot.desk.access import READS, STEERS, TALKS, Rule, Tie, refusal_of
from bot.desk.adviser_work import AdviserWork
from bot.desk.claiming import find_adviser
from bot.desk.model import AuditEntry, Case, CaseStatus
from bot.desk.plan import Plan
from bot.desk.refusals import Refusal, Why
from bot.desk.roles import Permission
from bot.engine.entering import places
from bot.engine.turn import Engine
from bot.ports import Clock, Transaction

Item = TypeVar("Item", bound=ask.OfCase)
Result = TypeVar("Result")
Do = Callable[[AdviserWork, Item], Result | Refusal]
Done = list[Case | Refusal]

CLAIM = Rule("claim", Tie.SERVES | Tie.OWNS | Tie.LEADS, is_claim=True)
REPLY = Rule("reply", TALKS)
NOTE = Rule("note", READS, for_closed=True)
TRANSFER = Rule("transfer", STEERS)
INVITE = Rule("invite", STEERS)
PAUSE = Rule("pause", Tie.OWNS)
RESUME = Rule("resume", Tie.OWNS)
CLOSE = Rule("close", READS)
FLAG_PHONE = Rule("flag_phone", READS)
SEND_NUMBERS = Rule("send_numbers", READS)
ASK_TO_WRITE = Rule("ask_to_write", TALKS)
WARN = Rule("warn", TALKS)
END_ABUSE = Rule("end_abuse", READS)
BLOCK = Rule("block", READS, for_closed=True)
UNBLOCK = Rule("unblock", Tie.LEADS, Permission.SEE_ALL_CASES, for_closed=True)
GIVE_BACK = Rule("give_back", STEERS)
LOOK = Rule("look", READS, for_closed=True)
MISREAD = Rule("misread", TALKS, for_closed=True)
BREAK_GLASS = Rule("break_glass", Tie.LEADS, Permission.BREAK_GLASS, for_closed=True)

OF_A_CASE = frozenset({"desk", "person"})
"""Flows that say how her case stands: no places to go on at when it is over."""


class Desk:
    """The commands about one case. Whoever asks is locked before the case, so that two commands do
    not wait for each other. `places`: where the guide can go on after a close. `plan` may be
    replaced by a newer one at any time."""

    def __init__(self, plan: Plan, clock: Clock, engine: Engine) -> None:
        self.plan = plan
        self._clock = clock
        self._engine = engine
        self.places = places(engine, but=OF_A_CASE)

    def claim(self, transaction: Transaction, items: Sequence[ask.Claim]) -> Done:
        return self._each(transaction, items, CLAIM, claiming.claim)

    def reply(self, transaction: Transaction, items: Sequence[ask.Reply]) -> Done:
        return self._each(transaction, items, REPLY, replying.reply)

    def add_note(self, transaction: Transaction, items: Sequence[ask.AddNote]) -> Done:
        return self._each(transaction, items, NOTE, replying.note)

    def transfer(self, transaction: Transaction, items: Sequence[ask.Transfer]) -> Done:
        return self._each(transaction, items, TRANSFER, claiming.transfer)

    def invite(self, transaction: Transaction, items: Sequence[ask.Invite]) -> Done:
        return self._each(transaction, items, INVITE, claiming.invite)

    def pause(self, transaction: Transaction, items: Sequence[ask.Pause]) -> Done:
        return self._each(transaction, items, PAUSE, closing.pause)

    def resume(self, transaction: Transaction, items: Sequence[ask.Resume]) -> Done:
        return self._each(transaction, items, RESUME, closing.resume)

    def close(self, transaction: Transaction, items: Sequence[ask.Close]) -> Done:
        return self._each(transaction, items, CLOSE, self._close)

    def flag_phone(self, transaction: Transaction, items: Sequence[ask.FlagPhone]) -> Done:
        return self._each(transaction, items, FLAG_PHONE, closing.flag_phone)

    def send_numbers(self, transaction: Transaction, items: Sequence[ask.SendNumbers]) -> Done:
        return self._each(transaction, items, SEND_NUMBERS, replying.send_numbers)

    def ask_to_write(self, transaction: Transaction, items: Sequence[ask.AskToWrite]) -> Done:
        return self._each(transaction, items, ASK_TO_WRITE, replying.ask_to_write)

    def warn(self, transaction: Transaction, items: Sequence[ask.Warn]) -> Done:
        return self._each(transaction, items, WARN, replying.warn)

    def end_abuse(self, transaction: Transaction, items: Sequence[ask.EndAbuse]) -> Done:
        return self._each(transaction, items, END_ABUSE, closing.end_abuse)

    def block(self, transaction: Transaction, items: Sequence[ask.Block]) -> Done:
        return self._each(transaction, items, BLOCK, closing.block)

    def unblock(self, transaction: Transaction, items: Sequence[ask.Unblock]) -> Done:
        return self._each(transaction, items, UNBLOCK, closing.unblock)

    def give_back(self, transaction: Transaction, items: Sequence[ask.GiveBack]) -> Done:
        return self._each(transaction, items, GIVE_BACK, claiming.give_back)

    def look(self, transaction: Transaction, items: Sequence[ask.Look]) -> Done:
        return self._each(transaction, items, LOOK, replying.look)

    def misread(self, transaction: Transaction, items: Sequence[ask.Misread]) -> Done:
        return self._each(transaction, items, MISREAD, misreading.misread)

    def break_glass(
        self, transaction: Transaction, items: Sequence[ask.BreakGlass]
    ) -> list[str | Refusal]:
        return self._each(transaction, items, BREAK_GLASS, replying.break_glass)

    def _close(self, work: AdviserWork, item: ask.Close) -> Case | Refusal:
        if item.flow and item.flow not in self.places:
            return Refusal(Why.NO_SUCH_FLOW)
        return closing.close(work, item)

    def _each(
        self,
        transaction: Transaction,
        items: Sequence[Item],
        rule: Rule,
        do: "Do[Item, Result]",
    ) -> list[Result | Refusal]:
        now = self._clock()
        return [self._one(transaction, item, rule, do, now) for item in items]

    def _one(
        self,
        transaction: Transaction,
        item: Item,
        rule: Rule,
        do: "Do[Item, Result]",
        now: datetime,
    ) -> Result | Refusal:
        work = self._begin(transaction, item, rule, now)
        result = work if isinstance(work, Refusal) else do(work, item)
        detail = result.why if isinstance(result, Refusal) else _detail(item)
        entry = AuditEntry(f"adviser:{item.by}", rule.action, _subject(item, work), detail)
        transaction.desk.audit(entry)
        return result

    def _begin(
        self, transaction: Transaction, item: ask.OfCase, rule: Rule, now: datetime
    ) -> AdviserWork | Refusal:
        """Lock both, and see whether it may be asked at all. To ask is a sign of life."""
        by = transaction.desk.adviser(item.by)
        if by is None or by.is_disabled:
            return Refusal(Why.NOT_ALLOWED)
        opened = transaction.desk.case(item.case_id)
        if opened is None:
            return Refusal(Why.NO_SUCH_CASE)
        owner = (
            find_adviser(transaction.desk, opened.case.owner)
            if rule.is_claim and opened.case.is_held
            else None
        )
        version = item.version if isinstance(item, ask.Change) else None
        refusal = refusal_of(rule, by, opened.case, version, owner.name if owner else "")
        if refusal:
            return refusal
        by.seen_at = now
        transaction.desk.save_adviser(by)
        work = AdviserWork(
            transaction, self.plan, self._engine, now, *opened, f"adviser:{by.id}", by=by
        )
        if opened.case.status is CaseStatus.AWAY and opened.case.owner == by.id:
            work.resume()
        return work


def _subject(item: ask.OfCase, work: AdviserWork | Refusal) -> str:
    """What was misread leads to no case, in the record neither."""
    is_kept_apart = isinstance(item, ask.Misread) and not isinstance(work, Refusal)
    return "" if is_kept_apart else f"case:{item.case_id}"


def _detail(item: ask.OfCase) -> str:
    """For the record, where it was done."""
    if isinstance(item, ask.Misread):
        return item.kind
    return item.reason if isinstance(item, ask.Unblock) else ""
