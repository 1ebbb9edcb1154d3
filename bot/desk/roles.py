"""Who may do what: a closed list of permissions, and those of each role."""

from collections.abc import Mapping
from enum import StrEnum

from bot.desk.model import Role


class Permission(StrEnum):
    ENTER = "enter"  # finish one's own account after the first login, and leave
    OWN_ACCOUNT = "own_account"  # one's own password, app, recovery codes, sessions
    ANSWER = "answer"  # the queue; claim, write, note, pass on, close
    SEE_ALL_CASES = "see_all_cases"  # cases that others hold
    BOARD = "board"  # queues, deadlines, who is on; hand over another's cases
    REPORTS = "reports"  # figures, and what leaves the console as a file
    BREAK_GLASS = "break_glass"  # who a contact is on the channel, with a reason
    AUDIT = "audit"  # read the record of who did what
    ACCOUNTS = "accounts"  # add, change and disable advisers, end their sessions
    BROADCASTS = "broadcasts"  # news to many: write, agree to another's, start, stop
    PANELS = "panels"  # live webchats: make them, read and merge what is asked, publish
    PANEL_ANSWER = "panel_answer"  # answer in a webchat that one is a member of
    EVENTS = "events"  # what is on: write, publish, call off, import; who registered, by first name
    COHORTS = "cohorts"  # the course in groups: open one, see who opened which step, end it
    PHRASES = "phrases"  # accept or refuse what advisers propose to learn from; no case is seen


_EVERYBODY = frozenset({Permission.ENTER, Permission.OWN_ACCOUNT})
_ADVISER = _EVERYBODY | {Permission.ANSWER, Permission.PANEL_ANSWER, Permission.COHORTS}
_EDITING = frozenset({Permission.PHRASES, Permission.BROADCASTS, Permission.EVENTS})
_PANELS = frozenset({Permission.PANELS, Permission.PANEL_ANSWER})

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.ADVISER: _ADVISER,
    Role.LEAD: frozenset(Permission) - {Permission.PHRASES},
    # What the guide says is files, changed under review.
    Role.EDITOR: _EVERYBODY | _PANELS | _EDITING,
    Role.ADMIN: frozenset(Permission),
}

MANAGED: Mapping[Role, frozenset[Role]] = {
    Role.ADVISER: frozenset(),
    Role.LEAD: frozenset({Role.ADVISER}),
    Role.EDITOR: frozenset(),
    Role.ADMIN: frozenset(Role),
}
"""Whose accounts each role may change. A lead makes nobody more than an adviser."""


def may(role: Role, permission: Permission) -> bool:
    return permission in PERMISSIONS[role]


def may_manage(role: Role, other: Role) -> bool:
    return other in MANAGED[role]
