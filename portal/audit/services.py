"""Writing down who saw or took out what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from portal import clock
from portal.audit.models import AuditEntry
from portal.directory.models import Centre
from portal.middleware.request_id import current_request_id

SAME_LOOK = dt.timedelta(minutes=15)
"""Reloads and the page after a button belong to one look at it."""


def record_look(*, user: User, about: str, centre: Centre | None = None) -> None:
    """Note that a user opened something (``kind:key``). The same again within 15 minutes is one look. Two queries."""
    since = clock.now() - SAME_LOOK
    if AuditEntry.objects.filter(user=user, about=about, action=AuditEntry.Action.SAW, at__gt=since).exists():
        return
    record_access(user=user, action=AuditEntry.Action.SAW, about=about, centre=centre)


def record_access(
    *,
    user: User,
    action: str,
    about: str,
    centre: Centre | None = None,
    amount: int | None = None,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Note what a user did with people's data (an ``AuditEntry.Action``), under the id of the request. One query."""
    return AuditEntry.objects.create(
        at=clock.now(),
        user=user,
        action=action,
        about=about[:60],
        centre=centre,
        amount=amount,
        reason=reason[:200],
        detail=dict(detail or {}),
        request_id=current_request_id(),
    )
