"""In the chat: a code is looked up, she joins, opens steps, tells how it went, leaves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.asked import Asked, LookUp
from bot.cohorts.codes import read_code
from bot.cohorts.model import STEPS, Cohort, Member, Went
from bot.cohorts.ports import CohortStore
from bot.cohorts.reminding import check_key, prefix_of, remind
from bot.doing import Do, Doing
from bot.engine.effects import Deed
from bot.reminders.model import Consent

IN, NONE, SOON = "in", "none", "soon"
FOUND, FULL, SHUT, MANY, MINE, ROOM = "found", "full", "shut", "many", "mine", "room"
UNREAD = ""
NO_NEXT = "-"
"""Stands for the moment of the next step where all are open."""
WRONG_AT_MOST = 10
WRONG_WITHIN = timedelta(hours=1)
"""Codes of one conversation that open nothing."""


def _hers(store: CohortStore, conversation_id: int, now: datetime) -> tuple[Member, Cohort] | None:
    """She and the group she is in, while it goes on."""
    found = store.membership(conversation_id)
    return found if found and not found[1].is_over(now) else None


def _mine(asked: Asked) -> tuple[Member, Cohort] | None:
    return _hers(asked.transaction.cohorts, asked.conversation.id, asked.now)


def _group(asked: Asked) -> str:
    """With how many steps are open, when the next one is, and which she has missed."""
    mine = _mine(asked)
    if mine is None:
        return NONE
    _, cohort = mine
    missed = _missed(asked, cohort)
    return " ".join((IN, str(cohort.open_steps(asked.now)), *_next(cohort, asked.now), *missed))


def _next(cohort: Cohort, now: datetime) -> tuple[str, str]:
    number = cohort.next_number(now)
    return (cohort.starts_at(number).isoformat() if number else NO_NEXT), cohort.zone


def _missed(asked: Asked, cohort: Cohort) -> tuple[str, ...]:
    """Open before the latest one, and not opened by her."""
    before = STEPS[: max(cohort.open_steps(asked.now) - 1, 0)]
    opened = asked.transaction.cohorts.opened(asked.conversation.id)
    return tuple(step for step in before if step not in opened)


def _step(asked: Asked) -> str:
    """The latest that is open."""
    mine = _mine(asked)
    if mine is None:
        return NONE
    opened = mine[1].open_steps(asked.now)
    return STEPS[opened - 1] if opened else SOON


def _goes_on(asked: Asked) -> str:
    """Whether the next step is the group's, not hers alone."""
    mine = _mine(asked)
    return IN if mine and mine[1].next_number(asked.now) else NONE


def _place(asked: Asked) -> str:
    mine = _mine(asked)
    return mine[1].place if mine else NO_NEXT


def _by_code(asked: Asked) -> str:
    code, store = read_code(asked.about), asked.transaction.cohorts
    if not code:
        return UNREAD
    if store.wrong_codes(asked.conversation.id, asked.now - WRONG_WITHIN) >= WRONG_AT_MOST:
        return MANY
    cohort = store.of_code(code)
    if cohort is None:
        return NONE
    if (mine := _mine(asked)) and mine[1].id == cohort.id:
        return MINE
    found = _room_in(store, cohort, asked.now)
    return " ".join((FOUND, str(cohort.id), *_next(cohort, asked.now))) if found == ROOM else found


def _room_in(store: CohortStore, cohort: Cohort, now: datetime) -> str:
    if not cohort.may_be_joined(now):
        return SHUT
    return ROOM if len(store.members(cohort.id)) < cohort.size else FULL


def _room(asked: Asked) -> str:
    """What she gets in this very turn: the group is locked until its end."""
    store = asked.transaction.cohorts
    cohort = store.cohort(int(asked.about)) if asked.about.isdecimal() else None
    return NONE if cohort is None else _room_in(store, cohort, asked.now)


LOOK_UPS: Mapping[str, LookUp] = MappingProxyType(
    {
        "group": _group,
        "group_step": _step,
        "group_goes_on": _goes_on,
        "group_place": _place,
        "group_room": _room,
        "group_code": _by_code,
    }
)


def _join(doing: Doing, deed: Deed) -> None:
    store, id_ = doing.transaction.cohorts, doing.conversation.id
    cohort = store.cohort(int(deed.about[0]))
    mine = _hers(store, id_, doing.now)
    if cohort is None or (mine and mine[1].id == cohort.id):
        return
    if _room_in(store, cohort, doing.now) != ROOM:
        return
    _leave(doing, deed)
    store.save(replace(cohort, joined=cohort.joined + 1))
    store.join(Member(cohort.id, id_, cohort.joined + 1))


def _leave(doing: Doing, _deed: Deed) -> None:
    store, id_ = doing.transaction.cohorts, doing.conversation.id
    if found := store.membership(id_):
        doing.transaction.reminders.forget(id_, prefix_of(found[1].id))
        store.leave(id_)


def _remind(doing: Doing, _deed: Deed) -> None:
    if mine := _hers(doing.transaction.cohorts, doing.conversation.id, doing.now):
        member, cohort = mine
        doing.transaction.reminders.agree(member.conversation_id, Consent.COURSE, doing.now)
        remind(doing.transaction, cohort, [member], doing.now)


def _opened(doing: Doing, deed: Deed) -> None:
    doing.transaction.cohorts.note_opened(doing.conversation.id, deed.about[0])


def _went(doing: Doing, deed: Deed) -> None:
    step, how = deed.about
    id_, store = doing.conversation.id, doing.transaction.cohorts
    if found := store.membership(id_):
        store.note_went(id_, step, Went(how))
        doing.transaction.reminders.forget(id_, check_key(found[1].id, step))


def _wrong_code(doing: Doing, _deed: Deed) -> None:
    doing.transaction.cohorts.note_wrong_code(doing.conversation.id, doing.now)


DEEDS: Mapping[str, Do] = MappingProxyType(
    {
        "group.join": _join,
        "group.leave": _leave,
        "group.remind": _remind,
        "group.opened": _opened,
        "group.went": _went,
        "group.wrong_code": _wrong_code,
    }
)
