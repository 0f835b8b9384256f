"""Phone numbers: read as people write them, kept as E.164, shown and linked."""

from __future__ import annotations

import pytest

from portal.phones import dial_target, format_phone, parse_phone, phone_link, whatsapp_url


@pytest.mark.parametrize(
    "text",
    [
        "0745 123 456",
        "+40745123456",
        "0040 745 123 456",
        "(0745) 123-456",
        "٠٧٤٥١٢٣٤٥٦",
        "०७४५१२३४५६",
        " 0745.123.456 ",
    ],
)
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    assert parse_phone(text) == "+40745123456"


def test_a_foreign_number_keeps_its_country() -> None:
    assert parse_phone("+977 984-1234567") == "+9779841234567"
    assert format_phone("+9779841234567").startswith("+977 ")


@pytest.mark.parametrize("text", ["abc", "12", "+", "0745 123 456 789 012 345", "<b>"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_phone(text)


def test_no_number_is_no_error() -> None:
    assert parse_phone("  ") == phone_link("") == whatsapp_url("") == ""


def test_a_short_number_is_dialled_as_it_is() -> None:
    assert dial_target("112") == format_phone("112") == "112"


def test_a_link_to_call_reads_from_left_to_right() -> None:
    assert phone_link("+40745123456") == '<a href="tel:+40745123456"><bdi dir="ltr">0745 123 456</bdi></a>'


def test_a_whatsapp_link_carries_any_script() -> None:
    assert whatsapp_url("+40745123456") == "https://wa.me/40745123456"
    assert whatsapp_url("+40745123456", "Bună & بخير?") == (
        "https://wa.me/40745123456?text=Bun%C4%83%20%26%20%D8%A8%D8%AE%D9%8A%D8%B1%3F"
    )
