"""The demo's accounts: one for each role, all with the same password. They exist in the demo only."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from wagtail.users.models import UserProfile

from home.roles import CENTRE_STAFF, COORDINATOR, EDITOR, REPORTER, TRAINER, TRANSLATOR, Role, sync_roles
from portal import languages
from portal.directory.models import Centre, Membership

DOMAIN = "demo.example"
FAMILY_NAME = "Exemplu"


@dataclass(frozen=True)
class Account:
    """One account: the name to sign in with, a first name, and what it may do where."""

    name: str
    first_name: str
    role: Role | None = None
    centres: tuple[str, ...] = ()
    member_as: str = Membership.Role.STAFF


ACCOUNTS = (
    Account("admin", "Alina"),
    Account("editor", "Matei", EDITOR),
    Account("translator", "Nadia", TRANSLATOR),
    Account("coordinator", "Corina", COORDINATOR, ("bucuresti", "iasi", "cluj"), Membership.Role.COORDINATOR),
    Account("staff-bucuresti", "Bogdan", CENTRE_STAFF, ("bucuresti",)),
    Account("staff-iasi", "Irina", CENTRE_STAFF, ("iasi",)),
    Account("trainer", "Teodora", TRAINER, ("iasi",), Membership.Role.TRAINER),
    Account("reporter", "Radu", REPORTER, ("iasi",), Membership.Role.REPORTER),
)
"""Without a role: the administrator, who may do everything."""


def create_accounts() -> dict[str, User]:
    """Store the accounts with their groups and their language in the admin, and return them by name.

    Does nothing but where ``settings.DEMO`` is true: their password is known to everybody.
    """
    if not settings.DEMO:
        return {}
    password = make_password(settings.DEMO_PASSWORD)  # once: hashing is slow on purpose
    users = User.objects.bulk_create(
        User(
            username=account.name,
            email=f"{account.name}@{DOMAIN}",
            first_name=account.first_name,
            last_name=FAMILY_NAME,
            password=password,
            is_superuser=account.role is None,
            is_staff=account.role is None,
        )
        for account in ACCOUNTS
    )
    UserProfile.objects.bulk_create(UserProfile(user=user, preferred_language=languages.SOURCE_CODE) for user in users)
    groups = sync_roles()
    for account, user in zip(ACCOUNTS, users, strict=True):
        if account.role is not None:
            user.groups.add(groups[account.role])
    return {account.name: user for account, user in zip(ACCOUNTS, users, strict=True)}


def join_centres(users: dict[str, User]) -> None:
    """Make the accounts members of their centres, as far as these exist."""
    centres = {centre.code: centre for centre in Centre.objects.all()}
    Membership.objects.bulk_create(
        Membership(user=users[account.name], centre=centres[code], role=account.member_as)
        for account in ACCOUNTS
        if account.name in users
        for code in account.centres
        if code in centres
    )


def trainers(users: dict[str, User]) -> dict[str, User]:
    """Return who teaches at which centre, by the centre's code."""
    return {
        code: users[account.name]
        for account in ACCOUNTS
        if account.member_as == Membership.Role.TRAINER and account.name in users
        for code in account.centres
    }
