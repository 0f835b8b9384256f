"""What the inbox's search box finds: names in any script, phones and references however they are written."""

from __future__ import annotations

import contextlib
import re

from django.db.models import Q

from courses.enrolment.models import Enrolment
from courses.enrolment.references import LENGTH, digits_in
from courses.people.models import Person
from courses.people.names import fold_name, match_key, search_words
from portal.phones import parse_phone

FEWEST_DIGITS = 3
"""Fewer digits than this would find nearly everybody."""
SHORTEST_SOUND = 3
"""What is left of a name in fewer letters sounds like too many."""


def matching(text: str) -> Q:
    """Return the condition on enrolments for what a colleague typed.

    Every word must be part of a name, as written, in Latin letters or by its sound; digits may be part of a phone
    (the person's or the helper's) or begin a reference; what holds an @ may be part of an e-mail address.

    People are looked up first, and their enrolments by an index: they are a fifth of the enrolments, and a
    condition over both tables would have to join all of them. So would "of these people or with this reference":
    both are looked up, each by its index, and put together.
    """
    if "@" in text:
        return _of(Q(email__icontains=text.strip()))
    has_words, digits = bool(_words(text)), digits_in(text)
    if len(digits) < FEWEST_DIGITS:
        return _of(_names(text)) if has_words else Q(pk__in=[])
    people = _phones(text, digits)
    found = _of(people | _names(text) if has_words else people)
    if len(digits) > LENGTH:
        return found
    either = [
        Enrolment.objects.filter(each).order_by().values("pk") for each in (found, Q(reference__startswith=digits))
    ]
    return Q(pk__in=either[0].union(either[1]))


def _of(people: Q) -> Q:
    return Q(person__in=Person.objects.filter(people).values("pk"))


def _names(text: str) -> Q:
    """Every word is a part of a name as written or in Latin letters, or sounds like the beginning of one.

    Names are compared by their sound (:func:`courses.people.names.match_key`) because nobody types what a table of
    letters makes of an Arabic name: who looks for Amina writes "amina", the table says "mynh".
    """
    each = Q()
    for word in _words(text):
        as_written = Q(search_name__contains=word)
        in_latin = Q()
        for part in search_words(word).split()[1:]:
            in_latin &= Q(search_name__contains=part)
        each &= (as_written | in_latin if in_latin else as_written) | _sounds_like(word)
    # The whole text as well: an article (al, el) is a word for who types it, and none for the ear.
    return each | _sounds_like(text) if len(_words(text)) > 1 else each


def _sounds_like(text: str) -> Q:
    frames = match_key(text).split()
    if not frames or any(len(frame) < SHORTEST_SOUND or not frame.isalpha() for frame in frames):
        return Q(pk__in=[])
    condition = Q()
    for frame in frames:
        condition &= Q(match_key__startswith=frame) | Q(match_key__contains=f" {frame}")
    return condition


def _words(text: str) -> list[str]:
    return [word for word in fold_name(text).split() if not word.isnumeric()]


def _phones(text: str, digits: str) -> Q:
    # 0745..., 0040745... and +40 745... are the same number; kept is +40745...
    parts = {digits.lstrip("0")}
    with contextlib.suppress(ValueError):
        parts.add(parse_phone(re.sub(r"[^\d+() .-]", "", text)))
    condition = Q()
    for part in parts:
        if len(part) >= FEWEST_DIGITS:
            condition |= Q(phone__contains=part) | Q(helper_phone__contains=part)
    return condition
