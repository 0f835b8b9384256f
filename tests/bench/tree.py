"""Thousands of pages in the tree, put there and taken away in a few statements."""

from __future__ import annotations

from django.db import connection
from wagtail.models import Page

from home.pages import PlainPage

ABOVE = "help"
"""Below this page, in every language: in no list, so that only the size of the tree is measured."""
MOST_EACH = 9_999
"""Numbers of four digits are steps of the tree's path."""


def grow(count: int) -> int:
    """Put about so many live pages into the tree, evenly over the languages; return how many there are."""
    parents = list(Page.objects.filter(slug=ABOVE, depth=3).values_list("pk", flat=True))
    each = min(count // len(parents), MOST_EACH)
    made = {
        "path": "parent.path || lpad(n::text, 4, '0')",
        "depth": "parent.depth + 1",
        "numchild": "0",
        "slug": "'made-' || n",
        "url_path": "parent.url_path || 'made-' || n || '/'",
        "translation_key": "md5('made-' || n)::uuid",
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
    }
    columns = [field.column for field in Page._meta.local_concrete_fields if not field.primary_key]
    own = [field.column for field in PlainPage._meta.local_concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO wagtailcore_page ({', '.join(columns)}) "
            f"SELECT {', '.join(made.get(name, f'parent.{name}') for name in columns)} "
            "FROM wagtailcore_page parent, generate_series(1, %s) n WHERE parent.id = ANY(%s)",
            [each, parents],
        )
        cursor.execute(
            f"INSERT INTO home_plainpage (page_ptr_id, {', '.join(own)}) "
            f"SELECT page.id, {', '.join(f'text.{name}' for name in own)} FROM wagtailcore_page page "
            "JOIN wagtailcore_page parent ON parent.locale_id = page.locale_id AND parent.id = ANY(%s) "
            "JOIN home_plainpage text ON text.page_ptr_id = parent.id WHERE page.slug LIKE 'made-%%'",
            [parents],
        )
        cursor.execute("UPDATE wagtailcore_page SET numchild = %s WHERE id = ANY(%s)", [each, parents])
        cursor.execute("VACUUM ANALYZE wagtailcore_page, home_plainpage")
        cursor.execute("ANALYZE")
    return Page.objects.count()


def fell() -> int:
    """Take them away again; return how many are left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM home_plainpage USING wagtailcore_page page "
            "WHERE page.id = page_ptr_id AND page.slug LIKE 'made-%'"
        )
        cursor.execute("DELETE FROM wagtailcore_page WHERE slug LIKE 'made-%'")
        cursor.execute("UPDATE wagtailcore_page SET numchild = 0 WHERE slug = %s AND depth = 3", [ABOVE])
        cursor.execute("VACUUM ANALYZE wagtailcore_page, home_plainpage")
        cursor.execute("ANALYZE")
    return Page.objects.count()
