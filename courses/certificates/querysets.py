"""Reads of certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import models

from courses.people.names import search_words
from portal.directory.models import Centre

if TYPE_CHECKING:
    from courses.certificates.models import Certificate  # noqa: F401 - the base class names it


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Reads of certificates."""

    def for_staff(self, user: User) -> CertificateQuerySet:
        """Certificates of the centres whose people this user may see."""
        return self.filter(enrolment__centre__in=Centre.objects.for_staff(user))

    def valid(self) -> CertificateQuerySet:
        """Certificates that were not taken back."""
        return self.filter(revoked_at=None)

    def matching(self, text: str) -> CertificateQuerySet:
        """Certificates with this number, or of people with these words in their name, in any script."""
        text = text.strip()
        if text[:1].isdigit():
            return self.filter(number__startswith=text)
        words = models.Q()
        for word in search_words(text).split()[:8]:
            words &= models.Q(enrolment__person__search_name__contains=word)
        printed = models.Q(name__icontains=text) | models.Q(latin_name__icontains=text)
        return self.filter(words | printed) if words else self.filter(printed)

    def for_printing(self) -> CertificateQuerySet:
        """With all that a sheet shows, in the order in which a class is called out. One query."""
        return self.select_related("organisation").order_by("latin_name", "name", "pk")
