"""What crowds do: two hundred for one last place, fifty places freed at once, and a plain form for comparison."""

from __future__ import annotations

import datetime as dt
import http.cookies
import itertools
import re
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.signing import Signer
from django.db.models import Count
from wagtail.models import Page, Site

from courses.catalogue.models import Course, Run
from courses.enrolment.decisions import decide_what_was_left
from courses.enrolment.links import make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Event
from courses.enrolment.references import check_digit
from courses.enrolment.states import State, Verb
from portal import clock
from portal.directory.models import Centre
from tests.bench.crowd import Answer, Post, send
from tests.factories import EnrolmentFactory, PersonFactory, RunFactory

ACCEPTED = 303
BUSY = 409
_people = itertools.count(1)


@dataclass(frozen=True)
class Round:
    """What one round of a crowd left behind."""

    answers: list[Answer]
    winners: int
    kept: int
    left_to_worker: int = 0
    offers: int = 0
    in_order: bool = True

    @property
    def statuses(self) -> Counter[int]:
        """How often each HTTP status was answered; 0 is nobody's answer."""
        return Counter(answer.status for answer in self.answers)


def a_run(**options: object) -> Run:
    """Return a new run of the demo's first centre and course."""
    number = next(_people)
    centre = Centre.objects.order_by("pk").first()
    course = Course.objects.order_by("pk").first()
    return RunFactory(centre=centre, course=course, code=f"bench-{number}-{id(options)}", **options)


def enrolment_posts(run: Run, people: int) -> list[Post]:
    """Return the forms of so many people for a run, filled in ten seconds ago."""
    opened_ms = int((clock.now() - dt.timedelta(seconds=10)).timestamp() * 1000)
    opened = Signer(salt="portal.protection.opened").sign(str(opened_ms))
    posts = []
    for _number in range(people):
        person = next(_people)
        answers = {
            "name": f"Persoana Exemplu {person}",
            "phone": f"+40 72{person:07d}",
            "email": f"p{person}@mail.example",
            "contact_by": "email",
            "level": "none",
            "comment": "I can come in the evening.",
            "consent": "on",
            "submission_id": f"bench-{person}",
            "opened": opened,
        }
        posts.append(Post(f"/en/enrol/{run.pk}/", answers, person))
    return posts


def last_place(port: int, people: int) -> Round:
    """So many people at once for the one place of a run that confirms at once; the worker does the rest."""
    run = a_run(capacity=1, rule=Run.Rule.CONFIRM)
    answers = send(port, enrolment_posts(run, people), at_once=people)
    left = Enrolment.objects.undecided().filter(run=run).count()
    while decide_what_was_left():
        pass
    counts = run.enrolments.aggregate(n=Count("pk"))
    promised = Event.objects.filter(enrolment__run=run, verb=Verb.CONFIRM).values("enrolment").distinct().count()
    winners = max(promised, run.enrolments.holding().count())
    return Round(answers, winners=winners, kept=counts["n"], left_to_worker=left)


def freed_places(port: int, places: int, waiting: int) -> Round:
    """Everybody who was offered one of so many places declines at once, while others wait."""
    run = a_run(capacity=places)
    now = clock.now()
    holders = [
        EnrolmentFactory(
            run=run,
            reference=_reference(),
            state=State.OFFERED,
            place=place,
            offer_expires_at=now + dt.timedelta(hours=48),
            person=PersonFactory(with_email=True),
        )
        for place in range(1, places + 1)
    ]
    line = [
        EnrolmentFactory(
            run=run,
            reference=_reference(),
            state=State.WAITING,
            queued_at=now + dt.timedelta(milliseconds=number),
            person=PersonFactory(with_email=True),
        )
        for number in range(waiting)
    ]
    answers = _until_answered(
        port,
        [Post(f"/en/status/{make_token(holder, 'status')}/", {"verb": "decline"}, next(_people)) for holder in holders],
    )
    offered = list(
        Event.objects.filter(enrolment__run=run, verb=Verb.OFFER).order_by("pk").values_list("enrolment", flat=True)
    )
    winners = run.enrolments.filter(state=State.OFFERED).count()
    first = [enrolment.pk for enrolment in line[:places]]
    return Round(answers, winners=winners, kept=run.enrolments.count(), offers=len(offered), in_order=offered == first)


def _reference() -> str:
    """Return a reference that the portal never draws: its own begin with 1 to 9."""
    digits = f"{next(_people):08d}"
    return digits + check_digit(digits)


def _until_answered(port: int, posts: Sequence[Post]) -> list[Answer]:
    """Send, and press again where the page said that many people are using this at the moment."""
    answers = send(port, posts, at_once=len(posts))
    for _attempt in range(5):
        busy = [index for index, answer in enumerate(answers) if answer.status == BUSY]
        if not busy:
            break
        for index, answer in zip(busy, send(port, [posts[index] for index in busy], at_once=len(busy)), strict=True):
            answers[index] = answer
    return answers


def make_form_page(*, is_bare: bool) -> str:
    """Make a plain Wagtail form page with fields like ours, and return its path."""
    from tests.bench.formpage.models import FormField, FormPage

    root = Site.objects.get(is_default_site=True).root_page
    home = Page.objects.child_of(root).filter(locale__language_code="en").first() or root
    page = home.add_child(
        instance=FormPage(title="Enrol", slug=f"bench-form-{int(is_bare)}", locale=home.locale, is_bare=is_bare)
    )
    fields = [
        ("Name", "singleline", True),
        ("Phone", "singleline", False),
        ("E-mail", "email", False),
        ("How to reach", "singleline", False),
        ("Level", "singleline", False),
        ("Comment", "multiline", False),
        ("Consent", "checkbox", True),
    ]
    for order, (label, kind, required) in enumerate(fields):
        FormField.objects.create(page=page, sort_order=order, label=label, field_type=kind, required=required)
    path: str = page.get_url()
    return re.sub(r"^https?://[^/]+", "", path)


def form_page_posts(port: int, path: str, people: int) -> list[Post]:
    """Return so many filled-in plain forms, with the token that Django asks for."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
        page = response.read().decode()
        cookies = http.cookies.SimpleCookie(response.headers.get("Set-Cookie", ""))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None, "the form page shows no token"
    cookie = f"csrftoken={cookies['csrftoken'].value}"
    posts = []
    for _number in range(people):
        person = next(_people)
        answers = {
            "csrfmiddlewaretoken": token[1],
            "name": f"Persoana Exemplu {person}",
            "phone": f"+40 72{person:07d}",
            "e_mail": f"p{person}@mail.example",
            "how_to_reach": "email",
            "level": "none",
            "comment": "I can come in the evening.",
            "consent": "on",
        }
        posts.append(Post(path, answers, person, cookie))
    return posts
