"""Which tables a statement reads or writes, and which of them public pages may show."""

from __future__ import annotations

import re
from functools import lru_cache

from django.apps import apps

OWN_APPS = frozenset({"portal", "resources", "courses", "home"})
UNSEEN = frozenset(
    {
        *("home.DemoStep", "portal.Membership", "portal.Feedback", "portal.AuditEntry", "portal.MessageText"),
        *("portal.Message", "portal.RateCounter", "portal.SearchEntry", "portal.SearchWord", "portal.SearchState"),
        *("portal.PageChange", "portal.KeptAddress"),
        *("courses.Person", "courses.Merge", "courses.NotTheSame", "courses.Attendance", "courses.AttendanceChange"),
        *("courses.BulkJob", "courses.BulkItem", "courses.Certificate", "courses.Event", "courses.Task"),
        *("courses.Question", "courses.Appointment", "courses.Reminder", "courses.SavedView", "courses.Viewing"),
        *("courses.Reply", "courses.ReplyText", "courses.ImportBatch", "courses.Milestone", "courses.Snapshot"),
        *("courses.Snapshot_centres", "resources.QuestionImport"),
    }
)
"""Our models that no kept page shows. A page that reads one of them all the same isn't kept."""
SEEN_ELSEWHERE = frozenset(
    {
        *("wagtailcore.Page", "wagtailcore.Site", "wagtailcore.Locale", "wagtailcore.PageViewRestriction"),
        *("wagtailimages.Image", "wagtailimages.Rendition", "wagtaildocs.Document"),
    }
)
"""Models of libraries that kept pages show."""
UNCHANGING = frozenset({"django_content_type"})
"""Read by pages, and changed by nothing but an upgrade."""

_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_SIMPLE_WRITE = re.compile(
    r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?"?([a-z_][a-z0-9_]*)', re.IGNORECASE
)
_FIRST_WORD = re.compile(r"[\s(]*([a-z]+)", re.IGNORECASE)
_READING = frozenset({"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "BEGIN", "COMMIT", "EXPLAIN"})
_WRITING_INSIDE = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def watched() -> frozenset[str]:
    """Return the tables whose changes are followed: ours but for :data:`UNSEEN`, and some of Wagtail's."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and (
            model._meta.label in SEEN_ELSEWHERE
            or (model._meta.app_label in OWN_APPS and model._meta.label not in UNSEEN)
        )
    )


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Return every table that belongs to a model."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


def written(sql: str) -> frozenset[str]:
    """Return the tables that a statement may write, none for one that only reads."""
    if sql.startswith("SELECT"):
        return frozenset()
    simple = _SIMPLE_WRITE.match(sql)
    if simple:
        return frozenset({simple.group(1).lower()})
    first = _FIRST_WORD.match(sql)
    verb = first.group(1).upper() if first else ""
    if verb in _READING or (verb == "WITH" and not _WRITING_INSIDE.search(sql)):
        return frozenset()
    return named(sql)


@lru_cache(maxsize=2048)
def named(sql: str) -> frozenset[str]:
    """Return every table of ours or of a library that a statement names."""
    return known().intersection(_WORD.findall(sql.lower()))
