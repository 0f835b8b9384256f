"""The form as people use and misuse it: every answer is in their language, nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.test import Client
from django.utils.html import escape

from courses.catalogue.models import Run
from courses.enrolment.codes import Level, Suspicion
from courses.enrolment.decisions import tell_what_was_left
from courses.enrolment.models import Enrolment
from courses.level.token import make_result
from courses.people.models import Person
from portal.messages.models import Message
from portal.protection import captcha
from tests.factories import EnrolmentFactory, RunFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "آمنة الخطيب", "phone": "0720 000 001", "consent": "on", "submission_id": "f" * 32}


def enrol_url(run: object, language: str = "ar") -> str:
    return f"/{language}/enrol/{run.pk}/"  # type: ignore[attr-defined]


def test_somebody_enrols_with_a_name_and_a_phone(client: Client) -> None:
    run = RunFactory()
    response = client.post(enrol_url(run), ANSWERS)
    assert response.status_code == 303
    assert response["Location"].startswith("/ar/enrol/received/")
    person = Person.objects.get()
    assert (person.name, person.phone.as_e164, person.language) == ("آمنة الخطيب", "+40720000001", "ar")
    assert person.contact_by == Person.ContactBy.CALL


def test_the_receipt_shows_a_reference_and_no_name(client: Client) -> None:
    response = client.post(enrol_url(RunFactory()), ANSWERS, follow=True)
    page = response.content.decode()
    reference = Enrolment.objects.get().reference
    assert f"{reference[:3]} {reference[3:6]} {reference[6:]}" in page
    assert "آمنة" not in page


def test_a_double_click_is_one_enrolment(client: Client) -> None:
    run = RunFactory()
    first = client.post(enrol_url(run), ANSWERS, follow=True)
    again = client.post(enrol_url(run), ANSWERS, follow=True)
    assert Enrolment.objects.count() == 1
    assert first.context["reference_display"] == again.context["reference_display"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "\u202e\u200f\u200b"}, "name"),
        ({"is_assisted": "on", "helper_name": "\u2060\u200b"}, "helper_name"),
        ({"phone": "abc"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "", "email": "nobody"}, "email"),
        ({"contact_by": "email"}, "email"),
        ({"contact_by": "call", "phone": "", "email": "a@mail.example"}, "phone"),
        ({"birth_year": "85"}, "birth_year"),
        ({"birth_year": "2999"}, "birth_year"),
        ({"status": "made-up"}, "status"),
        ({"level": "C9"}, "level"),
        ({"comment": "y" * 1001}, "comment"),
        ({"is_assisted": "on"}, "helper_name"),
        ({"consent": ""}, "consent"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, changes: dict[str, str], field: str
) -> None:
    answers = {**ANSWERS, **changes}
    response = client.post(enrol_url(RunFactory()), answers)
    assert response.status_code == 422
    assert not Enrolment.objects.exists()
    form = response.context["form"]
    assert list(form.errors) == [field]
    page = response.content.decode()
    assert f'href="#id_{field}' in page, "the summary leads to the field"
    assert f'id="id_{field}_error"' in page, "the field has its error beside it"
    for name in ("name", "phone", "comment"):
        assert escape(answers.get(name, "")) in page


@pytest.mark.parametrize("name", ["نور", "🌻 Ana", "नेपाली नाम", "<script>alert(1)</script>", "O'Neill-Țurcanu", "‮evil"])
def test_any_name_is_a_name(client: Client, name: str) -> None:
    response = client.post(enrol_url(RunFactory()), {**ANSWERS, "name": name}, follow=True)
    assert response.status_code == 200
    assert Person.objects.get().name == name


def test_a_null_byte_is_an_error_beside_the_field_not_a_crash(client: Client) -> None:
    response = client.post(enrol_url(RunFactory()), {**ANSWERS, "name": "A\x00B"})
    assert response.status_code == 422


@pytest.mark.parametrize("trait", ["cancelled", "closed", "past"])
def test_a_run_that_is_over_says_so_and_offers_another(client: Client, trait: str) -> None:
    run = RunFactory(**{trait: True})
    other = RunFactory(course=run.course)
    for response in (client.get(enrol_url(run)), client.post(enrol_url(run), ANSWERS)):
        assert response.status_code == 410
        assert [alternative for alternative, _page in response.context["alternatives"]] == [other]
    assert not Enrolment.objects.exists()


def test_a_full_run_still_takes_names_for_its_waiting_list(client: Client) -> None:
    run = RunFactory(capacity=1)
    EnrolmentFactory(run=run, confirmed=True)
    assert client.get(enrol_url(run)).status_code == 200
    assert client.post(enrol_url(run), ANSWERS).status_code == 303


def test_a_run_that_is_not_there_or_not_published_is_not_found(client: Client) -> None:
    assert client.get(enrol_url(RunFactory(draft=True))).status_code == 404
    assert client.get("/ar/enrol/999999/").status_code == 404


def test_a_form_from_another_site_is_shown_again_with_everything_typed(client: Client) -> None:
    response = client.post(enrol_url(RunFactory()), ANSWERS, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert "آمنة الخطيب" in response.content.decode()
    assert not Enrolment.objects.exists()


def test_no_token_and_no_cookie_are_needed() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(enrol_url(RunFactory()), ANSWERS, headers={"Origin": "http://testserver"})
    assert response.status_code == 303
    assert not strict.cookies


def test_a_form_in_the_hidden_field_is_kept_but_marked(client: Client) -> None:
    response = client.get(enrol_url(RunFactory()))
    trap = response.context["form"].honeypot_name
    run = RunFactory()
    assert client.post(enrol_url(run), {**ANSWERS, trap: "https://spam.example"}).status_code == 303
    assert Enrolment.objects.get().suspicion == Suspicion.HONEYPOT


def test_too_many_from_one_address_are_slowed_down_and_lose_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courses.enrolment.views.ADDRESS_LIMIT", 1)
    run = RunFactory()
    client.post(enrol_url(run), ANSWERS)
    response = client.post(enrol_url(run), {**ANSWERS, "name": "Salma"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Salma" in response.content.decode()


def test_without_keys_no_third_party_script_is_loaded(client: Client) -> None:
    page = client.get(enrol_url(RunFactory())).content.decode()
    assert "recaptcha" not in page
    assert 'src="http' not in page


def test_questions_that_do_not_concern_a_run_are_not_asked(client: Client) -> None:
    run = RunFactory(course__kind="orientation", childcare=False)
    form = client.get(enrol_url(run)).context["form"]
    assert not {"level", "needs_childcare"} & set(form.fields)


def test_the_receipt_goes_out_in_the_pages_language(client: Client) -> None:
    client.post(enrol_url(RunFactory(), "ne"), {**ANSWERS, "email": "a@mail.example"})
    tell_what_was_left()
    assert Message.objects.get().language == "ne"


def test_the_same_answers_give_the_same_record_in_every_language(client: Client) -> None:
    run = RunFactory()
    for language in ("en", "ar", "si"):
        client.post(enrol_url(run, language), {**ANSWERS, "name": f"N {language}", "status": "refugee", "level": "A1"})
    assert set(Enrolment.objects.values_list("status_then", "level")) == {("refugee", "A1")}


def test_the_form_can_be_gone_back_to(client: Client) -> None:
    """A browser shows the answer to a POST again on Back, unless it may not keep it: then only an error is left."""
    run = RunFactory()
    for response in (client.get(enrol_url(run)), client.post(enrol_url(run), {**ANSWERS, "phone": "abc"})):
        policy = response["Cache-Control"]
        assert "no-store" not in policy
        assert {"private", "no-cache"} <= set(policy.split(", ")), "but nobody else gets it, and it is asked for anew"


def test_nobody_mends_answers_that_cannot_be_taken_any_more(client: Client) -> None:
    run = RunFactory(state="cancelled")
    response = client.post(enrol_url(run), {**ANSWERS, "phone": "abc"})
    assert response.status_code == 410
    assert "form" not in response.context


def test_a_self_check_goes_along_and_chooses_the_level(client: Client) -> None:
    run, token = RunFactory(), make_result(Level.A2, 70)
    form = client.get(f"{enrol_url(run, 'en')}?level_check={token}").context["form"]
    assert form["level"].value() == Level.A2
    assert form["level"].help_text == "Your self-check: Simple conversations (A2)"
    client.post(enrol_url(run), {**ANSWERS, "level_check": token, "level": "A1"})
    assert Enrolment.objects.values_list("level", "checked_level", "checked_points").get() == ("A1", "A2", 70)


@pytest.mark.parametrize("token", ["", "made-up", "A2-70"])
def test_a_broken_self_check_is_none_and_disturbs_nobody(client: Client, token: str) -> None:
    run = RunFactory()
    form = client.get(f"{enrol_url(run, 'en')}?level_check={token}").context["form"]
    assert form["level"].value() == Level.UNKNOWN
    assert 'href="/en/level-check/"' in form["level"].help_text
    assert client.post(enrol_url(run), {**ANSWERS, "level_check": token}).status_code == 303
    assert Enrolment.objects.get().checked_level == ""


@pytest.mark.parametrize("enabled", [True, False])
def test_an_sms_is_offered_only_where_one_can_be_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch, enabled: bool
) -> None:
    monkeypatch.setattr("portal.messages.sms.is_enabled", lambda: enabled)
    run = RunFactory()
    choices = client.get(enrol_url(run)).context["form"].fields["contact_by"].choices
    assert (Person.ContactBy.SMS in dict(choices)) is enabled
    response = client.post(enrol_url(run), {**ANSWERS, "contact_by": "sms", "phone": "", "email": "a@mail.example"})
    assert list(response.context["form"].errors) == ["phone" if enabled else "contact_by"]


@pytest.mark.parametrize(
    ("rule", "said", "unsaid"),
    [
        (Run.Rule.REVIEW, "We read your enrolment", "We look for a place"),
        (Run.Rule.OFFER, "we hold it for you", "We read your enrolment"),
        (Run.Rule.CONFIRM, "it is yours", "You say yes"),
    ],
)
def test_the_receipt_says_what_happens_by_the_groups_rule(client: Client, rule: str, said: str, unsaid: str) -> None:
    page = client.post(enrol_url(RunFactory(rule=rule), "en"), ANSWERS, follow=True).content.decode()
    assert said in page
    assert unsaid not in page


@pytest.mark.parametrize("rule", Run.Rule.values)
def test_a_stranger_does_not_learn_from_the_receipt_that_somebody_is_enrolled(client: Client, rule: str) -> None:
    """The same name and phone twice: both receipts read alike, whatever became of the two enrolments."""
    run = RunFactory(rule=rule, capacity=1)
    receipts = []
    for submission_id in ("1" * 32, "2" * 32):
        page = client.post(enrol_url(run, "en"), {**ANSWERS, "submission_id": submission_id}, follow=True)
        reference, link = page.context["reference_display"], page.context["status_url"]
        assert page.status_code == 200
        text = page.content.decode().replace(reference, "-").replace(link, "-")
        receipts.append(re.sub(r"/received/[^/]+/", "/received/-/", text))
    assert Enrolment.objects.count() == 2
    assert receipts[0] == receipts[1]


def test_a_token_that_could_not_be_checked_is_kept_for_a_later_check(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_installed = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name == "django_recaptcha" or is_installed(name))
    for outcome in (captcha.UNCHECKED, captcha.PASSED):
        monkeypatch.setattr(captcha.CaptchaField, "outcome", lambda self, token, outcome=outcome: outcome)
        client.post(enrol_url(RunFactory()), {**ANSWERS, "captcha": f"token-{outcome}"})
    kept = Enrolment.objects.order_by("pk").values_list("suspicion", "captcha_token")
    assert list(kept) == [("unchecked", "token-unchecked"), ("", "")]
