"""The pages of staff that are measured, each with an address that shows much."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from tests.bench.snippetlist.models import PLAIN_ROWS, Note


def sign_in(account: str) -> Client:
    """Return a browser in which an account of the demo is signed in; see that it may keep a hundred snippets."""
    user = get_user_model().objects.get(username=account)
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label="snippetlist"))
    missing = PLAIN_ROWS - Note.objects.count()
    Note.objects.bulk_create(Note(title=f"Note {number}") for number in range(missing))
    client = Client()
    client.force_login(user)
    return client


def staff_pages(account: str) -> dict[str, str]:
    """Return the addresses to measure, by a name for the table."""
    user = get_user_model().objects.get(username=account)
    run = (
        Run.objects.for_staff(user).filter(code__startswith="crowd-").annotate(n=Count("enrolments")).order_by("-n")[0]
    )
    enrolment = Enrolment.objects.for_staff(user).filter(run=run, state="attending").first() or run.enrolments.first()
    inbox, year = reverse("inbox:index"), "first_day=2026-01-01&last_day=2026-12-31"
    return {
        "queue": inbox,
        "queue, everything": f"{inbox}?section=all",
        "queue, everything, by name": f"{inbox}?section=all&ordering=name",
        "queue, filtered": f"{inbox}?section=all&state=completed&language=ar",
        "search by name": f"{inbox}?q=olena",
        "search in another script": f"{inbox}?q=Олена",
        "search by phone": f"{inbox}?q=07000005",
        "enrolment": reverse("inbox:enrolment", args=[enrolment.pk]),
        "run boards": reverse("board:index"),
        "run board": reverse("board:run", args=[run.pk]),
        "attendance of a run": reverse("attendance:run", args=[run.pk]),
        "results of a run": reverse("results:close", args=[run.pk]),
        "certificates": reverse("certificates:index"),
        "indicators": f"{reverse('reports:index')}?{year}",
        "people behind a figure": f"{reverse('reports:people')}?indicator=O.2.3&{year}",
        "operations": f"{reverse('reports:operations')}?{year}",
        "missing data": f"{reverse('reports:gaps')}?{year}",
    }
