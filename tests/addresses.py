"""Every public address with a page to look at: one of each page type, the forms, what they answer, the errors.

The gates walk this one list: bytes, axe, the checker of HTML, pictures. Adding an address is one line here;
``tests/project/test_addresses.py`` fails when a public view is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from courses.catalogue.models import Run
from courses.certificates.codes import format_code
from courses.certificates.models import Certificate
from courses.enrolment.codes import Level
from courses.enrolment.links import make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.references import check_digit
from courses.enrolment.states import State
from courses.level.token import make_result
from portal.feedback.models import Feedback
from portal.feedback.views import _signer as feedback_signer
from tests.factories import FeedbackFactory
from tests.home.test_public_pages import PAGES, languages_of

KB = 1024


class Weight(Enum):
    """What a page may weigh, compressed: (HTML with CSS, everything that a first visit loads)."""

    HOME = (14 * KB, 60 * KB)
    LIST = (14 * KB, 40 * KB)
    """Lists, and a film's page with the picture that it begins with."""
    TEXT = (14 * KB, 25 * KB)
    """Text pages and forms."""
    LONG = (25 * KB, 25 * KB)
    """What is read as a whole, printed and kept: guides, lessons, question banks, the phrasebook."""

    DESK = (60 * KB, 90 * KB)
    """Every component in both directions, for editors and developers."""

    @property
    def page(self) -> int:
        """HTML and CSS."""
        return self.value[0]

    @property
    def first_visit(self) -> int:
        """HTML, CSS, scripts and the pictures that are loaded without scrolling."""
        return self.value[1]


@dataclass(frozen=True)
class Address:
    """An address below ``/<code>/``. ``name`` is for people and files; ``data`` is sent by POST when it isn't None."""

    name: str
    path: str
    status: int = 200
    weight: Weight = Weight.TEXT
    data: Mapping[str, str] | None = None


WEIGHTS = {
    "home.HomePage": Weight.HOME,
    "home.CentresPage": Weight.LIST,
    "home.EventsPage": Weight.LIST,
    "home.NewsIndexPage": Weight.LIST,
    "home.ProjectsPage": Weight.LIST,
    "courses.CoursesPage": Weight.LIST,
    "resources.ResourcesPage": Weight.LIST,
    "resources.SituationPage": Weight.LIST,
    "resources.CitizenshipPage": Weight.LIST,
    "resources.GuidePage": Weight.LONG,
    "resources.LessonPage": Weight.LONG,
    "resources.ReadAlongPage": Weight.LONG,
    "resources.PhrasebookPage": Weight.LONG,
    "resources.VideoPage": Weight.LIST,
}
"""Page types that aren't plain text."""

CITIZENSHIP = "resources/citizenship/"
GUIDE = PAGES["resources.GuidePage"]


def page_types(code: str) -> list[Address]:
    """One page of each type that is translated into this language; these need nothing but the demo."""
    return [
        Address(label.split(".")[1], path, weight=WEIGHTS.get(label, Weight.TEXT))
        for label, path in PAGES.items()
        if code in languages_of(path)
    ]


