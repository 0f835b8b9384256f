"""Placeholders: found, checked, replaced by values that stay readable in both directions."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.messages.placeholders import check_placeholders, fill, fill_subject
from portal.messages.templates import TEMPLATES

FSI, PDI = "\u2068", "\u2069"
RLO = "\u202e"
GOOD_OFFER = "Hello {name},\n{deadline}\n\n{link}"

one_line = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)


def errors_of(template: str, *, subject: str = "", body: str = "") -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        check_placeholders(template, subject=subject, body=body)
    return caught.value.message_dict


def test_an_empty_text_is_allowed_because_the_shipped_one_takes_its_place() -> None:
    for template in TEMPLATES:
        check_placeholders(template, subject="", body="")


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


@given(st.text())
def test_a_subject_is_one_line_of_bounded_length(value: str) -> None:
    subject = fill_subject("New: {name}", {"name": value + "\r\nBcc: x@example.org"}, rtl=False, limit=50)
    assert len(subject.splitlines()) == 1
    assert len(subject) <= 50
