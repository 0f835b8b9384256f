"""Facts in prose: today's value, in the reader's language, safe, and never a bare code."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from portal import clock, languages
from portal.facts.models import Fact
from portal.facts.tokens import codes_in, facts_of_today, format_fact, replace_tokens, unknown_codes
from tests.factories import FactFactory, UserFactory


def fact(kind: str, value: str) -> Fact:
    return FactFactory.build(code="x", kind=kind, value=value)


@pytest.mark.parametrize(
    ("kind", "value", "language", "shown"),
    [
        ("amount", "4325", "ro", "4.325 lei"),
        ("amount", "4325", "en", "4,325 lei"),
        ("percent", "25", "en", "25%"),
        ("days", "30", "en", "30 days"),
        ("days", "30", "uk", "30 днів"),
        ("years", "1", "ro", "1 an"),
        ("days", "30", "tr", "30 gün"),
        ("months", "3", "ar", "3 أشهر"),
        ("years", "1", "hi", "1 वर्ष"),
        ("date", "2027-03-04", "en", "4 March 2027"),
        ("date", "2027-03-04", "ro", "4 martie 2027"),
    ],
)
def test_values_are_formatted_for_the_language(kind: str, value: str, language: str, shown: str) -> None:
    html = format_fact(fact(kind, value), language)
    assert html.replace("\u00a0", " ") == f"<bdi>{shown}</bdi>"


@pytest.mark.parametrize("language", languages.CODES)
def test_digits_are_latin_in_every_language(language: str) -> None:
    values = [("amount", "4325"), ("number", "1234.5"), ("percent", "10"), ("days", "30"), ("date", "2027-03-04")]
    for kind, value in values:
        html = format_fact(fact(kind, value), language)
        assert any(char in "0123456789" for char in html)
        assert all(char in "0123456789" for char in html if char.isdigit())


@pytest.mark.parametrize("language", languages.CODES)
@pytest.mark.parametrize("kind", ["days", "months", "years"])
@pytest.mark.parametrize("value", ["1", "2", "3", "30", "216"])
def test_a_duration_has_words_in_every_language(kind: str, value: str, language: str) -> None:
    assert "duration" not in format_fact(fact(kind, value), language)


def test_a_phone_can_be_called_and_reads_from_left_to_right() -> None:
    assert format_fact(fact("phone", "112"), "ar") == '<a href="tel:112"><bdi dir="ltr">112</bdi></a>'
    assert 'href="tel:+40213126210"' in format_fact(fact("phone", "+40213126210"), "ar")


def test_a_name_stays_in_romanian_and_is_escaped() -> None:
    assert format_fact(fact("name", "Str. <b> 1"), "ar") == '<bdi lang="ro">Str. &lt;b&gt; 1</bdi>'


def test_a_code_that_is_gone_never_reaches_a_reader() -> None:
    assert replace_tokens("Pay {fact:gone} now", {}, "en") == "Pay … now"


@pytest.mark.django_db
class TestDates:
    def test_the_newest_value_that_has_begun_holds(self) -> None:
        today = clock.today()
        FactFactory(code="wage", value="1", valid_from=today - dt.timedelta(days=400))
        FactFactory(code="wage", value="2", valid_from=today)
        FactFactory(code="wage", value="3", valid_from=today + dt.timedelta(days=1))
        assert facts_of_today()["wage"].value == "2"

    def test_unknown_codes_are_named(self) -> None:
        FactFactory(code="known")
        assert unknown_codes(["{fact:known} {fact:unknown}", "none"]) == {"unknown"}
        assert unknown_codes([]) == set()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("amount", "many"), ("days", "1.5"), ("date", "4.3.2027"), ("phone", "abc"), ("url", "nowhere")],
)
def test_a_value_that_does_not_fit_its_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValidationError):
        fact(kind, value).clean()


@given(st.text())
def test_only_whole_tokens_are_codes(text: str) -> None:
    for code in codes_in(text):
        assert f"{{fact:{code}}}" in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.CODES)
def test_a_fact_past_its_review_says_so_where_it_stands(language: str) -> None:
    today = clock.today()
    FactFactory(code="old", value="777", review_by=today - dt.timedelta(days=1))
    FactFactory(code="new", value="888", review_by=today)
    html = replace_tokens("{fact:old} / {fact:new}", facts_of_today(), language)
    old, new = html.split(" / ")
    assert "777" in old
    assert '<span class="in-doubt">(' in old
    assert "in-doubt" not in new


@pytest.mark.django_db
def test_editors_see_how_many_facts_to_check_again(admin_client: Client, admin_user: User) -> None:
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    yesterday = clock.today() - dt.timedelta(days=1)
    FactFactory(code="old", review_by=yesterday)
    FactFactory(code="replaced", review_by=yesterday, valid_from=clock.today() - dt.timedelta(days=500))
    FactFactory(code="replaced")
    html = admin_client.get("/admin/").content.decode()
    assert "1 fact is past its review" in html
    assert "/admin/facts/?past_review=true" in html
    Fact.objects.update(review_by=clock.today())
    assert "past its review" not in admin_client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_who_may_not_edit_facts_is_not_asked_to(client: Client) -> None:
    FactFactory(code="old", review_by=clock.today() - dt.timedelta(days=1))
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    html = client.get("/admin/").content.decode()
    assert "past its review" not in html
