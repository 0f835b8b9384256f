"""Who may open which address: one table for every address that is ours, walked as every account of the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from courses.catalogue.models import Course, Run
from courses.enrolment.codes import Level
from courses.enrolment.links import make_token
from courses.enrolment.models import Enrolment
from courses.enrolment.records import Task
from courses.intake.models import ImportBatch
from courses.level.token import make_result
from portal.directory.models import Centre, County, Organisation, Project
from portal.facts.models import Fact
from portal.messages.models import Message, MessageText
from resources.videos.models import Video

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ACCOUNTS = ("admin", "coordinator", "editor", "translator", "staff-iasi", "staff-bucuresti", "trainer", "anonymous")
EVERYBODY = frozenset(ACCOUNTS)
NOBODY: frozenset[str] = frozenset()
ADMIN = frozenset({"admin"})
EDITORS = frozenset({"admin", "editor"})
WORDS = EDITORS | {"translator"}
PLANNERS = EDITORS | {"coordinator"}
OF_IASI = frozenset({"admin", "coordinator", "staff-iasi"})
CENTRES_STAFF = OF_IASI | {"staff-bucuresti"}

PUBLIC = frozenset(
    {"choose_language", "healthz", "favicon", "switch_language", "demo_outbox", "demo_message", "media"}
    | {"enrol", "interest", "received", "status"}
    | {"status_lookup", "status_link", "status_calendar", "calendar"}
    | {"level_check", "level_result"}
)


@dataclass(frozen=True)
class Rights:
    """Who reads the list, changes a row, adds one, deletes one."""

    read: frozenset[str]
    change: frozenset[str]
    add: frozenset[str]
    delete: frozenset[str]

    def of(self, view: str) -> frozenset[str]:
        """Who may open a view of Wagtail's viewsets."""
        rights = {
            "index": self.read,
            "index_results": self.read,
            "inspect": self.read,
            "add": self.add,
            "copy": self.change,
            "delete": self.delete,
            "resend": NOBODY,  # a button, never an address to open
            "publish": NOBODY,  # the same
        }
        return rights.get(view, self.change)


ROWS = {
    # The run that is walked belongs to Iași.
    "runs": Rights(CENTRES_STAFF | EDITORS, PLANNERS | {"staff-iasi"}, CENTRES_STAFF | EDITORS, PLANNERS),
    "courses": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "films": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "facts": Rights(WORDS, EDITORS, EDITORS, EDITORS),
    "centres": Rights(CENTRES_STAFF | EDITORS, PLANNERS, EDITORS, EDITORS),
    "projects": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "organisations": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "counties": Rights(EDITORS, ADMIN, NOBODY, NOBODY),
    "message_texts": Rights(WORDS, WORDS, NOBODY, NOBODY),
    "outbox": Rights(ADMIN, NOBODY, NOBODY, NOBODY),
}
INBOX_VIEWS = {
    "index": CENTRES_STAFF,
    "index_results": CENTRES_STAFF,
    "enrolment": OF_IASI,  # the one that is walked belongs to Iași
    "step": OF_IASI,
    "assign": OF_IASI,
    "note": OF_IASI,
    "task_done": OF_IASI,
    "merge_person": OF_IASI,
    "keep_apart": OF_IASI,
    "undo_merge": OF_IASI,
}

INTAKE_VIEWS = {
    "walk_in": CENTRES_STAFF,
    "upload": CENTRES_STAFF,
    "template": CENTRES_STAFF,
    "list": frozenset({"staff-iasi"}),  # who brought the list, and nobody else
    "forget": frozenset({"staff-iasi"}),
}


