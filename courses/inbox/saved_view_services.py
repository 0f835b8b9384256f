"""Keeping a choice of filters, columns and order under a name. Only its owner changes it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import pgettext

from courses.enrolment.errors import Refused
from courses.inbox.listing import clean_query
from courses.inbox.models import SavedView
from portal.directory.models import Centre


def save_view(*, owner: User, name: str, query: str, centre: Centre | None = None) -> SavedView:
    """Keep a list's address under a name, for oneself or (``centre``) for all who work there.

    Search and page are never kept. Raises :class:`Refused` where the owner has a view of this name.
    """
    view = SavedView(owner=owner, name=name.strip(), query=_kept(query), centre=centre)
    _save(view)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, centre: Centre | None) -> None:
    """Give a view another name, share it with a centre or keep it to oneself. Raises :class:`Refused` as above."""
    view.name, view.centre = name.strip(), centre
    _save(view)


@transaction.atomic
def update_view(*, view: SavedView, query: str) -> None:
    """Let a view show another list from now on."""
    view.query = _kept(query)
    view.save(update_fields=["query"])


@transaction.atomic
def delete_view(*, view: SavedView) -> None:
    """Forget a view."""
    view.delete()


def _kept(query: str) -> str:
    kept = clean_query(query)
    if len(kept) > SavedView._meta.get_field("query").max_length:  # type: ignore[operator]
        raise Refused(pgettext("staff", "There are too many filters to be kept."), code="too_long")
    return kept


def _save(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(pgettext("staff", "You have a view of this name already."), code="name") from error
