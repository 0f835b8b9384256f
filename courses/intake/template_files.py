"""The table that staff fill in, as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from courses.intake.columns import template_rows

TEXT = "@"
"""Excel's format of cells whose content stays as it is typed: phones keep their zero and their plus."""
ROWS_OF_TEXT = 500


def workbook_template(language: Literal["ro", "en"]) -> bytes:
    """Return the template as an .xlsx file."""
    workbook = Workbook()
    sheet = workbook.active
    headings, example = template_rows(language)
    for column, (heading, text) in enumerate(zip(headings, example, strict=True), start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(len(heading), len(text)) + 3
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.cell(2, column, text)
        for row in range(2, ROWS_OF_TEXT + 2):
            sheet.cell(row, column).number_format = TEXT
    sheet.freeze_panes = "B2"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def table_template(language: Literal["ro", "en"]) -> bytes:
    """Return the template as a table; Excel in Romania expects semicolons, and a mark that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(template_rows(language))
    return text.getvalue().encode("utf-8-sig")


TEMPLATES: dict[str, tuple[Callable[[Literal["ro", "en"]], bytes], str]] = {
    "xlsx": (workbook_template, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (table_template, "text/csv; charset=utf-8"),
}
