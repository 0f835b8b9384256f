"""Cutting a page out of what was searched for, and counting all of it, by one statement."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Window
from wagtail.admin.paginator import WagtailPaginator


class CountingPaginator(WagtailPaginator):
    """Pages of primary keys. A search reads everybody anyway: asked for a page and a number, it would do so twice.

    For a search only: a list that is read along an index ends at the page's last row, unless it has to count.
    """

    def get_page(self, number: Any) -> Page:
        """Return a page, with the number of all its list's rows known. One query; three beyond the end."""
        try:
            asked = int(number)
        except (TypeError, ValueError):
            asked = 1
        if asked < 1:
            return super().get_page(asked)
        first = (asked - 1) * self.per_page
        counted = self.object_list.annotate(number=Window(Count("*"))).values_list("pk", "number")
        rows = list(counted[first : first + self.per_page])
        if not rows and first:
            return super().get_page(asked)
        self.count = rows[0][1] if rows else 0  # in place of the property, which asks
        return self._get_page([pk for pk, _number in rows], asked, self)
