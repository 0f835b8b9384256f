"""Certificates: what was printed, so that it can be printed again and checked by whoever holds the paper."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.certificates.codes import format_code
from courses.certificates.initials import initials_of
from courses.certificates.querysets import CertificateQuerySet
from courses.enrolment.models import Enrolment
from portal import languages
from portal.directory.models import Organisation


class Certificate(models.Model):
    """A certificate of one enrolment, as it was issued. Revoked ones stay, so that their page can say so.

    ``number`` is printed for people (``2026-000123``), ``code`` is what the QR code holds: nobody can guess it.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    number = models.CharField(pgettext_lazy("staff", "number"), max_length=20, unique=True)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(pgettext_lazy("staff", "name as printed"), max_length=100)
    latin_name = models.CharField(pgettext_lazy("staff", "name in Latin letters"), max_length=100, blank=True)
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    course_kind = models.CharField(max_length=20)
    course_level = models.CharField(max_length=2, blank=True)
    course_title = models.CharField(max_length=255, help_text="In Romanian.")
    course_title_own = models.CharField(max_length=255, blank=True, help_text="In the learner's language.")
    hours = models.PositiveSmallIntegerField(pgettext_lazy("staff", "hours"))
    percent = models.PositiveSmallIntegerField(pgettext_lazy("staff", "attendance (%)"), null=True, blank=True)
    exit_level = models.CharField(max_length=10, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    centre_name = models.CharField(max_length=200)
    city = models.CharField(max_length=80)
    signed_by = models.CharField(pgettext_lazy("staff", "signed by"), max_length=100, blank=True)
    issued_on = models.DateField(pgettext_lazy("staff", "issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(pgettext_lazy("staff", "revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_because = models.CharField(pgettext_lazy("staff", "why revoked"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = pgettext_lazy("staff", "certificate")
        verbose_name_plural = pgettext_lazy("staff", "certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(revoked_at__isnull=True), name="one_valid_certificate"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        """Whether it was not taken back."""
        return self.revoked_at is None

    @property
    def code_in_groups(self) -> str:
        """The code as it is printed and typed."""
        return format_code(self.code)

    @property
    def initials(self) -> str:
        """What the public page shows of the name: of the Latin one where the paper has it."""
        return initials_of(self.latin_name or self.name)
