"""What the inbox's search box finds: names in any script, phones and references however they are written."""

from __future__ import annotations

import contextlib
import re

from django.db.models import Q

from courses.enrolment.references import digits_in
from courses.people.names import fold_name, search_words
from portal.phones import parse_phone

FEWEST_DIGITS = 3
"""Fewer digits than this would find nearly everybody."""


def matching(text: str) -> Q:
    """Return the condition on enrolments for what a colleague typed.

    Every word must be part of a name, as written or in Latin letters; digits may be part of a phone
    (the person's or the helper's) or of a reference; what holds an @ may be part of an e-mail address.
    """
    if "@" in text:
        return Q(person__email__icontains=text.strip())
    found = Q(pk__in=[])
    words = [word for word in fold_name(text).split() if not word.isnumeric()]
    if words:
        found |= _names(words)
    digits = digits_in(text)
    if len(digits) >= FEWEST_DIGITS:
        found |= Q(reference__contains=digits) | _phones(text, digits)
    return found


def _names(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        as_written = Q(person__search_name__contains=word)
        in_latin = Q()
        for part in search_words(word).split()[1:]:
            in_latin &= Q(person__search_name__contains=part)
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
            condition |= Q(person__phone__contains=part) | Q(person__helper_phone__contains=part)
    return condition
