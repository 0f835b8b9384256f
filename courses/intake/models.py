"""Lists of names that staff bring in, between the preview and the decision."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Run


class ImportBatch(models.Model):
    """A spreadsheet that was read and not brought in yet. Its rows are forgotten once it is, or after a day."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list, help_text="As read: one object a row, column to text.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name = pgettext_lazy("staff", "list to import")
        verbose_name_plural = pgettext_lazy("staff", "lists to import")

    def __str__(self) -> str:
        return self.file_name
