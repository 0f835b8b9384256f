"""Every page of the project's own admin, with the demo's rows on it: what axe looks at, and how it is reached.

The addresses come from the access table, so that a new page is looked at as soon as it exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.urls import reverse

from courses.bulk.models import BulkJob
from courses.bulk.services import start_bulk_job
from courses.bulk.work import work_on_bulk_jobs
from courses.catalogue.models import Run, Session
from courses.certificates.models import Certificate
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.states import State
from courses.inbox.sections import SECTIONS
from courses.intake.models import ImportBatch
from courses.people.models import Person
from courses.reports.models import Snapshot
from home.demo.attendance import CODE
from home.demo.teamwork import HANDED_OVER
from portal import clock
from portal.audit.models import AuditEntry
from portal.directory.models import Centre
from portal.facts.models import Fact
from tests.project.access_table import OWN, VIEWS, Kind
from tests.project.places import Place

NO_PAGES = frozenset(
    {
        *("bulk:progress", "intake:template", "certificates:pdf", "certificates:run_pdf"),
        *("board:class_list", "board:sheet"),
    }
)
"""What a GET answers with a file or with data. ``…_results`` is the middle of its list's page."""
WAGTAILS = frozenset({"replies:delete", "replies:history", "replies:usage"})
"""Pages that are Wagtail's alone."""
ELSEWHERE = frozenset(
    {
        *("bulk:start", "inbox:enrolment", "replies:index"),
        *("board:index", "board:run", "attendance:index", "attendance:session", "attendance:run"),
    }
)
"""Pages that axe looks at, in both languages, in tests of their own: ``test_bulk``, ``test_inbox_page`` and so on."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "inbox": ("inbox", "replies", "intake"),
    "results": ("bulk", "board", "attendance", "results", "certificates", "audit", "changes", "exports"),
    "reports": ("reports",),
}
"""The addresses of the access table that are looked at together, by their namespaces."""
OTHERS = ("planning", "rows")
"""What is not in that table by name: the pages of groups being planned, and lists and forms of rows."""


class DemoPlace(Place):
    """The demo's busiest centre, as an administrator finds it: the class under way, the one that is over."""

    @cached_property
    def staff(self) -> Any:
        """The administrator: what only its owner opens is theirs."""
        return get_user_model().objects.get(username="admin")

    @cached_property
    def run(self) -> Run:
        """The class that is under way."""
        return Run.objects.get(code=CODE)

    @cached_property
    def session(self) -> Session:
        """Today's meeting, not marked yet."""
        return Session.objects.get(run=self.run, starts_at__date=clock.today())

    @cached_property
    def enrolment(self) -> Enrolment:
        """Somebody new, who can be decided about."""
        return Enrolment.objects.filter(centre=self.centre, state=State.SUBMITTED, run__isnull=False)[0]

    @cached_property
    def person(self) -> Person:
        """Who enrolled."""
        return self.enrolment.person

    @cached_property
    def look(self) -> AuditEntry:
        """Somebody has opened an enrolment."""
        return AuditEntry.objects.filter(about=self.enrolment.about_key)[0]

    @cached_property
    def certificate(self) -> Certificate:
        """One of the class that is over."""
        return Certificate.objects.filter(revoked_at=None)[0]

    @cached_property
    def snapshot(self) -> Snapshot:
        """The demo's frozen report."""
        return Snapshot.objects.all()[0]

    @cached_property
    def bulk_job(self) -> BulkJob:
        """A job that is done: somebody was refused, somebody wasn't."""
        tried = Enrolment.objects.filter(centre=self.centre).exclude(pk=self.enrolment.pk).order_by("-pk")[:40]
        newest = Event.objects.latest("pk").pk
        seen = {enrolment.pk: newest for enrolment in tried}
        job = start_bulk_job(user=self.staff, action="offer", arguments={"reason": ""}, seen=seen, key=self.code)
        work_on_bulk_jobs()
        return job

    @cached_property
    def import_batch(self) -> ImportBatch:
        """A list in which one row is right and one has an error."""
        rows = [
            {"row": "2", "name": "Amina Nouă", "phone": "+40700000091", "language": "arabă"},
            {"row": "3", "name": "أمينة بلا رقم", "language": "ar"},
        ]
        run = Run.objects.filter(centre=self.centre, state=Run.State.OPEN).latest("starts_on")
        return ImportBatch.objects.create(run=run, file_name="lista.csv", rows=rows, made_by=self.staff)


