"""Reads of the inbox's own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from portal.directory.models import Centre, Membership

if TYPE_CHECKING:
    from courses.inbox.models import Reply, SavedView  # noqa: F401 - the base classes name them


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Reads of saved views."""

    def offered_to(self, user: User) -> SavedViewQuerySet:
        """The user's own, and those that are shared with the centres whose people they see; the own ones first."""
        shared = Q(centre__in=Centre.objects.for_staff(user).values("pk"))
        is_others = models.Case(models.When(owner=user, then=False), default=True)
        return self.filter(Q(owner=user) | shared).select_related("owner").order_by(is_others, "name", "pk")

    def deletable_by(self, user: User) -> SavedViewQuerySet:
        """The user's own, and shared ones of the centres that they coordinate; an administrator's: every shared one."""
        if user.is_superuser:
            return self.filter(Q(owner=user) | Q(centre__isnull=False))
        coordinated = Membership.objects.filter(user=user, role=Membership.Role.COORDINATOR)
        return self.filter(Q(owner=user) | Q(centre__in=coordinated.values("centre")))


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Reads of ready answers."""

    def seen_by(self, user: User) -> ReplyQuerySet:
        """The common ones and those of the centres whose people this user sees; none for who sees nobody."""
        centres = Centre.objects.for_staff(user)
        if user.is_superuser:
            return self.all()
        works_somewhere = models.Exists(centres.values("pk"))
        return self.filter(Q(works_somewhere) & (Q(centre=None) | Q(centre__in=centres.values("pk"))))

    def offered_to(self, user: User) -> ReplyQuerySet:
        """What this user may choose from, with the texts. Two queries."""
        return self.seen_by(user).filter(is_active=True).prefetch_related("texts")

    def editable_by(self, user: User) -> ReplyQuerySet:
        """Those of the user's centres; the common ones for who coordinates a centre, or administers."""
        if user.is_superuser:
            return self.all()
        mine = Q(centre__in=Centre.objects.for_staff(user).values("pk"))
        coordinates = Membership.objects.filter(user=user, role=Membership.Role.COORDINATOR)
        return self.filter(mine | Q(models.Exists(coordinates)) & Q(centre=None))
