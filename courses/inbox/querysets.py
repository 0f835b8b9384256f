"""Reads of the inbox's own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from portal.directory.models import Centre, Membership

if TYPE_CHECKING:
    from courses.inbox.models import Reply  # noqa: F401 - the base class names it


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