def addresses_of(group: str) -> list[str]:
    """Return the addresses of a group of pages, each once."""
    at = DemoPlace(OWN)
    if group == "planning":
        return list(_planning(at))
    if group == "rows":
        return list(_rows(at))
    namespaces = GROUPS[group]
    found = [address for namespace in namespaces for address in _in_table(namespace, at)]
    more = {"inbox": _more_of_inbox, "results": _more_of_results}.get(group)
    return list(dict.fromkeys([*found, *(more(at) if more else ())]))


def most_used() -> list[str]:
    """Return the addresses that are looked at on a phone, and in the dark, as well."""
    at = DemoPlace(OWN)
    return [
        "/admin/inbox/",
        f"/admin/inbox/{at.enrolment.pk}/",
        f"/admin/board/{at.run.pk}/",
        f"/admin/attendance/{at.session.pk}/",
        "/admin/figures/",
        "/admin/figures/operations/",
    ]


def _in_table(namespace: str, at: Place) -> Iterator[str]:
    """Every page that the access table has under a namespace."""
    for name, views in VIEWS.items():
        if not name.startswith(f"{namespace}:") or name.endswith("_results") or name in NO_PAGES | WAGTAILS | ELSEWHERE:
            continue
        for view in views if isinstance(views, tuple) else (views,):
            if view.kind in {Kind.PAGE, Kind.LIST}:
                query = urlencode(view.query(at))
                yield reverse(name, args=view.arguments(at)) + (f"?{query}" if query else "")


def _more_of_inbox(at: Place) -> Iterator[str]:
    """The tabs of the queue; an enrolment that was handed over, one in each of some states, one with a certificate."""
    yield from (f"/admin/inbox/?section={section.code}" for section in SECTIONS)
    yield f"/admin/inbox/{Enrolment.objects.get(person__name=HANDED_OVER).pk}/"
    for state in (State.OFFERED, State.WAITING):
        yield f"/admin/inbox/{Enrolment.objects.filter(state=state)[0].pk}/"
    yield f"/admin/inbox/{at.certificate.enrolment_id}/"


def _more_of_results(at: Place) -> Iterator[str]:
    """The class that is over."""
    yield f"/admin/results/{at.certificate.enrolment.run_id}/"
    yield "/admin/exports/enrolments/?section=all"


def _planning(at: Place) -> Iterator[str]:
    """The pages on which groups are planned and changed."""
    yield from (reverse(f"runs:{name}") for name in ("index", "add"))
    yield from (reverse(f"runs:{name}", args=[at.run.pk]) for name in ("edit", "copy", "plan", "sessions", "cancel"))
    upcoming = Run.objects.filter(centre=at.centre, starts_on__gt=clock.today())[0]
    yield from (reverse(f"runs:{name}", args=[upcoming.pk]) for name in ("move", "delete"))
    yield from (reverse(f"runs:{name}", args=[at.session.pk]) for name in ("session", "cancel_session"))


def _rows(at: Place) -> Iterator[str]:
    """The admin's first page with our panels, and the lists and forms of rows."""
    yield "/admin/"
    yield from (reverse(f"{name}:index") for name in ("facts", "centres", "message_texts", "outbox"))
    for name in ("facts", "centres", "message_texts"):
        yield reverse(f"{name}:edit", args=[at.row_of(name, "edit").pk])
    yield reverse("facts:usage", args=[Fact.objects.all()[0].pk])
    yield reverse("centres:delete", args=[Centre.objects.all()[0].pk])
    yield reverse("outbox:inspect", args=[at.row_of("outbox", "inspect").pk])
