"""Numbers of certificates: year and serial, without gaps, also when two colleagues issue at the same moment."""

from __future__ import annotations

import psycopg
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from courses.enrolment.errors import Refused
from portal import clock

LOCK = 7_205_760
"""First key of the advisory lock; the second is the year."""


def take_numbers(count: int) -> list[str]:
    """Return the next numbers of this year. Call it in the transaction that stores them, as late as possible.

    Others wait until that transaction ends: whoever rolls back leaves no gap. Two queries. Raises
    :class:`Refused` (``busy``) where it takes too long.
    """
    year = clock.today().year
    wait_for_turn(year)
    last = (
        Certificate.objects.filter(number__startswith=f"{year}-").order_by("-number").values_list("number", flat=True)
    )
    newest = last.first()
    serial = int(newest.partition("-")[2]) if newest else 0
    return [f"{year}-{serial + step:06d}" for step in range(1, count + 1)]


def wait_for_turn(year: int) -> None:
    """Let one transaction at a time count the numbers of a year."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, year])
    except OperationalError as error:
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            raise Refused(_("Many people are using this at the moment. Please try again."), code="busy") from error
        raise
