"""A centre with a run, its staff, and lists of names as bytes."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from tests.courses.inbox.conftest import centre, colleague, enrol, other_centre, run, staff, staff_client

__all__ = ["centre", "colleague", "enrol", "other_centre", "run", "staff", "staff_client"]


def table(*rows: list[str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """A table with separators, as Excel saves it."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(*rows: list[object]) -> bytes:
    """A workbook with one sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
