"""The pages of staff that are measured, each with an address that shows much."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Run
from courses.enrolment.models import Enrolment
from tests.bench.snippetlist.models import PLAIN_ROWS, Note


def sign_in(account: str) -> Client:
    """Return a browser in which an account of the demo is signed in; see that there are a hundred snippets."""
    missing = PLAIN_ROWS - Note.objects.count()
    Note.objects.bulk_create(Note(title=f"Note {number}") for number in range(missing))
    client = Client()
    client.force_login(get_user_model().objects.get(username=account))
    return client


def staff_pages(account: str) -> dict[str, str]:
    """Return the addresses to measure, by a name for the table."""
    user = get_user_model().objects.get(username=account)
    run = (
        Run.objects.for_staff(user).filter(code__startswith="crowd-").annotate(n=Count("enrolments")).order_by("-n")[0]
    )
    enrolment = Enrolment.objects.for_staff(user).filter(run=run, state="attending").first() or run.enrolments.first()
    inbox = reverse("inbox:index")
    return {
        "queue": inbox,
        "queue, everything": f"{inbox}?tab=all",
        "search by name": f"{inbox}?q=olena",
        "search in another script": f"{inbox}?q=Олена",
        "search by phone": f"{inbox}?q=0700012",
        "enrolment": reverse("inbox:enrolment", args=[enrolment.pk]),
    }
