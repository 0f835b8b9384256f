"""Which text is sent: staff's own, the shipped one, English, Romanian."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from portal import languages
from portal.messages import texts
from portal.messages.models import MessageText
from portal.messages.placeholders import check_placeholders, placeholders_in
from portal.messages.templates import PLACEHOLDERS, TEMPLATES
from portal.messages.texts import ensure_texts, render, shipped_text, text_for, texts_for

SHIPPED = [path.stem for path in sorted(Path(texts.__file__).with_name("texts").glob("*.yaml"))]
VALUES = {name: f"<{name}>" for name in PLACEHOLDERS}


@pytest.fixture
def shipped_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder instead of the shipped texts."""
    monkeypatch.setattr(texts, "_FOLDER", tmp_path)
    texts._shipped.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    texts._shipped.cache_clear()


def ship(folder: Path, language: str, subject: str) -> None:
    (folder / f"{language}.yaml").write_text(
        f'machine: true\ntexts:\n  declined:\n    subject: "{subject}"\n    body: "Text of {language}"\n',
        encoding="utf-8",
    )


def test_english_and_romanian_are_there() -> None:
    assert {"en", "ro"} <= set(SHIPPED)


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_file_has_every_message_complete(language: str) -> None:
    assert languages.is_supported(language)
    for slug in TEMPLATES:
        text = shipped_text(slug, language)
        assert text is not None, slug
        assert text.subject, slug
        assert text.body, slug
        assert text.sms, slug
        check_placeholders(slug, subject=text.subject, body=text.body, sms=text.sms)
    assert set(texts._shipped(language)) == set(TEMPLATES)


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_text_names_the_same_placeholders_as_the_romanian_one(language: str) -> None:
    for slug in TEMPLATES:
        here, source = shipped_text(slug, language), shipped_text(slug, languages.SOURCE_CODE)
        assert here is not None
        assert source is not None
        assert placeholders_in(here.body) == placeholders_in(source.body), slug
        assert placeholders_in(here.subject) == placeholders_in(source.subject), slug
        assert placeholders_in(here.sms) == placeholders_in(source.sms), slug


@pytest.mark.django_db
def test_every_message_can_be_written_in_every_language_of_the_portal() -> None:
    for slug in TEMPLATES:
        for code in languages.CODES:
            subject, body = render(slug, code, VALUES)
            assert subject
            assert "{" not in subject + body


@pytest.mark.django_db
def test_staffs_own_text_goes_before_the_shipped_one() -> None:
    MessageText.objects.create(template="declined", language="en", subject="Own", body="Own {name}")
    assert render("declined", "en", {"name": "Ana"}) == ("Own", "Own Ana")


@pytest.mark.django_db
def test_an_empty_field_falls_back_alone() -> None:
    MessageText.objects.create(template="declined", language="en", subject="", body="Own")
    subject, body = render("declined", "en", VALUES)
    assert body == "Own"
    assert subject == "We have received your answer: <course>"


@pytest.mark.django_db
def test_a_language_without_a_text_gets_english_then_romanian(shipped_folder: Path) -> None:
    ship(shipped_folder, "ro", "Salut")
    assert text_for("declined", "ar").language == "ro"
    ship(shipped_folder, "en", "Hello")
    texts._shipped.cache_clear()
    assert text_for("declined", "ar").language == "en"
    ship(shipped_folder, "ar", "أهلا")
    texts._shipped.cache_clear()
    assert text_for("declined", "ar").subject == "أهلا"


@pytest.mark.django_db
def test_an_empty_row_of_english_does_not_hide_romanian(shipped_folder: Path) -> None:
    ship(shipped_folder, "ro", "Salut")
    MessageText.objects.create(template="declined", language="en")
    MessageText.objects.create(template="declined", language="ar", subject="only a subject")
    assert render("declined", "ar", {})[0] == "Salut"


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "texts: [", "texts:\n  declined:\n    subject: 5", "- a"])
def test_a_broken_file_is_as_good_as_none(shipped_folder: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    ship(shipped_folder, "en", "Hello")
    (shipped_folder / "ar.yaml").write_text(content, encoding="utf-8")
    assert render("declined", "ar", {})[0] == "Hello"
    assert "ar.yaml" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["xx", "", "../../../etc/passwd"])
def test_a_language_that_nobody_speaks_gets_english(language: str) -> None:
    assert text_for("offer", language).language == "en"


@pytest.mark.django_db
def test_a_message_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        render("nothing", "en", {})


@pytest.mark.django_db
def test_load_texts_makes_what_is_missing_and_touches_nothing_else() -> None:
    MessageText.objects.all().delete()
    MessageText.objects.create(template="offer", language="ro", subject="Own", body="{deadline}\n{link}")
    assert ensure_texts() == len(TEMPLATES) * len(languages.CODES) - 1
    call_command("load_texts")
    assert MessageText.objects.count() == len(TEMPLATES) * len(languages.CODES)
    assert MessageText.objects.get(template="offer", language="ro").subject == "Own"


@pytest.mark.django_db
def test_a_row_with_a_mistake_does_not_pass_the_models_check() -> None:
    with pytest.raises(ValidationError) as caught:
        MessageText(template="offer", language="en", body="{nothing}").full_clean()
    assert "body" in caught.value.message_dict


SMS_SHIPPED = 'texts:\n  declined:\n    subject: "s"\n    body: "b"\n    sms: "Short {name}"\n'


@pytest.mark.django_db
def test_an_sms_has_a_text_of_its_own_and_its_own_way_to_fall_back(shipped_folder: Path) -> None:
    (shipped_folder / "en.yaml").write_text(SMS_SHIPPED, encoding="utf-8")
    ship(shipped_folder, "ar", "أهلا")
    found = texts_for("declined", ["ar", "en"], channel="sms")
    assert found["ar"].language == "en", "an e-mail is no SMS"
    assert found["en"].fill_sms({"name": "Ana"}) == "Short Ana"
    assert text_for("declined", "ar").language == "ar"
    MessageText.objects.create(template="declined", language="ar", sms="قصير {name}")
    own = texts_for("declined", ["ar"], channel="sms")["ar"]
    assert (own.language, own.subject, own.sms) == ("ar", "أهلا", "قصير {name}")


@pytest.mark.django_db
def test_what_strangers_write_is_cut_in_an_sms() -> None:
    text = text_for("declined", "en")
    sms = text.fill_sms({**VALUES, "name": "x" * 200, "link": "https://portal.example/" + "y" * 200})
    assert "x" * 37 + "..." in sms
    assert "x" * 38 not in sms
    link = text_for("link", "en").fill_sms({**VALUES, "link": "https://portal.example/" + "y" * 200})
    assert link.endswith("y" * 200)


@pytest.mark.django_db
def test_an_sms_in_romanian_loses_its_marks_where_they_would_cost_a_part() -> None:
    text = text_for("completed", "ro")
    assert "ă" not in text.fill_sms({**VALUES, "course": "Limba română A1 pentru începători", "name": "Ștefan Ionescu"})
    assert "Олена" in text.fill_sms({**VALUES, "name": "Олена"})
    assert "ă" in text.fill_sms({**VALUES, "name": "Олена"})


@pytest.mark.django_db
def test_all_languages_of_a_message_are_looked_up_in_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert set(texts_for("offer", languages.CODES)) == set(languages.CODES)
