"""How many enrolments are new: the menu says it on every page of the admin, the queue on its tab."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest

from courses.enrolment.models import Enrolment
from courses.enrolment.states import State

_KEPT = "_new_enrolments"


def keep_new_count(request: HttpRequest, count: int) -> None:
    """Keep with a request what its page has counted anyway."""
    setattr(request, _KEPT, count)


def new_count(request: HttpRequest, user: User) -> int:
    """Return how many are new at the user's centres. One query over an index; none where the page has counted them."""
    kept: int | None = getattr(request, _KEPT, None)
    if kept is not None:
        return kept
    return Enrolment.objects.for_staff(user).filter(state=State.SUBMITTED).count()
