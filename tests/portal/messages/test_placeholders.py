"""Placeholders: found, checked, replaced by values that stay readable in both directions."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.messages.placeholders import check_placeholders, fill, fill_subject
from portal.messages.templates import PLACEHOLDERS, TEMPLATES

FSI, PDI = "\u2068", "\u2069"
RLO = "\u202e"
GOOD_OFFER = "Hello {name},\n{deadline}\n\n{link}"

one_line = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


def errors_of(template: str, *, subject: str = "", body: str = "", sms: str = "") -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        check_placeholders(template, subject=subject, body=body, sms=sms)
    return caught.value.message_dict


def test_an_empty_text_is_allowed_because_the_shipped_one_takes_its_place() -> None:
    for template in TEMPLATES:
        check_placeholders(template, subject="", body="", sms=" ")


def test_a_text_with_what_it_needs_is_allowed() -> None:
    check_placeholders("offer", subject="A place: {course}", body=GOOD_OFFER)


@pytest.mark.parametrize("missing", ["{link}", "{deadline}"])
def test_an_offer_without_link_or_deadline_is_refused(missing: str) -> None:
    errors = errors_of("offer", body=GOOD_OFFER.replace(missing, "x"))
    assert list(errors) == ["body"]
    assert missing in " ".join(errors["body"])


def test_a_placeholder_that_this_message_does_not_know_is_refused_where_it_stands() -> None:
    errors = errors_of("offer", subject="{position}", body=GOOD_OFFER + "{position}")
    assert set(errors) == {"subject", "body"}


@pytest.mark.parametrize(
    "broken",
    ["{", "}", "{name", "name}", "{{name}}", "{Name}", "{ name }", "{name.__class__}", "{0}", "{name!r}", "{}"],
)
def test_braces_that_are_no_placeholder_are_refused(broken: str) -> None:
    assert "body" in errors_of("offer", body=GOOD_OFFER + broken)


def test_a_link_in_the_middle_of_a_line_or_in_the_subject_is_refused() -> None:
    assert "body" in errors_of("offer", body="{deadline}\nHere: {link}.")
    assert "subject" in errors_of("offer", subject="{link}", body=GOOD_OFFER)


@pytest.mark.parametrize("missing", ["{link}", "{deadline}"])
def test_an_sms_with_an_offer_needs_link_and_deadline_too(missing: str) -> None:
    sms = "{deadline}\n{link}"
    check_placeholders("offer", subject="", body="", sms=sms)
    errors = errors_of("offer", sms=sms.replace(missing, "x"))
    assert list(errors) == ["sms"]
    assert missing in " ".join(errors["sms"])


def test_an_sms_may_leave_out_what_is_too_long_for_it() -> None:
    check_placeholders("question", subject="", body="", sms="Please answer:\n{link}")
    assert "{question}" in " ".join(errors_of("question", body="Please answer:\n{link}")["body"])


def test_an_sms_knows_the_same_placeholders_and_needs_its_link_on_a_line_too() -> None:
    assert "{position}" in " ".join(errors_of("offer", sms="{deadline} {position}\n{link}")["sms"])
    assert errors_of("offer", sms="{deadline} {link}")["sms"]


def test_the_old_contact_never_gets_a_link() -> None:
    assert set(errors_of("contact_changed", subject="{link}", body="x\n{link}", sms="x\n{link}")) == {
        "subject",
        "body",
        "sms",
    }


def test_what_a_message_needs_it_may_name() -> None:
    for template in TEMPLATES.values():
        assert template.sms_required <= template.required <= template.allowed <= set(PLACEHOLDERS)


def test_a_message_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        check_placeholders("nothing", subject="", body="")


@given(value=st.text(), other=st.text())
def test_a_value_is_data_and_never_a_template(value: str, other: str) -> None:
    hostile = "{reason} {reason.__class__} " + value.replace("\x00", "")
    filled = fill("A {name} B", {"name": hostile, "reason": "SECRET" + other}, rtl=False)
    assert "SECRET" not in filled
    assert "{reason} {reason.__class__}" in filled


@given(one_line)
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    filled = fill("A {name} B", {"name": value}, rtl=True)
    assert filled == f"A {FSI}{value}{PDI} B"
    assert fill("A {name} B", {"name": value}, rtl=False).replace(FSI, "").replace(PDI, "") == f"A {value} B"


@given(st.text(), st.booleans())
def test_isolates_are_always_closed_on_their_line(value: str, rtl: bool) -> None:
    for line in fill("A {name} B\n{reason}", {"name": value, "reason": value}, rtl=rtl).splitlines():
        assert re.sub(f"[^{FSI}{PDI}]", "", line).replace(FSI + PDI, "") == ""
        assert not re.search("[\u202a-\u202e\u2066\u2067]", line)


def test_a_name_cannot_turn_the_rest_of_a_text_around() -> None:
    assert fill("A {name} B", {"name": f"x{RLO}y{PDI}z"}, rtl=False) == "A xyz B"


def test_an_arabic_name_is_isolated_in_a_text_from_left_to_right() -> None:
    assert fill("Hello {name}, 5", {"name": "سلمى"}, rtl=False) == f"Hello {FSI}سلمى{PDI}, 5"


def test_references_and_phones_are_isolated_in_a_text_from_right_to_left() -> None:
    text = fill("الرقم: {reference} - {centre_phone}", {"reference": "4821-5539", "centre_phone": "0232 123"}, rtl=True)
    assert f"{FSI}4821-5539{PDI}" in text
    assert f"{FSI}0232 123{PDI}" in text


@pytest.mark.parametrize("rtl", [True, False])
def test_a_link_carries_no_invisible_sign(rtl: bool) -> None:
    link = "https://portal.example/ar/e/abc:def/?x=1"
    assert fill("نص\n{link}\nنص", {"link": link}, rtl=rtl).splitlines()[1] == link


def test_a_line_whose_value_is_missing_is_left_out_with_its_empty_line() -> None:
    text = fill("A\n\nCall {centre_phone} or come.\n\nB", {"centre_phone": " "}, rtl=False)
    assert text == "A\n\nB"


def test_a_value_that_the_caller_forgot_is_logged_and_leaves_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    assert fill("A\n{reason}", {}, rtl=False) == "A"
    assert "reason" in caplog.text


def test_a_value_of_several_lines_is_isolated_line_by_line() -> None:
    assert fill("{address}", {"address": "Str. X\nIași"}, rtl=True) == f"{FSI}Str. X{PDI}\n{FSI}Iași{PDI}"


ALTERNATIVES = "A1\nmâine\nhttps://portal.example/ar/1/\n\nمستوى\nIași: https://portal.example/ar/2/ sau online"


@pytest.mark.parametrize("rtl", [True, False])
def test_links_within_a_value_carry_no_invisible_sign_and_its_paragraphs_stay(rtl: bool) -> None:
    lines = fill("X:\n{alternatives}\n\nB", {"alternatives": ALTERNATIVES}, rtl=rtl).splitlines()
    assert lines[3] == "https://portal.example/ar/1/"
    assert lines[4] == ""
    assert lines[5] == f"{FSI}مستوى{PDI}"
    isolated = f"{FSI}Iași:{PDI} https://portal.example/ar/2/ {FSI}sau online{PDI}"
    assert lines[6] == (isolated if rtl else "Iași: https://portal.example/ar/2/ sau online")
    assert lines[7:] == ["", "B"]


def test_a_heading_goes_with_the_value_that_is_missing() -> None:
    text = "A\n\nOther groups:\n{alternatives}\n\nB"
    assert fill(text, {"alternatives": ""}, rtl=False) == "A\n\nB"
    assert fill(text, {"alternatives": "One"}, rtl=False) == "A\n\nOther groups:\nOne\n\nB"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("A\n\nBring:\n{note}\n- a pen", "A\n\nBring:\n- a pen"),
        ("A\n\nBring:", "A\n\nBring:"),
        ("A\n\n{note}:\nB:", "A\n\nB:"),
        ("A\n\nB\n{note}", "A\n\nB"),
        ("We wait for you:\n{note}", "We wait for you:"),
    ],
)
def test_a_line_with_a_colon_stays_where_it_is_no_lone_heading(text: str, filled: str) -> None:
    assert fill(text, {"note": ""}, rtl=False) == filled


@given(st.text())
def test_a_subject_is_one_line_of_bounded_length(value: str) -> None:
    subject = fill_subject("New: {name}", {"name": value + "\r\nBcc: x@example.org"}, rtl=False, limit=50)
    assert len(subject.splitlines()) == 1
    assert len(subject) <= 50
