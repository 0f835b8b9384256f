"""What each role may do in the admin, as groups; who belongs to which centre is a membership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ENTER = "wagtailadmin.access_admin"


@dataclass(frozen=True)
class Role:
    """A group: ``permissions`` as ``app.codename``, those on every page, and those on every picture and document.

    The name is Romanian, because staff meet it as data in the admin.
    """

    name: str
    permissions: tuple[str, ...] = (ENTER,)
    on_pages: tuple[str, ...] = ()
    on_files: tuple[str, ...] = ()


def _everything(*models: str) -> tuple[str, ...]:
    """Return the permissions to see, add, change and delete rows of these models, each ``app.model``."""
    return tuple(
        f"{app}.{verb}_{name}"
        for app, name in (model.split(".") for model in models)
        for verb in ("view", "add", "change", "delete")
    )


EDITOR = Role(
    "Redactori",
    permissions=(
        ENTER,
        "wagtail_localize.submit_translation",
        *_everything(
            "portal.organisation",
            "portal.project",
            "portal.centre",
            "portal.fact",
            "portal.messagetext",
            "courses.course",
            "courses.run",
            "resources.video",
            "resources.phrase",
            "resources.question",
            "home.event",
        ),
        "portal.view_county",
        "portal.view_feedback",
        "portal.change_feedback",
    ),
    on_pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    on_files=("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
)
TRANSLATOR = Role(
    "Traducători",
    permissions=(
        ENTER,
        "wagtail_localize.submit_translation",
        "portal.view_fact",
        "portal.view_messagetext",
        "portal.change_messagetext",
        # What questions say; which answer is right and what is published is the editors'.
        "resources.view_question",
        "resources.change_question",
    ),
    # Without publishing: an editor sees a translation before readers do.
    on_pages=("change_page",),
    on_files=("choose_image", "choose_document"),
)
COORDINATOR = Role(
    "Coordonatori",
    # Of the centres that they coordinate only (RunQuerySet.plannable_by, CentreQuerySet.kept_by).
    permissions=(
        ENTER,
        *_everything("courses.run"),
        "portal.view_centre",
        "portal.change_centre",
        "portal.change_membership",
    ),
)
CENTRE_STAFF = Role(
    "Personalul centrelor",
    permissions=(ENTER, "courses.view_run", "courses.add_run", "courses.change_run", "portal.view_centre"),
)
TRAINER = Role("Formatori")
REPORTER = Role("Raportori")

ROLES = (EDITOR, TRANSLATOR, COORDINATOR, CENTRE_STAFF, TRAINER, REPORTER)


@transaction.atomic
def sync_roles() -> dict[Role, Group]:
    """Make or mend the group of every role, and return them; other groups stay as they are.

    Raises ``LookupError`` when a role names a permission that doesn't exist: its model was renamed.
    """
    return {role: _sync(role) for role in ROLES}


def _sync(role: Role) -> Group:
    group, _ = Group.objects.get_or_create(name=role.name)
    group.permissions.set(_permissions(role.permissions))

    GroupPagePermission.objects.filter(group=group).delete()
    root = Page.get_first_root_node()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission)
        for permission in _permissions(f"wagtailcore.{codename}" for codename in role.on_pages)
    )
    GroupCollectionPermission.objects.filter(group=group).delete()
    collection = Collection.get_first_root_node()
    apps = {"image": "wagtailimages", "document": "wagtaildocs"}
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for permission in _permissions(f"{apps[name.rpartition('_')[2]]}.{name}" for name in role.on_files)
    )
    return group


def _permissions(names: Iterable[str]) -> list[Permission]:
    """Return the permissions with these names, ``app.codename``. Raises ``LookupError`` for one that doesn't exist."""
    wanted = set(names)
    if not wanted:
        return []
    query = Q()
    for name in wanted:
        app, codename = name.split(".")
        query |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(query).select_related("content_type"))
    missing = wanted - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing:
        raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
    return found
