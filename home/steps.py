"""What of the demo has been loaded: each step once, whatever editors do with it afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DemoStep(models.Model):
    """A step of loading the demo that is done. It is written in the step's own transaction."""

    name = models.CharField(max_length=200, unique=True)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