def variants() -> list[Address]:
    """The same pages with choices in the address, and what isn't in the tree; these need nothing but the demo."""
    return [
        Address("centres-of-a-county", "centres/?county=VS", weight=Weight.LIST),
        Address("offline", "offline/"),
        Address("courses-none", "courses/?county=AB&mode=hybrid&level=B1", weight=Weight.LIST),
        Address("topic", "resources/?topic=documents&for=eu", weight=Weight.LIST),
        Address("guide-for-some", "resources/work/?for=eu", weight=Weight.LONG),
        Address("guide-for-others", "resources/temporary-protection/?for=eu", weight=Weight.LONG),
        Address("video-sound", "resources/first-steps/?data=audio", weight=Weight.LIST),
        Address("phrases-doctor", "resources/first-words/?situation=doctor", weight=Weight.LONG),
        Address("phrases-none", "resources/first-words/?q=xyzzy", weight=Weight.LONG),
        Address("practice", f"{CITIZENSHIP}practice/history/"),
        Address("practice-wrong", f"{CITIZENSHIP}practice/history/?q=history-dacians&answer=1"),
        Address("practice-right", f"{CITIZENSHIP}practice/history/?q=history-dacians&answer=3"),
        Address("question-bank", f"{CITIZENSHIP}questions/geography/", weight=Weight.LONG),
        Address("question-bank-answers", f"{CITIZENSHIP}questions/geography/?answers=shown", weight=Weight.LONG),
        Address("self-test", f"{CITIZENSHIP}self-test/dacia-and-rome/?a1=1", weight=Weight.LONG),
        Address("interview", f"{CITIZENSHIP}interview/abc/", weight=Weight.LONG),
        Address("level-check", "level-check/", weight=Weight.LONG),
        Address("level-a1", f"level-check/result/{make_result(Level.A1, 40)}/"),
        Address("level-b1", f"level-check/result/{make_result(Level.B1, 100)}/"),
        Address("search", "search/", weight=Weight.LIST),
        Address("search-found", "search/?q=112", weight=Weight.LIST),
        Address("search-none", "search/?q=xyzzyxyzzy", weight=Weight.LIST),
        Address("show", f"show/{GUIDE}"),
        Address("design", "design/", weight=Weight.DESK),
        Address("status-lookup", "status/"),
        Address("status-lookup-wrong", "status/", 422, data={"reference": "123"}),
        Address("status-link", "status/link/"),
        Address("status-link-sent", "status/link/?sent=1"),
        Address("status-invalid", "status/nonsense/", 404),
        Address("certificate-check", "certificates/"),
        Address("certificate-unknown", "certificates/0000-0000-0000-0000/", 404),
        Address("interest-start", "enrol/interest/?course=&county="),
        Address("interest", "enrol/interest/?course=romanian-a1&county=IS"),
        Address("interest-wrong", "enrol/interest/?course=romanian-a1&county=IS", 422, data={"name": ""}),
        Address("not-found", "nothing-here/", 404),
    ]


def from_rows() -> list[Address]:
    """What shows a group, an enrolment or a vote: made the same in every run, and a closed group among them."""
    run = Run.objects.filter(state=Run.State.OPEN, childcare=True, course__kind="romanian").order_by("starts_on")[0]
    closed = Run.objects.filter(state=Run.State.OPEN).exclude(pk=run.pk).order_by("-starts_on")[0]
    closed.state = Run.State.CANCELLED
    closed.save()
    by_state = {
        enrolment.state: enrolment for enrolment in Enrolment.objects.select_related("person").order_by("person__phone")
    }
    shown = (State.SUBMITTED, State.OFFERED, State.WAITING, State.CONFIRMED, State.COMPLETED)
    for number, state in enumerate(shown):
        digits = f"1234567{number}"
        by_state[state].reference = digits + check_digit(digits)
        by_state[state].save(update_fields=["reference"])
    certificate = Certificate.objects.order_by("pk")[0]
    return [
        Address("enrol", f"enrol/{run.pk}/"),
        Address("enrol-wrong", f"enrol/{run.pk}/", 422, data={"phone": "abc"}),
        Address("enrol-closed", f"enrol/{closed.pk}/", 410),
        Address("received", f"enrol/received/{make_token(by_state[State.SUBMITTED], 'received')}/"),
        *(Address(f"status-{state}", f"status/{make_token(by_state[state], 'status')}/") for state in shown),
        Address("certificate", f"certificates/{format_code(certificate.code)}/"),
    ]


def of_a_guide(code: str) -> list[Address]:
    """Was this page helpful? The question, and the thanks, of a guide in this language."""
    from wagtail.models import Page

    page = Page.objects.get(url_path__endswith=f"/{GUIDE}", locale__language_code=code)
    vote: Feedback = FeedbackFactory(translation_key=page.translation_key, path=f"/{code}/{GUIDE}", language=code)
    return [
        Address("helpful", f"feedback/{page.translation_key}/"),
        Address("helpful-nothing", f"feedback/{page.translation_key}/", 422, data={}),
        Address("thanks", f"feedback/{feedback_signer.sign(str(vote.pk))}/"),
    ]


def broken() -> list[Address]:
    """What a server with ``tests.broken_urls`` answers when something went wrong."""
    return [
        Address("bad-request", "broken/400/", 400),
        Address("refused", "broken/403/", 403),
        Address("failed", "broken/500/", 500),
    ]


def addresses(code: str) -> list[Address]:
    """Every address of a language, with the rows that it needs. Needs the demo, and ``tests.broken_urls``."""
    found = [*page_types(code), *variants(), *from_rows(), *of_a_guide(code), *broken()]
    assert len({address.name for address in found}) == len(found), "an address needs a name of its own"
    return found
