"""A list leaves: written down first, for each centre whose people are in it, then sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import StreamingHttpResponse

from courses.enrolment.models import Enrolment
from courses.exports.columns import Column, rows_of
from portal import clock
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre
from portal.exports import Sheet, csv_response, xlsx_response
from portal.exports.forms import CSV


def export_enrolments(
    *,
    enrolments: QuerySet[Enrolment],
    columns: Sequence[Column],
    file_format: str,
    user: User,
    about: str,
    name: str,
    reason: str,
    filters: Mapping[str, Any],
) -> StreamingHttpResponse:
    """Return a list as a file that is read from the database while it is sent, after writing down that it left.

    ``about`` is what the log names (``kind:key``); ``name`` the name of the file, without its ending; ``filters`` are
    codes, never names. A list of several centres leaves an entry at each of them. One query for each centre and three
    more.
    """
    with transaction.atomic():
        amounts = dict(enrolments.order_by().values_list("centre").annotate(Count("pk")))
        for centre in Centre.objects.filter(pk__in=amounts) or [None]:
            record_access(
                user=user,
                action=AuditEntry.Action.EXPORTED,
                about=about,
                centre=centre,
                amount=amounts[centre.pk] if centre else 0,
                reason=reason,
                detail={
                    "format": file_format,
                    "columns": [column.code for column in columns],
                    "filters": dict(filters),
                },
            )
    header = [str(column.label) for column in columns]
    rows = rows_of(enrolments, columns, user)
    filename = f"{name}-{clock.today():%Y-%m-%d}.{file_format}"
    if file_format == CSV:
        return csv_response(filename, header, rows)
    return xlsx_response(filename, [Sheet(name, header, rows)])
