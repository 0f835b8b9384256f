"""How many SMS a text is: what the gateway counts, and what it costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.messages.segments import EXAMPLES, in_fewer_segments, segments_of
from portal.messages.templates import PLACEHOLDERS, TEMPLATES
from portal.messages.texts import shipped_text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ă" * 70, 1),
        ("ă" * 71, 2),
        ("a" * 134 + "ș", 3),
        ("س" * 134, 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_segments_are_counted_as_networks_count_them(text: str, count: int) -> None:
    assert segments_of(text) == count


def test_romanian_marks_go_where_they_would_cost_a_part() -> None:
    long = "Întâlnirea e „mâine” – la Iași, în Țara de Jos… " * 3
    assert in_fewer_segments(long) == 'Intalnirea e "maine" - la Iasi, in Tara de Jos... ' * 3
    assert segments_of(in_fewer_segments(long)) < segments_of(long)


def test_a_short_text_keeps_its_marks() -> None:
    assert in_fewer_segments("Mâine la Iași") == "Mâine la Iași"


@pytest.mark.parametrize("other", ["سلمى", "Олена", "ğ"])
def test_a_text_with_other_letters_keeps_everything(other: str) -> None:
    text = "ăâîșț " * 30 + other
    assert in_fewer_segments(text) == text


@given(st.text(st.sampled_from("ășțaé€س„– "), max_size=400))
def test_a_text_never_becomes_dearer(text: str) -> None:
    assert segments_of(in_fewer_segments(text)) <= segments_of(text)


def test_every_placeholder_has_an_example() -> None:
    assert set(EXAMPLES) == set(PLACEHOLDERS)


@pytest.mark.parametrize("language", ["en", "ro"])
@pytest.mark.parametrize("slug", TEMPLATES)
def test_a_shipped_sms_is_two_parts_at_most_in_latin_letters(slug: str, language: str) -> None:
    text = shipped_text(slug, language)
    assert text is not None
    assert segments_of(text.fill_sms(EXAMPLES)) <= 2
