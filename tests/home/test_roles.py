"""What each role may do in the admin, on a server as in the demo."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page

from home.roles import CENTRE_STAFF, COORDINATOR, EDITOR, REPORTER, ROLES, TRAINER, TRANSLATOR, Role, sync_roles

pytestmark = pytest.mark.django_db

MAY = {
    "enter": "wagtailadmin.access_admin",
    "submit": "wagtail_localize.submit_translation",
    "facts": "portal.change_fact",
    "runs": "courses.change_run",
    "texts": "portal.change_messagetext",
    "centres": "portal.change_centre",
    "users": "auth.change_user",
    "people": "courses.view_person",
    "who works where": "portal.change_membership",
}
EXPECTED = {
    EDITOR: {"enter", "submit", "facts", "runs", "texts", "centres", "edit page", "publish page"},
    TRANSLATOR: {"enter", "submit", "texts", "edit page"},
    COORDINATOR: {"enter", "runs", "centres", "who works where"},
    CENTRE_STAFF: {"enter", "runs"},
    TRAINER: {"enter"},
    REPORTER: {"enter"},
}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_a_role_may_do_this_and_nothing_else(role: Role) -> None:
    user = User.objects.create_user("somebody")
    user.groups.add(sync_roles()[role])

    page = Page.objects.get(depth=2).permissions_for_user(user)
    allowed = {name for name, permission in MAY.items() if user.has_perm(permission)}
    allowed |= {"edit page"} if page.can_edit() else set()
    allowed |= {"publish page"} if page.can_publish() else set()
    assert allowed == EXPECTED[role]


def test_syncing_again_takes_back_what_was_added_and_doubles_nothing() -> None:
    group = sync_roles()[TRAINER]
    sync_roles()[EDITOR].user_set.add(User.objects.create_user("editor"))
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=GroupPagePermission.objects.first().permission
    )
    before = Group.objects.count()

    call_command("sync_roles")

    assert Group.objects.count() == before
    assert not GroupPagePermission.objects.filter(group=group).exists()
    assert Group.objects.get(name=EDITOR.name).user_set.count() == 1


def test_other_groups_stay_as_they_are() -> None:
    group = Group.objects.create(name="Voluntari")
    group.permissions.set(sync_roles()[EDITOR].permissions.all()[:2])

    sync_roles()

    assert group.permissions.count() == 2


def test_a_permission_that_is_gone_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("home.roles.ROLES", (Role("Redactori", ("portal.change_renamed",)),))

    with pytest.raises(LookupError, match=r"portal\.change_renamed"):
        sync_roles()