def our_addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every address whose view or model is ours, by its name with its namespace."""

    def walk(resolver: URLResolver, namespaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
                yield from walk(pattern, inner)
                continue
            model = getattr(getattr(pattern.callback, "view_initkwargs", {}).get("model"), "_meta", None)
            modules = {pattern.callback.__module__.split(".")[0], getattr(model, "app_label", "")}
            if modules & {"portal", "courses", "resources", "home"}:
                yield ":".join([*namespaces, pattern.name or ""]), pattern

    yield from walk(get_resolver(), ())


def test_every_address_is_in_the_table() -> None:
    known = PUBLIC | ROWS.keys() | {f"inbox:{view}" for view in INBOX_VIEWS}
    known |= {f"intake:{view}" for view in INTAKE_VIEWS}
    one_by_one = ("inbox:", "intake:")
    found = {name if name.startswith(one_by_one) else name.split(":")[0] for name, _pattern in our_addresses()}
    assert found == known


@pytest.fixture
def sign_in(demo_client: Callable[[str], Client]) -> Callable[[str], Client]:
    return lambda account: Client() if account == "anonymous" else demo_client(account)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_rows_are_opened_by_whom_the_table_says(sign_in: Callable[[str], Client], account: str) -> None:
    client = sign_in(account)
    models = {
        "runs": Run,
        "courses": Course,
        "films": Video,
        "facts": Fact,
        "centres": Centre,
        "projects": Project,
        "organisations": Organisation,
        "counties": County,
        "message_texts": MessageText,
        "outbox": Message,
    }
    opened, allowed = set(), set()
    for name, pattern in our_addresses():
        namespace, _, view = name.partition(":")
        if namespace not in ROWS:
            continue
        row = models[namespace].objects.first()
        if namespace == "runs":
            row = Run.objects.filter(centre__code="iasi", sessions__isnull=False)[0]
        if view in {"session", "cancel_session"}:
            row = row.sessions.first()
        assert row is not None
        address = reverse(name, args=[row.pk] if "<" in str(pattern.pattern) else [])
        if client.get(address).status_code == 200:
            opened.add(name)
        if account in ROWS[namespace].of(view):
            allowed.add(name)
    assert opened == allowed


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_inbox_is_opened_by_its_centres_staff(sign_in: Callable[[str], Client], account: str) -> None:
    client = sign_in(account)
    enrolment = Enrolment.objects.filter(centre__code="iasi", tasks__isnull=False)[0]
    arguments = {
        "enrolment": [enrolment.pk],
        "step": [enrolment.pk, "claim"],
        "assign": [enrolment.pk],
        "note": [enrolment.pk],
        "task_done": [enrolment.pk, Task.objects.filter(enrolment=enrolment)[0].pk],
        "merge_person": [enrolment.pk, enrolment.person_id],
        "keep_apart": [enrolment.pk, enrolment.person_id],
        "undo_merge": [enrolment.pk, 1],
    }
    refused = 302 if account == "anonymous" else 404
    for view, allowed in INBOX_VIEWS.items():
        status = client.get(reverse(f"inbox:{view}", args=arguments.get(view, []))).status_code
        is_page = view in {"index", "index_results", "enrolment"}
        # Buttons are no pages: a GET leads back to the enrolment and changes nothing.
        assert status == ((200 if is_page else 302) if account in allowed else refused), view


@pytest.mark.parametrize("account", ACCOUNTS)
def test_people_are_brought_in_by_centres_staff(sign_in: Callable[[str], Client], account: str) -> None:
    client = sign_in(account)
    run = Run.objects.filter(centre__code="iasi", state=Run.State.OPEN)[0]
    user = get_user_model().objects.get(email="staff-iasi@demo.example")
    batch = ImportBatch.objects.create(run=run, file_name="lista.csv", made_by=user)
    arguments = {"template": ["csv"], "list": [batch.pk], "forget": [batch.pk]}
    refused = 302 if account == "anonymous" else 404
    for view, allowed in INTAKE_VIEWS.items():
        status = client.get(reverse(f"intake:{view}", args=arguments.get(view, []))).status_code
        assert status == ((302 if view == "forget" else 200) if account in allowed else refused), view
    assert ImportBatch.objects.filter(pk=batch.pk).exists()


@pytest.mark.parametrize("account", ["anonymous", "translator", "admin"])
def test_public_pages_are_open_to_everybody(sign_in: Callable[[str], Client], account: str) -> None:
    client = sign_in(account)
    enrolment = Enrolment.objects.filter(run__state=Run.State.OPEN)[0]
    assert client.get(f"/ro/enrol/{enrolment.run_id}/").status_code == 200
    for query in ("", f"?course={enrolment.course.code}&county=IS"):
        assert client.get(f"/ro/enrol/interest/{query}").status_code == 200
    for purpose, path in (("received", "enrol/received"), ("status", "status")):
        assert client.get(f"/ro/{path}/{make_token(enrolment, purpose)}/").status_code == 200
    for path in ("status/", "status/link/", f"status/{make_token(enrolment, 'status')}/calendar.ics"):
        assert client.get(f"/ro/{path}").status_code == 200
    assert client.get(f"/ro/calendar/{make_token(enrolment, 'calendar')}.ics").status_code == 200
    assert client.get("/ro/level-check/").status_code == 200
    assert client.get(f"/ro/level-check/result/{make_result(Level.A1, 40)}/").status_code == 200
    assert client.get(reverse("demo_outbox")).status_code == 200
    assert client.get(reverse("demo_message", args=[Message.objects.latest("pk").pk])).status_code == 200
    assert client.get(Video.objects.first().poster.url).status_code == 200
