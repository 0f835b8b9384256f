"""What the inbox's search box finds: names in any script, phones and references however they are written."""

from __future__ import annotations

import contextlib
import re

from django.db.models import Q

from courses.enrolment.references import digits_in
from courses.people.models import Person
from courses.people.names import fold_name, search_words
from portal.phones import parse_phone

FEWEST_DIGITS = 3
"""Fewer digits than this would find nearly everybody."""


def matching(text: str) -> Q:
    """Return the condition on enrolments for what a colleague typed.

    Every word must be part of a name, as written or in Latin letters; digits may be part of a phone
    (the person's or the helper's) or of a reference; what holds an @ may be part of an e-mail address.

    People are looked up first, and their enrolments by an index: they are a fifth of the enrolments, and a
    condition over both tables would have to join all of them.
    """
    if "@" in text:
        return _of(Q(email__icontains=text.strip()))
    words = [word for word in fold_name(text).split() if not word.isnumeric()]
    digits = digits_in(text)
    if len(digits) < FEWEST_DIGITS:
        return _of(_names(words)) if words else Q(pk__in=[])
    people = _phones(text, digits)
    return _of(people | _names(words) if words else people) | Q(reference__contains=digits)


def _of(people: Q) -> Q:
    return Q(person__in=Person.objects.filter(people).values("pk"))


def _names(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        as_written = Q(search_name__contains=word)
        in_latin = Q()
        for part in search_words(word).split()[1:]:
            in_latin &= Q(search_name__contains=part)
        condition &= as_written | in_latin if in_latin else as_written
    return condition


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
