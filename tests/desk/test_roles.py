"""Who may do what."""

from bot.desk.model import Role
from bot.desk.roles import MANAGED, PERMISSIONS, Permission, may, may_manage

EVERYBODY = {Permission.ENTER, Permission.OWN_ACCOUNT}


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(MANAGED) == set(Role)


def test_everybody_may_see_to_their_own_account() -> None:
    assert all(may(role, permission) for role in Role for permission in EVERYBODY)


def test_an_adviser_answers_and_no_more() -> None:
    assert PERMISSIONS[Role.ADVISER] == EVERYBODY | {Permission.ANSWER}


def test_an_editor_sees_no_case() -> None:
    assert PERMISSIONS[Role.EDITOR] == EVERYBODY | {Permission.PHRASES}


def test_editors_and_admins_decide_what_is_learnt_from() -> None:
    assert {role for role in Role if may(role, Permission.PHRASES)} == {Role.EDITOR, Role.ADMIN}


def test_nobody_can_give_a_role_that_may_more_than_their_own() -> None:
    for role in Role:
        for other in MANAGED[role]:
            assert PERMISSIONS[other] <= PERMISSIONS[role]


def test_a_lead_sees_to_advisers_and_an_admin_to_all() -> None:
    assert [other for other in Role if may_manage(Role.LEAD, other)] == [Role.ADVISER]
    assert all(may_manage(Role.ADMIN, other) for other in Role)
    assert not any(may_manage(role, Role.ADVISER) for role in (Role.ADVISER, Role.EDITOR))
