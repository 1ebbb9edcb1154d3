"""Moderators make a panel, say who is in it, announce it, end it, and review what is left."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.panels.commands import DropMember, MoveOn, SaveMember, SavePanel
from bot.panels.model import OVERRUN, Member, Panel, PanelStatus, PanelText
from bot.panels.refusals import Fault, Refused
from bot.panels.reminding import TIMES, prefix, reminders_of
from bot.panels.work import PanelWork

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
SLUG_AT_MOST, TITLE_AT_MOST, NAME_AT_MOST, ABOUT_AT_MOST = 40, 100, 60, 600
LASTS_AT_MOST = timedelta(hours=12)
_DRAFT, _ANNOUNCED, _LIVE = PanelStatus.DRAFT, PanelStatus.ANNOUNCED, PanelStatus.LIVE
_OVER, _PUBLISHED = PanelStatus.OVER, PanelStatus.PUBLISHED
WAYS: Mapping[PanelStatus, frozenset[PanelStatus]] = MappingProxyType(
    {
        _DRAFT: frozenset({_ANNOUNCED}),
        _ANNOUNCED: frozenset({_DRAFT, _LIVE, _OVER}),
        _LIVE: frozenset({_OVER}),
        _OVER: frozenset({_PUBLISHED}),
        _PUBLISHED: frozenset(),
    }
)
"""Where a panel can go on to, from where it is by the clock."""


def new_panel(item: SavePanel, version: int) -> Panel:
    """A draft."""
    return Panel(
        item.panel_id,
        item.slug,
        item.texts,
        item.starts_at,
        item.ends_at,
        item.ends_at + OVERRUN,
        item.zone,
        item.languages,
        version=version,
    )


def save_panel(work: PanelWork, item: SavePanel) -> Panel | Refused:
    """A new one is a draft."""
    fault = fault_of_plan(item)
    if fault or (item.version and item.version != work.panel.version):
        return fault or Refused(Fault.STALE)
    has_moved = item.starts_at != work.panel.starts_at
    new = replace(
        work.panel,
        slug=item.slug,
        texts=item.texts,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        over_at=item.ends_at + OVERRUN,
        zone=item.zone,
        languages=item.languages,
        version=item.version + 1,
    )
    if work.panel.status_at(work.now) in (_OVER, _PUBLISHED):
        new = replace(new, starts_at=work.panel.starts_at, over_at=work.panel.over_at)
    if not work.panels.save(new):
        return Refused(Fault.SLUG_TAKEN)
    if has_moved:
        _remind_anew(work, new)
    return new


def fault_of_plan(item: SavePanel) -> Refused | None:
    first = next(iter(item.texts.values()), PanelText(""))
    wrong = {
        Fault.BAD_SLUG: len(item.slug) > SLUG_AT_MOST or not SLUG.fullmatch(item.slug),
        Fault.BAD_TIMES: not timedelta(0) < item.ends_at - item.starts_at <= LASTS_AT_MOST,
        Fault.BAD_ZONE: not is_zone(item.zone),
        Fault.NO_TITLE: not first.title or not item.languages,
        Fault.TOO_LONG: any(
            len(one.title) > TITLE_AT_MOST or len(one.about) > ABOUT_AT_MOST
            for one in item.texts.values()
        ),
    }
    return next((Refused(fault) for fault, is_so in wrong.items() if is_so), None)


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _remind_anew(work: PanelWork, panel: Panel) -> None:
    """What was to remind of the old time is gone. Answers that wait for somebody stay."""
    reminders = work.transaction.reminders
    for name in TIMES:
        reminders.forget_everywhere(f"{prefix(panel.id)}{name}")
    if panel.is_open(work.now):
        for follower in work.panels.followers(panel.id):
            reminders.put(reminders_of(panel, follower, work.now))


def move_on(work: PanelWork, item: MoveOn) -> Panel | Refused:
    panel = work.panel
    if item.version != panel.version:
        return Refused(Fault.STALE)
    if item.to not in WAYS[panel.status_at(work.now)]:
        return Refused(Fault.NOT_NOW)
    new = _finished(work) if item.to is _PUBLISHED else _moved(work, item.to)
    if isinstance(new, Panel):
        new = replace(new, version=panel.version + 1)
        work.panels.save(new)
        if item.to in (_DRAFT, _ANNOUNCED, _OVER):
            _remind_anew(work, new)
    return new


def _moved(work: PanelWork, to: PanelStatus) -> Panel | Refused:
    panel, now = work.panel, work.now
    if to is _ANNOUNCED and (now >= panel.ends_at or not panel.members):
        return Refused(Fault.BAD_TIMES if panel.members else Fault.NO_NAME)
    over_at = min(panel.over_at, now) if to is _OVER else panel.over_at
    return replace(panel, status=to, over_at=over_at)


def _finished(work: PanelWork) -> Panel | Refused:
    """Two persons say so."""
    panel, by = work.panel, work.by.id
    if panel.finished_by is None:
        return replace(panel, status=_OVER, finished_by=by)
    if panel.finished_by == by:
        return Refused(Fault.NEEDS_SECOND)
    return replace(panel, status=_PUBLISHED, reviewed_by=by)


def save_member(work: PanelWork, item: SaveMember) -> Member | Refused:
    given, old = item.member, work.panel.member(item.member.id)
    if item.member.id and old is None:
        return Refused(Fault.NO_SUCH_PANEL)
    if not given.name:
        return Refused(Fault.NO_NAME)
    if max(len(given.name), len(given.role)) > NAME_AT_MOST or len(given.about) > ABOUT_AT_MOST:
        return Refused(Fault.TOO_LONG)
    adviser = given.adviser_id
    if adviser is not None and work.transaction.desk.colleague(adviser) is None:
        return Refused(Fault.NO_SUCH_ADVISER)
    picture = item.picture.name if item.picture else old.picture if old else ""
    if item.picture:
        work.panels.keep_picture(item.picture)
    id_ = given.id or work.panels.new_id()
    member = replace(given, id=id_, panel_id=work.panel.id, picture=picture)
    work.panels.save_member(member)
    return member


def drop_member(work: PanelWork, item: DropMember) -> Member | Refused:
    """Who has answered stays: the transcript says who it was."""
    member = work.panel.member(item.member_id)
    if member is None:
        return Refused(Fault.NO_SUCH_PANEL)
    if any(one.member_id == member.id for one in work.panels.published(work.panel.id)):
        return Refused(Fault.NOT_NOW)
    work.panels.drop_member(member)
    return member
