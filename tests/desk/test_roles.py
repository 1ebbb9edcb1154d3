"""Who may do what."""

from bot.desk.model import Role
from bot.desk.roles import MANAGED, PERMISSIONS, Permission, may, may_manage

EVERYBODY = {Permission.ENTER, Permission.OWN_ACCOUNT}


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(MANAGED) == set(Role)


def test_everybody_may_see_to_their_own_account() -> None:
    assert all(may(role, permission) for role in Role for permission in EVERYBODY)


def test_an_adviser_answers_and_no_more() -> None:
    answers = {Permission.ANSWER, Permission.PANEL_ANSWER, Permission.COHORTS}
    assert PERMISSIONS[Role.ADVISER] == EVERYBODY | answers


def test_an_editor_sees_no_case() -> None:
    cases = {Permission.ANSWER, Permission.SEE_ALL_CASES, Permission.BOARD, Permission.BREAK_GLASS}
    assert not PERMISSIONS[Role.EDITOR] & cases


def test_who_reads_what_a_panel_is_asked() -> None:
    allowed = {role for role in Role if may(role, Permission.PANELS)}
    assert allowed == {Role.EDITOR, Role.LEAD, Role.ADMIN}
    assert all(may(role, Permission.PANEL_ANSWER) for role in Role)


def test_editors_and_admins_decide_what_is_learnt_from() -> None:
    assert {role for role in Role if may(role, Permission.PHRASES)} == {Role.EDITOR, Role.ADMIN}


def test_news_to_many_are_for_those_who_answer_for_words() -> None:
    allowed = {role for role in Role if may(role, Permission.BROADCASTS)}
    assert allowed == {Role.EDITOR, Role.LEAD, Role.ADMIN}


def test_what_is_on_is_seen_to_by_editors_and_leads() -> None:
    allowed = {role for role in Role if may(role, Permission.EVENTS)}
    assert allowed == {Role.EDITOR, Role.LEAD, Role.ADMIN}


def test_nobody_can_give_a_role_that_may_more_than_their_own() -> None:
    for role in Role:
        for other in MANAGED[role]:
            assert PERMISSIONS[other] <= PERMISSIONS[role]


def test_a_lead_sees_to_advisers_and_an_admin_to_all() -> None:
    assert [other for other in Role if may_manage(Role.LEAD, other)] == [Role.ADVISER]
    assert all(may_manage(Role.ADMIN, other) for other in Role)
    assert not any(may_manage(role, Role.ADVISER) for role in (Role.ADVISER, Role.EDITOR))
