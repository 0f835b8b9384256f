"""The index follows the pages: what is published, changed, moved, unpublished or deleted is sorted in anew.

After the commit, once for each page and transaction however often it is saved, in every language at once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from portal.facts.models import Fact
from portal.search.documents import page_key
from portal.search.services import index_keys, keys_naming_fact

logger = logging.getLogger(__name__)

BOOKKEEPING = {
    "latest_revision",
    "live_revision",
    "has_unpublished_changes",
    "draft_title",
    "latest_revision_created_at",
}
"""Fields that Wagtail saves alone, and that no reader sees."""


def reindex_later(keys: Iterable[str]) -> None:
    """Sort these keys in anew when the transaction has been committed; at once outside of one.

    An index that can't be written takes nothing back: the daily rebuild brings it in order.
    """
    waiting: set[str] = transaction.get_connection().__dict__.setdefault("_search_keys", set())
    waiting.update(keys)
    transaction.on_commit(partial(_index, waiting), robust=True)


def _index(waiting: set[str]) -> None:
    """The first of a transaction's calls does the work of all."""
    keys = set(waiting)
    waiting.clear()
    index_keys(keys)


def _saved(sender: type[Any], instance: Any, *, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, Page) and hasattr(instance, "search_kind") and not raw:
        if update_fields and set(update_fields) <= BOOKKEEPING:
            return
        reindex_later([page_key(instance)])


def _moved(sender: type[Any], instance: Page, **kwargs: Any) -> None:
    pages = Page.objects.descendant_of(instance, inclusive=True).only("translation_key")
    reindex_later(page_key(page) for page in pages)


def _fact_changed(sender: type[Any], instance: Fact, *, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        reindex_later(keys_naming_fact(instance.code))


def connect() -> None:
    """Listen; called when the app is ready."""
    post_save.connect(_saved, dispatch_uid="search_saved")
    post_delete.connect(_saved, dispatch_uid="search_deleted")
    post_page_move.connect(_moved, dispatch_uid="search_moved")
    page_slug_changed.connect(_moved, dispatch_uid="search_slug")
    post_save.connect(_fact_changed, sender=Fact, dispatch_uid="search_fact")
    post_delete.connect(_fact_changed, sender=Fact, dispatch_uid="search_fact_gone")
