"""One command under way: who asks, and the case it is about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desk import timing
from bot.desk.access import Tie, ties_of
from bot.desk.casework import CaseWork
from bot.desk.model import Adviser, Author, CaseMessage
from bot.desk.refusals import Refusal, Why
from bot.messages import Say
from bot.outgoing import next_message
from bot.ports import Delivery, Outgoing

DANGER_LASTS = timedelta(hours=1)
"""For so long after a word of danger a case is not closed by one alone."""
TEXT_AT_MOST = 4000
"""Characters of a reply or a note. Longer than a channel's limit is split on the way out."""


@dataclass(slots=True)
class AdviserWork(CaseWork):
    """`by`: the adviser, locked."""

    by: Adviser = field(kw_only=True)

    @property
    def ties(self) -> Tie:
        return ties_of(self.by, self.case)

    def why_not_to_her(self) -> Refusal | None:
        """Why nothing can be written to her now."""
        if self.conversation.stopped:
            return Refusal(Why.STOPPED)
        if self.case.waits_for_her:
            return Refusal(Why.WAITS_FOR_HER)
        if timing.is_too_late(self.case, self.now):
            return Refusal(Why.NOT_LATER)
        return None if self.may_say else Refusal(Why.UNSAFE_PHONE)

    def say_and_keep(self, say: Say, key: str = "") -> bool:
        """Words of the desk that advisers find in the case again, by their content key. False, and
        nothing is said, for a repeat of what `key` names. Only where she may be written to."""
        sent = next_message(self.conversation, say, self.now)
        if not self.keep(say.key, key or f"desk:{sent.seq}", sent):
            return False
        self.transaction.queue([sent], Delivery.QUEUED)
        return True

    def keep(self, text: str, key: str, sent: Outgoing, author: Author = Author.GUIDE) -> bool:
        is_theirs = author is Author.ADVISER
        return self.desk.add_message(
            CaseMessage(
                id=self.desk.new_id(),
                case_id=self.case.id,
                conversation_id=self.conversation.id,
                at=self.now,
                author=author,
                text=text,
                key=key,
                adviser_id=self.by.id if is_theirs else None,
                seq=sent.seq,
            )
        )

    def is_agreed(self, what: str, after: datetime | None = None) -> bool:
        """Whether another adviser has agreed to this, too. This one does, from now on. `after`:
        nobody agreed to what came later."""
        subject = f"case:{self.case.id}" + (f":{after.isoformat()}" if after else "")
        return self.desk.approve(what, subject, self.by.id, self.now)

    def danger_at(self) -> datetime | None:
        """When she last wrote what means danger; None when it is some time ago."""
        at = self.desk.last_danger(self.case.id)
        return at if at is not None and self.now < at + DANGER_LASTS else None


def fault_of(text: str) -> Refusal | None:
    if not text.strip():
        return Refusal(Why.EMPTY)
    return Refusal(Why.TOO_LONG) if len(text) > TEXT_AT_MOST else None
