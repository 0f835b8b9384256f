"""What has changed, and which addresses the web server in front may hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class PageChange(models.Model):
    """A table that a transaction has changed. Written by triggers, so by whoever changes anything."""

    xact = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    at = models.DateTimeField()
    purges = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["xact", "table_name"], name="one_change_a_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} at {self.at:%Y-%m-%d %H:%M:%S}"


class KeptAddress(models.Model):
    """An address whose answer the web server in front was allowed to keep, and the tables that it shows."""

    url = models.CharField(max_length=1200, unique=True)
    tables = ArrayField(models.CharField(max_length=63))
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["tables"], name="kept_address_tables")]

    def __str__(self) -> str:
        return self.url
