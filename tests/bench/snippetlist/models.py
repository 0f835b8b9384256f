"""A snippet as Wagtail's documentation makes one: what the staff's pages are compared with."""

from __future__ import annotations

from django.db import models
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

PLAIN_ROWS = 100


class Note(models.Model):
    """A plain snippet with a few columns' worth of data."""

    title = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.title


@register_snippet
class NoteViewSet(SnippetViewSet):
    """Wagtail's own list, with a hundred rows on its page."""

    model = Note
    list_per_page = PLAIN_ROWS
