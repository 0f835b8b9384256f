"""Every address is opened by whom the access table says, and by nobody else: made from that table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from courses.catalogue.models import Run
from courses.certificates.services import issue_certificate
from courses.enrolment.codes import Level
from courses.enrolment.links import make_token
from courses.enrolment.models import Enrolment
from courses.level.token import make_result
from home.roles import CENTRE_STAFF, COORDINATOR, TRAINER
from portal.directory.models import Centre, Membership
from portal.messages.models import Message
from resources.videos.models import Video
from tests.factories import EnrolmentFactory, RunFactory
from tests.project.access_table import ACCOUNTS, OTHER, OWN, PUBLIC, ROWS, VIEWS, Account, Kind, View
from tests.project.places import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

NAMESPACES = tuple(dict.fromkeys(name.partition(":")[0] for name in VIEWS))
GROUPS = {"staff": CENTRE_STAFF, "coordinator": COORDINATOR, "trainer": TRAINER}


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
    found = {name for name, _pattern in our_addresses()}
    of_rows = {name for name in found if name.partition(":")[0] in ROWS}
    assert found - of_rows == PUBLIC | VIEWS.keys()
    assert {name.partition(":")[0] for name in of_rows} == ROWS.keys()


@pytest.fixture
def places() -> dict[str, Place]:
    """The two places whose rows are tried, each with its own people; at the other one only strangers work."""
    other = Centre.objects.get(code=OTHER)
    for account in ACCOUNTS:
        if account.centres == (OTHER,):
            email = f"{account.name}@demo.example"
            user = get_user_model().objects.create(username=account.name, email=email)
            user.groups.add(Group.objects.get(name=GROUPS[account.role].name))
            Membership.objects.create(user=user, centre=other, role=account.role)
    places = {code: Place(code) for code in (OWN, OTHER)}
    for place in places.values():
        _ = place.enrolment, place.session
    return places


@pytest.fixture
def sign_in(demo_client: Callable[[str], Client]) -> Callable[[str], Client]:
    return lambda account: Client() if account == "anonymous" else demo_client(account)


def is_refused(response: HttpResponse, account: Account, *, is_wagtails: bool = False) -> bool:
    """Whether an answer says that there is nothing, or leads to where one signs in.

    Wagtail's own views of rows lead to the admin's first page instead.
    """
    if account.role == "anonymous":
        return response.status_code == 302 and "/login/" in response["Location"]
    if response.status_code == 404:
        return True
    return is_wagtails and response.status_code in {302, 403, 405} and response.get("Location", "/admin/") == "/admin/"


def text_of(response: Any) -> str:
    """Return an answer's text, of a stream as of a page."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def what_is_wrong(client: Client, account: Account, name: str, view: View, place: Place) -> str:
    """Try an address as an account for the rows of a place, and say in a sentence what isn't as the table says."""
    address = reverse(name, args=view.arguments(place))
    where = f"{name} for {place.code}"
    if view.kind is Kind.POSTED:
        response = client.post(address, view.data(place))
    else:
        response = client.get(address, view.query(place))
    is_one_row = view.kind in {Kind.PAGE, Kind.BUTTON}
    if not (view.is_open_to(account, place.code) if is_one_row else view.is_open_somewhere(account)):
        # A button may answer 405 to every GET, before it looks for anything: that tells nobody what exists.
        tells_nothing = view.kind is Kind.BUTTON and response.status_code == 405
        refused = (tells_nothing or is_refused(response, account)) and is_refused(client.post(address), account)
        return "" if refused else f"{where}: {response.status_code} where it should not exist"
    if not is_one_row:
        return what_it_shows(response, account, view, place, where)
    wanted = {302, 405} if view.kind is Kind.BUTTON else {200}
    return "" if response.status_code in wanted else f"{where}: {response.status_code} instead of {wanted}"


def what_it_shows(response: Any, account: Account, view: View, place: Place, where: str) -> str:
    """Say in a sentence what is wrong with the people in an answer that holds one's own."""
    is_own = view.is_open_to(account, place.code)
    sees_people = is_own and account.role != "reporter"
    if is_own and response.status_code != 200:
        return f"{where}: {response.status_code} instead of 200"
    asked = {str(value) for values in (view.query(place), view.data(place)) for value in values.values()}
    text = text_of(response)
    seen = {trace for trace in place.traces - asked if trace in text}
    if seen and not sees_people:
        return f"{where}: shows {seen}"
    return "" if seen or not sees_people or not view.shows else f"{where}: does not show what is there"


@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_an_account_opens_what_the_table_says(
    sign_in: Callable[[str], Client], places: dict[str, Place], account: Account, namespace: str
) -> None:
    client = sign_in(account.name)
    wrong = [
        what_is_wrong(client, account, name, view, place)
        for name, views in VIEWS.items()
        if name.partition(":")[0] == namespace
        for view in (views if isinstance(views, tuple) else (views,))
        for place in places.values()
    ]
    assert not any(wrong), "\n".join(filter(None, wrong))


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_rows_are_opened_by_whom_the_table_says(
    sign_in: Callable[[str], Client], places: dict[str, Place], account: Account
) -> None:
    client = sign_in(account.name)
    wrong = []
    for name, pattern in our_addresses():
        namespace, _, view = name.partition(":")
        if namespace not in ROWS:
            continue
        rule = ROWS[namespace].of(view)
        is_of_a_place = namespace in {"runs", "centres"}
        for place in places.values() if is_of_a_place else [places[OWN]]:
            address = reverse(name, args=[place.row_of(namespace, view).pk] if "<" in str(pattern.pattern) else [])
            response = client.get(address)
            is_open = rule.is_open_to(account, place.code)
            wanted = {302, 405} if rule.kind is Kind.BUTTON else {200}
            is_right = response.status_code in wanted if is_open else is_refused(response, account, is_wagtails=True)
            if not is_right:
                wrong.append(f"{name} for {place.code}: {response.status_code} {response.get('Location', '')}")
    assert not wrong, "\n".join(wrong)


def test_a_list_of_names_stays_when_its_address_is_only_opened(
    sign_in: Callable[[str], Client], places: dict[str, Place]
) -> None:
    batch = places[OWN].import_batch
    sign_in("staff-iasi").get(reverse("intake:forget", args=[batch.pk]))
    assert type(batch).objects.filter(pk=batch.pk).exists()


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
    completed = EnrolmentFactory(run=RunFactory(past=True), completed=True)
    certificate = issue_certificate(enrolment=completed, user=get_user_model().objects.all()[0])
    own = f"status/{make_token(completed, 'status')}/certificate.pdf"
    for path in ("certificates/", f"certificates/{certificate.code_in_groups}/", own):
        assert client.get(f"/ro/{path}").status_code == 200
    assert client.get(reverse("demo_outbox")).status_code == 200
    assert client.get(reverse("demo_message", args=[Message.objects.latest("pk").pk])).status_code == 200
    assert client.get(Video.objects.first().poster.url).status_code == 200
