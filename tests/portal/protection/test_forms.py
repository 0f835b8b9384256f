"""The trap and the clock: they mark, and lose nothing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django import forms
from django.http import QueryDict

from portal.protection.forms import ProtectedFormMixin

OPENED_AT = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


class AskForm(ProtectedFormMixin, forms.Form):
    name = forms.CharField()


@pytest.fixture(autouse=True)
def minimum_seconds(settings: object) -> None:
    settings.FORM_MINIMUM_SECONDS = 3  # type: ignore[attr-defined]


@pytest.fixture
def stamp() -> str:
    """The time of a form that was opened at ``OPENED_AT``."""
    with time_machine.travel(OPENED_AT, tick=False):
        return str(AskForm()["opened"].value())


def sent_after(seconds: float, **answers: str) -> AskForm:
    """Return a form as it comes back so many seconds after it was opened."""
    data = QueryDict(mutable=True)
    data.update({"name": "Ana", **answers})
    with time_machine.travel(OPENED_AT + dt.timedelta(seconds=seconds), tick=False):
        form = AskForm(data)
        form.is_valid()
    return form


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "too_fast"), (2.9, "too_fast"), (3, ""), (3600, ""), (86_400, "")]
)
def test_who_is_faster_than_a_person_is_marked(stamp: str, seconds: float, expected: str) -> None:
    form = sent_after(seconds, opened=stamp)
    assert form.is_valid()
    assert form.suspicion() == expected


def test_whoever_fills_in_the_trap_is_marked_and_kept(stamp: str) -> None:
    form = sent_after(0, opened=stamp, website="https://spam.example")
    assert form.is_valid()
    assert form.suspicion() == "honeypot"


@pytest.mark.parametrize("bad", ["", "garbage", "1772366400000:forged", "😀"])
def test_without_a_usable_time_the_form_comes_back_as_typed_and_then_passes(bad: str) -> None:
    form = sent_after(10, opened=bad)
    assert not form.is_valid()
    assert form.has_error("__all__", code="stale")
    assert form["name"].value() == "Ana"
    again = sent_after(20, opened=str(form["opened"].value()))
    assert again.is_valid()
    assert again.suspicion() == ""


def test_a_form_of_yesterday_comes_back_with_a_fresh_time(stamp: str) -> None:
    form = sent_after(86_401, opened=stamp)
    assert not form.is_valid()
    assert sent_after(86_420, opened=str(form["opened"].value())).is_valid()


def test_another_mistake_keeps_the_time_that_the_form_was_opened(stamp: str) -> None:
    form = sent_after(10, opened=stamp, name="")
    assert not form.is_valid()
    assert form["opened"].value() == stamp


def test_where_no_minimum_is_set_time_plays_no_part(settings: object) -> None:
    settings.FORM_MINIMUM_SECONDS = 0  # type: ignore[attr-defined]
    form = sent_after(0)
    assert form.is_valid()
    assert form.suspicion() == ""


def test_the_trap_is_out_of_everybodys_way() -> None:
    form = AskForm()
    html = "".join(str(field) for field in form.hidden_fields())
    assert 'name="website"' in html
    assert 'aria-hidden="true"' in html
    assert 'tabindex="-1"' in html
    assert 'autocomplete="off"' in html
    assert [field.name for field in form.visible_fields()] == ["name"]


def test_without_keys_there_is_no_captcha() -> None:
    assert "captcha" not in AskForm().fields
    assert "captcha" not in str(AskForm())
