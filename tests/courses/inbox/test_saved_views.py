"""Saved views: one's own or shared, changed by their owner alone, and never holding what was searched for."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from courses.enrolment.errors import Refused
from courses.inbox.models import SavedView
from courses.inbox.saved_view_services import save_view, update_view
from portal.directory.models import Membership
from tests.courses.inbox.conftest import may_enter
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def offered(client) -> list[str]:
    return [link.view.name for link in client.get(reverse("inbox:index")).context["toolbar"].views]


def test_the_present_list_is_saved_without_search_and_page(staff_client, staff, centre, enrol) -> None:
    enrol("arab", language="ar")
    enrol("other")
    shown = staff_client.get(reverse("inbox:index"), {"language": "ar", "ordering": "-name", "p": "1"})
    page = staff_client.get(shown.context["toolbar"].save_url)
    assert page.status_code == 200
    response = staff_client.post(shown.context["toolbar"].save_url, {"name": "Arabic", "centre": ""}, follow=True)
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.centre) == (staff, "Arabic", None)
    assert QueryDict(view.query).dict() == {"language": "ar", "ordering": "-name", "section": "all"}
    assert [row.person.name for row in response.context["object_list"]] == ["arab"]
    assert response.context["toolbar"].view.view == view


def test_a_name_is_asked_for_and_used_once(staff_client, staff) -> None:
    save_view(owner=staff, name="Mine", query="section=new")
    url = f"{reverse('inbox:view_add')}?query=section%3Dours"
    empty = staff_client.post(url, {"name": "", "centre": ""})
    assert "Give it a name." in empty.content.decode()
    again = staff_client.post(url, {"name": "Mine", "centre": ""})
    content = again.content.decode()
    assert "You have a view of this name already." in content
    assert 'value="Mine"' in content
    assert SavedView.objects.count() == 1


def test_what_is_searched_for_is_never_kept(staff) -> None:
    view = save_view(owner=staff, name="x", query="q=Amina&p=3&section=all&nonsense=Amina")
    assert view.query == "section=all"
    update_view(view=view, query="q=Amina&section=new")
    assert view.query == "section=new"


def test_too_many_filters_are_refused(staff) -> None:
    with pytest.raises(Refused):
        save_view(owner=staff, name="x", query="&".join(f"language=x{number}" for number in range(400)))


def test_shared_views_are_seen_by_colleagues_and_nobody_else(staff, colleague, centre, other_centre) -> None:
    save_view(owner=staff, name="own", query="")
    save_view(owner=staff, name="shared", query="section=new", centre=centre)
    stranger = may_enter(MembershipFactory(centre=other_centre).user)
    assert offered(client_of(staff)) == ["own", "shared"]
    assert offered(client_of(colleague)) == ["shared"]
    assert offered(client_of(stranger)) == []


def test_only_the_owner_changes_a_view(staff, staff_client, colleague, centre) -> None:
    view = save_view(owner=staff, name="shared", query="section=new", centre=centre)
    other = client_of(colleague)
    for name in ("view_edit", "view_delete"):
        assert other.get(reverse(f"inbox:{name}", args=[view.pk])).status_code == 404
        assert other.post(reverse(f"inbox:{name}", args=[view.pk]), {"name": "x"}).status_code == 404
    update = reverse("inbox:view_update", args=[view.pk])
    assert other.post(update, {"query": "section=ours"}).status_code == 404
    assert staff_client.get(update).status_code == 405
    staff_client.post(update, {"query": "section=ours&q=Amina"})
    view.refresh_from_db()
    assert view.query == "section=ours"
    edit = reverse("inbox:view_edit", args=[view.pk])
    assert staff_client.get(edit).status_code == 200
    staff_client.post(edit, {"name": "renamed", "centre": ""})
    view.refresh_from_db()
    assert (view.name, view.centre) == ("renamed", None)
    delete = reverse("inbox:view_delete", args=[view.pk])
    assert "The enrolments in it stay" in staff_client.get(delete).content.decode()
    assert SavedView.objects.exists()
    staff_client.post(delete)
    assert not SavedView.objects.exists()


def test_a_view_is_shared_with_an_own_centre_only(staff_client, other_centre) -> None:
    response = staff_client.post(reverse("inbox:view_add"), {"name": "x", "centre": other_centre.pk})
    assert response.status_code == 200
    assert not SavedView.objects.exists()


def test_a_coordinator_deletes_what_is_shared_with_their_centre(staff, centre, other_centre) -> None:
    coordinator = may_enter(UserFactory())
    MembershipFactory(user=coordinator, centre=centre, role=Membership.Role.COORDINATOR)
    shared = save_view(owner=staff, name="shared", query="", centre=centre)
    private = save_view(owner=staff, name="private", query="")
    client = client_of(coordinator)
    (link,) = client.get(reverse("inbox:index")).context["toolbar"].views
    assert (link.is_own, link.may_delete) == (False, True)
    assert client.post(reverse("inbox:view_delete", args=[private.pk])).status_code == 404
    assert client.post(reverse("inbox:view_edit", args=[shared.pk]), {"name": "x"}).status_code == 404
    client.post(reverse("inbox:view_delete", args=[shared.pk]))
    assert list(SavedView.objects.all()) == [private]


def test_a_view_that_was_kept_long_ago_is_no_error(staff_client, staff, enrol) -> None:
    enrol("Amina")
    view = SavedView.objects.create(owner=staff, name="old", query="gone=1&q=x&state=no&assignee=77&section=all&p=9")
    (link,) = staff_client.get(reverse("inbox:index")).context["toolbar"].views
    response = staff_client.get(link.url)
    assert [row.person.name for row in response.context["object_list"]] == ["Amina"]
    assert response.context["toolbar"].view.view == view


def test_a_changed_list_can_be_kept_under_the_open_name(staff_client, staff) -> None:
    view = save_view(owner=staff, name="new ones", query="section=new")
    as_saved = staff_client.get(reverse("inbox:index"), {"section": "new", "view": view.pk})
    assert not as_saved.context["toolbar"].is_changed
    changed = staff_client.get(reverse("inbox:index"), {"section": "new", "language": "ar", "view": view.pk})
    assert changed.context["toolbar"].is_changed
    assert "Update “new ones”" in changed.content.decode()


@pytest.mark.parametrize("role", [Membership.Role.TRAINER, Membership.Role.REPORTER])
def test_who_sees_nobody_saves_no_view(role, centre) -> None:
    user = may_enter(MembershipFactory(centre=centre, role=role).user)
    client = client_of(user)
    view = SavedView.objects.create(owner=user, name="own", query="")
    assert client.get(reverse("inbox:view_add")).status_code == 404
    assert client.get(reverse("inbox:view_edit", args=[view.pk])).status_code == 404
    assert client.post(reverse("inbox:view_update", args=[view.pk])).status_code == 404
