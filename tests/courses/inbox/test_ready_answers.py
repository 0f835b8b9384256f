"""Ready answers: shipped and own, in the person's language and in staff's, to begin a message with."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.inbox.contact import Ways, greeting, ready_answers
from courses.inbox.models import Reply, ReplyText
from courses.inbox.ready_answers import FOLDER, load_replies, shipped_replies
from courses.inbox.replies import text_for
from tests.courses.inbox.conftest import may_enter
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def reply(title="Sunați-ne", *, centre=None, **texts) -> Reply:
    row = Reply.objects.create(title=title, centre=centre)
    for language, text in texts.items():
        ReplyText.objects.create(reply=row, language=language, text=text)
    return row


# What is shipped


def test_six_answers_are_shipped_in_romanian_and_english() -> None:
    shipped = shipped_replies()
    assert len(shipped) >= 6
    for each in shipped:
        assert {"ro", "en"} <= each.texts.keys(), each.code
        assert all(0 < len(text) <= 1000 for text in each.texts.values()), each.code
        assert 0 < len(each.title) <= 80


def test_loading_twice_adds_nothing_and_keeps_ones_own_wording(capsys) -> None:
    assert load_replies() == sum(len(each.texts) for each in shipped_replies())
    text = ReplyText.objects.filter(language="ro")[0]
    text.text = "Cum spunem noi"
    text.save()
    Reply.objects.filter(pk=text.reply_id).update(title="Titlul nostru")
    call_command("load_replies")
    assert "0 texts" in capsys.readouterr().out
    text.refresh_from_db()
    assert (text.text, Reply.objects.get(pk=text.reply_id).title) == ("Cum spunem noi", "Titlul nostru")


def test_a_new_language_of_a_file_is_added_and_marked(tmp_path) -> None:
    load_replies()
    code = next(iter(sorted(FOLDER.glob("*.yaml")))).stem
    (tmp_path / f"{code}.yaml").write_text(
        "title: x\nmachine: [uk]\ntexts:\n  ro: altceva\n  uk: Зателефонуйте\n", encoding="utf-8"
    )
    ReplyText.objects.filter(reply__code=code, language="uk").delete()
    assert load_replies(folder=tmp_path) == 1
    assert ReplyText.objects.get(reply__code=code, language="uk").is_machine


# Which text, and whose


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"ne": "नेपाली", "en": "English", "ro": "Română"}, "नेपाली"),
        ({"en": "English", "ro": "Română"}, "English"),
        ({"ro": "Română", "uk": "Українська"}, "Română"),
        ({"uk": "Українська"}, "Українська"),
        ({}, ""),
    ],
)
def test_the_persons_language_then_english_then_romanian(texts, said) -> None:
    assert text_for(reply(**texts), "ne") == said


def test_one_is_offered_ones_own_centres_and_the_common_ones(staff, centre, other_centre) -> None:
    common, own = reply("A"), reply("B", centre=centre)
    reply("C", centre=other_centre)
    Reply.objects.create(title="D", is_active=False)
    assert list(Reply.objects.offered_to(staff)) == [common, own]
    assert list(Reply.objects.offered_to(UserFactory())) == []
    assert Reply.objects.offered_to(UserFactory(admin=True)).count() == 3


def test_a_ready_answer_reads_in_both_languages_and_opens_elsewhere(staff, enrol) -> None:
    reply(ar="اتصلوا بنا", ro="Sunați-ne", en="Call us")
    enrolment = enrol("أمينة", language="ar", phone="+40745123456", email="amina@mail.example")
    with translation.override("ro"):
        answer = ready_answers(enrolment, Ways.of(enrolment), staff)[0]
    assert (answer.text, answer.language.code, answer.falls_back) == ("اتصلوا بنا", "ar", False)
    assert answer.staff_text == "Sunați-ne"
    whole = f"{greeting(enrolment)}\n\nاتصلوا بنا"
    assert parse_qs(urlsplit(answer.whatsapp).query)["text"] == [whole]
    mail = parse_qs(urlsplit(answer.mail).query)
    assert mail["body"] == [whole]
    assert "Centrul Iași" in mail["subject"][0]


def test_a_missing_language_is_said(staff_client, enrol) -> None:
    reply(en="Please call us")
    enrolment = enrol(language="ne")
    page = staff_client.get(reverse("inbox:enrolment", args=[enrolment.pk])).content.decode()
    assert "There is no text in the person&#x27;s language yet" in page or "There is no text in the person's" in page


def test_choosing_one_begins_the_message_without_a_script(staff_client, enrol) -> None:
    chosen = reply(en="Please call us")
    address = reverse("inbox:enrolment", args=[enrol().pk])
    page = staff_client.get(address).content.decode()
    assert f"reply={chosen.pk}#write" in page
    begun = staff_client.get(address, {"reply": chosen.pk})
    assert begun.context["write_form"]["text"].value() == "Please call us"
    for odd in ("x", "", "999999"):
        assert staff_client.get(address, {"reply": odd}).status_code == 200


def test_a_childs_guardian_is_written_to(enrol) -> None:
    enrolment = enrol(email="child@mail.example")
    enrolment.person.guardian_name, enrolment.person.guardian_phone = "Olena", "+40745000002"
    assert (Ways.of(enrolment).phone, Ways.of(enrolment).email) == ("+40745000002", "")


# Who edits them


def typed(centre, text="Sunați-ne", **more) -> dict[str, object]:
    return {
        "title": "Nou",
        "centre": centre.pk if centre else "",
        "is_active": "on",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-MIN_NUM_FORMS": "1",
        "texts-MAX_NUM_FORMS": "12",
        "texts-0-language": "ro",
        "texts-0-text": text,
        **more,
    }


def test_staff_write_their_own_centres_answers(staff_client, centre, other_centre) -> None:
    assert staff_client.post(reverse("replies:add"), typed(centre)).status_code == 302
    assert text_for(Reply.objects.get(title="Nou"), "uk") == "Sunați-ne"
    for refused in (other_centre, None):
        staff_client.post(reverse("replies:add"), {**typed(refused), "title": "Străin"})
    assert not Reply.objects.filter(title="Străin").exists()


def test_common_answers_are_a_coordinators(staff_client, staff, centre) -> None:
    common, own = reply("Comun", ro="x"), reply("Propriu", centre=centre, ro="x")
    listed = staff_client.get(reverse("replies:index")).content.decode()
    assert "Comun" in listed
    assert reverse("replies:edit", args=[own.pk]) in listed
    assert reverse("replies:edit", args=[common.pk]) not in listed
    for name in ("edit", "delete", "history", "usage"):
        assert staff_client.get(reverse(f"replies:{name}", args=[common.pk])).status_code == 404
    staff.memberships.update(role="coordinator")
    assert staff_client.get(reverse("replies:edit", args=[common.pk])).status_code == 200


def test_a_shipped_answer_is_switched_off_and_never_deleted(staff_client, staff) -> None:
    load_replies()
    staff.memberships.update(role="coordinator")
    shipped = Reply.objects.all()[0]
    assert staff_client.get(reverse("replies:delete", args=[shipped.pk])).status_code == 404
    staff_client.post(reverse("replies:delete", args=[shipped.pk]))
    assert Reply.objects.filter(pk=shipped.pk).exists()


def test_another_centres_answers_do_not_exist(staff_client, other_centre) -> None:
    foreign = reply(centre=other_centre, ro="x")
    assert "Sunați-ne" not in staff_client.get(reverse("replies:index")).content.decode()
    for name in ("edit", "delete"):
        assert staff_client.get(reverse(f"replies:{name}", args=[foreign.pk])).status_code == 404


def test_who_sees_no_people_has_no_answers(centre, signed_in) -> None:
    trainer = may_enter(MembershipFactory(centre=centre, role="trainer").user)
    for name in ("index", "add"):
        assert signed_in(trainer).get(reverse(f"replies:{name}")).status_code in {302, 404}


def test_as_many_queries_for_many_answers(staff_client, enrol) -> None:
    address = reverse("inbox:enrolment", args=[enrol().pk])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(address)
        return len(queries)

    reply("A", en="a")
    count()
    few = count()
    for number in range(10):
        reply(f"B{number}", en="b", ro="b")
    assert count() == few
