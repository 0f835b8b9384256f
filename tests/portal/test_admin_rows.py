"""Rows in the admin: every list and form opens, what others need is not deleted, permissions hold."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from courses.catalogue.models import Run
from courses.catalogue.pages import CoursesPage
from home.events.models import Event
from home.roles import COORDINATOR, sync_roles
from portal import clock
from portal.directory.models import Centre, County, Project
from portal.facts.models import Fact
from portal.facts.usage import pages_naming
from tests.factories import (
    CentreFactory,
    CountyFactory,
    CourseFactory,
    EnrolmentFactory,
    EventRowFactory,
    FactFactory,
    MembershipFactory,
    OrganisationFactory,
    ProjectFactory,
    RunFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROWS = {
    "centres": lambda: CentreFactory(equipped=True),
    "projects": ProjectFactory,
    "organisations": OrganisationFactory,
    "counties": CountyFactory,
    "facts": FactFactory,
    "courses": CourseFactory,
    "runs": lambda: RunFactory(scheduled=True),
    "events": lambda: EventRowFactory(partners=[OrganisationFactory()]),
}


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def admin_client() -> Client:
    return client_of(UserFactory(admin=True))


@pytest.fixture
def editor_client() -> Client:
    """Somebody who keeps the list of centres, and nothing else."""
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_centre", "change_centre", "change_centrephone"])
    )
    return client_of(user)


def form_data(response) -> dict[str, str]:
    """Return what a form would send unchanged."""
    form = response.context["form"]
    forms = [form]
    for formset in form.formsets.values():
        forms += [formset.management_form, *formset.forms]
    data = {}
    for each in forms:
        for field in each:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not False and value not in (None, ""):
                data[field.html_name] = value
    return data


def assert_saved(response) -> None:
    """Assert that a form was accepted; the failure says which field was not."""
    if response.status_code != 302:
        form = response.context["form"]
        pytest.fail(f"{form.errors} {[formset.errors for formset in form.formsets.values()]}")


@pytest.mark.parametrize("name", ROWS)
def test_lists_forms_and_questions_open(admin_client, name) -> None:
    row = ROWS[name]()
    assert str(row) in admin_client.get(reverse(f"{name}:index")).content.decode() or name == "facts"
    assert admin_client.get(reverse(f"{name}:index"), {"q": "x"}).status_code == 200
    assert admin_client.get(reverse(f"{name}:edit", args=[row.pk])).status_code == 200
    if name != "counties":
        assert admin_client.get(reverse(f"{name}:add")).status_code == 200
        assert admin_client.get(reverse(f"{name}:delete", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("name", ROWS)
def test_a_form_can_be_saved_as_it_is(admin_client, name) -> None:
    row = ROWS[name]()
    address = reverse(f"{name}:edit", args=[row.pk])
    assert_saved(admin_client.post(address, form_data(admin_client.get(address))))


def test_partners_are_edited_with_their_project(admin_client) -> None:
    project, organisation = ProjectFactory(), OrganisationFactory()
    address = reverse("projects:edit", args=[project.pk])
    partner = {"partners-TOTAL_FORMS": "1", "partners-0-organisation": organisation.pk, "partners-0-role": "associate"}
    data = form_data(admin_client.get(address)) | partner | {"partners-0-ORDER": "1"}
    assert_saved(admin_client.post(address, data))
    assert [(row.organisation, row.role) for row in project.partners.all()] == [(organisation, "associate")]


def test_an_event_is_copied_with_its_partners(admin_client) -> None:
    row = EventRowFactory(code="open-day", past=True, cancelled=True, partners=[OrganisationFactory()])
    data = form_data(admin_client.get(reverse("events:copy", args=[row.pk])))
    assert_saved(admin_client.post(reverse("events:add"), data))
    copy = Event.objects.get(code="open-day-2")
    assert not copy.is_cancelled
    assert copy.starts_at > clock.now()
    assert list(copy.partners.all()) == list(row.partners.all())
    row.refresh_from_db()
    assert (row.code, row.is_cancelled) == ("open-day", True)


def test_films_open(admin_client) -> None:
    assert admin_client.get(reverse("films:index")).status_code == 200
    assert admin_client.get(reverse("films:add")).status_code == 200


@pytest.mark.parametrize("name", ["centres", "projects", "runs", "facts", "events"])
def test_as_many_queries_for_twenty_rows_as_for_three(admin_client, name) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(reverse(f"{name}:index"))
        return len(queries)

    for _row in range(3):
        ROWS[name]()
    count()
    few = count()
    for _row in range(17):
        ROWS[name]()
    assert count() == few


def test_a_run_with_enrolments_is_not_deleted_and_the_page_says_why(admin_client) -> None:
    run = EnrolmentFactory().run
    address = reverse("runs:delete", args=[run.pk])
    page = admin_client.get(address).content.decode()
    assert "other entries need it" in page
    assert "Enrolments: 1" in page
    assert "Yes, delete" not in page
    response = admin_client.post(address, follow=True)
    assert response.status_code == 200
    assert "other entries need it" in response.content.decode()
    assert Run.objects.filter(pk=run.pk).exists()


def test_a_run_without_enrolments_is_deleted_with_its_sessions(admin_client) -> None:
    run = RunFactory(scheduled=True)
    assert admin_client.post(reverse("runs:delete", args=[run.pk])).status_code == 302
    assert not Run.objects.filter(pk=run.pk).exists()


def test_the_list_of_runs_counts_places(admin_client) -> None:
    run = RunFactory(capacity=7)
    EnrolmentFactory(run=run, confirmed=True)
    EnrolmentFactory(run=run, waiting=True)
    page = admin_client.get(reverse("runs:index")).content.decode()
    assert "1 / 7" in page
    assert "1 waiting" in page


def test_a_run_does_not_become_smaller_than_the_places_held(admin_client) -> None:
    run = RunFactory(capacity=7)
    EnrolmentFactory(run=run, confirmed=True)
    EnrolmentFactory(run=run, confirmed=True)
    address = reverse("runs:edit", args=[run.pk])
    data = form_data(admin_client.get(address))
    response = admin_client.post(address, {**data, "capacity": 1, "minimum": 1})
    assert "2 people hold a place" in response.content.decode()
    assert_saved(admin_client.post(address, {**data, "capacity": 2, "minimum": 1}))


def test_lists_of_codes_are_ticked(admin_client) -> None:
    project = ProjectFactory()
    address = reverse("projects:edit", args=[project.pk])
    data = form_data(admin_client.get(address))
    ticked = {**data, "eligible_statuses": ["refugee", "temporary_protection"]}
    assert admin_client.post(address, ticked).status_code == 302
    assert Project.objects.get().eligible_statuses == ["refugee", "temporary_protection"]
    data.pop("eligible_statuses", None)
    assert admin_client.post(address, data).status_code == 302
    assert Project.objects.get().eligible_statuses == []
    assert admin_client.post(address, {**data, "eligible_statuses": ["king"]}).status_code == 200


def test_facts_past_review_are_marked_and_found(admin_client) -> None:
    FactFactory(code="old", review_by=clock.today() - dt.timedelta(days=1))
    FactFactory(code="fresh", review_by=clock.today())
    everything = admin_client.get(reverse("facts:index"))
    assert everything.content.decode().count("Past review</span>") == 1
    assert "{fact:fresh}" in everything.content.decode()
    overdue = admin_client.get(reverse("facts:index"), {"past_review": "true"})
    assert [fact.code for fact in overdue.context["object_list"]] == ["old"]
    others = admin_client.get(reverse("facts:index"), {"past_review": "false"})
    assert [fact.code for fact in others.context["object_list"]] == ["fresh"]


def test_a_value_that_does_not_fit_is_refused(admin_client) -> None:
    fact = FactFactory()
    address = reverse("facts:edit", args=[fact.pk])
    data = form_data(admin_client.get(address))
    response = admin_client.post(address, {**data, "value": "a lot"})
    assert "fit the kind of fact" in response.content.decode()
    assert Fact.objects.get().value == "1000"


def test_a_fact_names_the_pages_that_name_it(admin_client) -> None:
    fact = FactFactory(code="allowance")
    locale, _created = Locale.objects.get_or_create(language_code="ro")
    page = CoursesPage(title="Cursuri", slug="cursuri", locale=locale, summary="Primești {fact:allowance} pe lună.")
    Page.get_first_root_node().add_child(instance=page)
    assert [found.pk for found in pages_naming(fact.token)] == [page.pk]
    assert pages_naming("{fact:other}") == []
    shown = admin_client.get(reverse("facts:edit", args=[fact.pk])).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown


def test_who_edits_a_centre_does_not_say_who_works_there(editor_client) -> None:
    membership = MembershipFactory()
    intruder = UserFactory()
    address = reverse("centres:edit", args=[membership.centre_id])
    response = editor_client.get(address)
    assert "Who works here" not in response.content.decode()
    data = {
        **form_data(response),
        "name": "Centrul Nou",
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 0,
        "memberships-MIN_NUM_FORMS": 0,
        "memberships-MAX_NUM_FORMS": 1000,
        "memberships-0-user": intruder.pk,
        "memberships-0-role": "staff",
    }
    assert_saved(editor_client.post(address, data))
    centre = Centre.objects.get(pk=membership.centre_id)
    assert centre.name == "Centrul Nou"
    assert [each.user for each in centre.memberships.all()] == [membership.user]


def test_an_administrator_says_who_works_at_a_centre(admin_client) -> None:
    centre = CentreFactory()
    user = UserFactory()
    address = reverse("centres:edit", args=[centre.pk])
    data = form_data(admin_client.get(address))
    data |= {"memberships-TOTAL_FORMS": 1, "memberships-0-user": user.pk, "memberships-0-role": "staff"}
    assert_saved(admin_client.post(address, data))
    assert centre.memberships.get().user == user


def test_a_special_day_is_written_in_the_centres_form_with_both_times_or_none(admin_client) -> None:
    centre = CentreFactory(equipped=True)
    address = reverse("centres:edit", args=[centre.pk])
    data = form_data(admin_client.get(address))
    data |= {"special_days-TOTAL_FORMS": 1, "special_days-0-day": "2026-12-01", "special_days-0-reason": "event"}
    half = admin_client.post(address, data | {"special_days-0-opens": "10:00"})
    assert "Write both times, or none for a day that is closed." in half.content.decode()
    assert not centre.special_days.exists()
    data |= {"special_days-0-opens": "10:00", "special_days-0-closes": "12:00", "offers": ["legal", "advice"]}
    assert_saved(admin_client.post(address, data))
    assert str(centre.special_days.get()) == "2026-12-01 10:00-12:00"
    assert [kind.value for kind in Centre.objects.get(pk=centre.pk).help_offered] == ["advice", "legal"]


def test_a_coordinator_says_who_works_at_their_centres_and_sees_no_other(signed_in) -> None:
    own = MembershipFactory(role="coordinator")
    own.user.groups.add(sync_roles()[COORDINATOR])
    client = signed_in(own.user)
    reporter = UserFactory()
    address = reverse("centres:edit", args=[own.centre_id])
    data = form_data(client.get(address))
    data |= {"memberships-TOTAL_FORMS": 2, "memberships-1-user": reporter.pk, "memberships-1-role": "reporter"}
    data |= {"answer_days": 2}
    assert_saved(client.post(address, data))
    assert own.centre.memberships.get(user=reporter).role == "reporter"
    assert Centre.objects.get(pk=own.centre_id).answer_days == 2
    other = CentreFactory()
    for view in ("edit", "history", "usage", "delete"):
        answer = client.get(reverse(f"centres:{view}", args=[other.pk]))
        assert answer.status_code == (302 if view == "delete" else 404), (
            view
        )  # nobody but who keeps centres deletes one
    assert client.post(reverse("centres:edit", args=[other.pk]), data).status_code == 404


@pytest.mark.parametrize("name", [name for name in ROWS if name != "centres"])
def test_without_the_permission_there_is_no_way_in(editor_client, name) -> None:
    row = ROWS[name]()
    for address in (reverse(f"{name}:index"), reverse(f"{name}:edit", args=[row.pk])):
        assert editor_client.get(address)["Location"] == reverse("wagtailadmin_home")


def test_counties_are_neither_added_nor_deleted_nor_renamed(admin_client) -> None:
    county = CountyFactory(code="IS")
    assert admin_client.get(reverse("counties:add")).status_code == 302
    assert admin_client.post(reverse("counties:delete", args=["IS"])).status_code == 302
    admin_client.post(reverse("counties:edit", args=["IS"]), {"code": "XX", "name": "Altul", "region": 3})
    assert list(County.objects.values_list("code", "name", "region")) == [("IS", county.name, 3)]
