"""What the demo's log of who saw what begins with: looks, a search, a class list on paper, a list taken out."""

from __future__ import annotations

from django.contrib.auth.models import User

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from portal.audit.models import AuditEntry
from portal.audit.services import record_access, record_look

LOOKS = 6


def load_audit(users: dict[str, User]) -> None:
    """Let staff of Iași look at some enrolments and take a list out, and the coordinator search and print."""
    run = Run.objects.filter(centre__code="iasi", enrolments__isnull=False).select_related("centre").first()
    if not users or run is None:
        return
    staff, coordinator, centre = users["staff-iasi"], users["coordinator"], run.centre
    for enrolment in Enrolment.objects.filter(centre=centre).order_by("pk")[:LOOKS]:
        record_look(user=staff, about=enrolment.about_key, centre=centre)
    record_access(
        user=staff,
        action=AuditEntry.Action.EXPORTED,
        about="inbox",
        centre=centre,
        amount=LOOKS,
        reason="Listă pentru întâlnirea de luni cu școala care ne dă sala",
        detail={"format": "xlsx", "columns": ["reference", "course", "state"], "filters": {"section": ["all"]}},
    )
    record_access(user=coordinator, action=AuditEntry.Action.SEARCHED, about="inbox", amount=1)
    record_access(
        user=coordinator, action=AuditEntry.Action.PRINTED, about=f"run:{run.code}", centre=centre, amount=LOOKS
    )
