"""Reads of the log of who saw what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models

from portal.directory.models import Centre, Membership

if TYPE_CHECKING:
    from portal.audit.models import AuditEntry  # noqa: F401 - the base class names it


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads of the log of who saw what."""

    def for_auditor(self, user: User) -> AuditQuerySet:
        """Entries that a user may read: all for a superuser, else those of the centres they coordinate.

        What belongs to no single centre (a search over several) is read by who coordinates a centre of its user.
        """
        if user.is_superuser:
            return self.all()
        own = Centre.objects.coordinated_by(user).values("pk")
        colleagues = Membership.objects.filter(centre__in=own).values("user")
        return self.filter(models.Q(centre__in=own) | models.Q(centre=None, user__in=colleagues))
