"""Writing down what readers answer, and forgetting it in time."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from portal import clock
from portal.feedback.models import Feedback

KEEP_COMMENTS = dt.timedelta(days=365)
"""Somebody may have written who they are, whatever we ask for: comments go, votes stay as figures."""
DOUBLE = dt.timedelta(seconds=30)
"""The same answer from the same device within this time is one click too many."""


@transaction.atomic
def record_vote(
    *, translation_key: uuid.UUID, path: str, language: str, is_helpful: bool, is_repeated: bool = False
) -> Feedback:
    """Keep one vote. A repeated one is the newest of its kind, if that has no comment yet."""
    if is_repeated:
        alike = Feedback.objects.of_page(translation_key).filter(language=language, is_helpful=is_helpful, comment="")
        newest = alike.filter(created_at__gt=clock.now() - DOUBLE).first()
        if newest:
            return newest
    return Feedback.objects.create(
        translation_key=translation_key, path=path, language=language, is_helpful=is_helpful, created_at=clock.now()
    )


@transaction.atomic
def add_comment(*, feedback: Feedback, comment: str, suspicion: str = "") -> Feedback:
    """Add what somebody writes to their vote. The same text again is one; another text is kept beside the first."""
    current = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if current.comment == comment:
        return current
    if current.comment:
        current = record_vote(
            translation_key=current.translation_key,
            path=current.path,
            language=current.language,
            is_helpful=current.is_helpful,
        )
    current.comment, current.suspicion, current.state = comment, suspicion, Feedback.State.NEW
    current.save(update_fields=["comment", "suspicion", "state"])
    return current


@transaction.atomic
def mark_done(*, feedback: Feedback) -> None:
    """Note that somebody has dealt with a comment."""
    Feedback.objects.filter(pk=feedback.pk).update(state=Feedback.State.DONE)


def forget_old_comments() -> int:
    """Empty the comments that are older than a year, and return how many there were."""
    old = Feedback.objects.commented_before(clock.now() - KEEP_COMMENTS)
    return old.update(comment="", state=Feedback.State.DONE)
