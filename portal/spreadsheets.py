"""A spreadsheet's bytes as a grid of text: Excel's workbooks and tables with separators. Nothing in it is executed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import warnings
import zipfile
from typing import Any

from django.utils.translation import pgettext
from openpyxl import load_workbook

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED_BYTES = 24 * 1024 * 1024
MAX_PARTS = 500
MAX_LINES = 5000
"""Lines of a sheet that are looked at, empty ones and headings included."""
MAX_COLUMNS = 60
SEPARATORS = ";,\t"

_WORKBOOK = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Workbooks of Excel 97, and all that are protected by a password."""

Grid = list[list[str]]
"""Lines of cells. The first is line 1 of the sheet, an empty line is an empty list."""


class Unreadable(Exception):
    """A file that holds no list. The message is a sentence for staff, in the active language."""


def read_grid(data: bytes) -> Grid:
    """Return the first sheet of a file as text. Raises :class:`Unreadable`, and nothing else, for any bytes."""
    if len(data) > MAX_BYTES:
        sentence = pgettext("staff", "This file is too large: a list may have %(megabytes)s MB.")
        raise Unreadable(sentence % {"megabytes": MAX_BYTES // 1024 // 1024})
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(
            pgettext("staff", "This is an old Excel file, or one with a password. Save it as .xlsx without a password.")
        )
    return _read_workbook(data) if data.startswith(_WORKBOOK) else _read_table(data)


def _read_workbook(data: bytes) -> Grid:
    """Return the first sheet of an .xlsx file. A formula stays the text that it is."""
    try:
        _refuse_bombs(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            sheet = workbook.worksheets[0]
            sheet.reset_dimensions()  # a file may lie about how far it goes
            grid: Grid = []
            for cells in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
                _refuse_more_lines(grid)
                grid.append(_trimmed([_text(value) for value in cells]))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a broken part of the file leads it to
        raise Unreadable(
            pgettext("staff", "This file can't be read. Open it in Excel and save it as .xlsx, or as .csv.")
        ) from error
    return grid


def _refuse_bombs(data: bytes) -> None:
    """Refuse what would unpack into more than anybody's list: zipfile reads no more than a part declares."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    if len(sizes) > MAX_PARTS or sum(sizes) > MAX_UNPACKED_BYTES:
        raise Unreadable(pgettext("staff", "This file holds too much. Copy the list alone into a new file."))


def _refuse_more_lines(grid: Grid) -> None:
    if len(grid) >= MAX_LINES:
        sentence = pgettext("staff", "This sheet has more than %(count)s lines. Copy the list alone into a new file.")
        raise Unreadable(sentence % {"count": MAX_LINES})


def _read_table(data: bytes) -> Grid:
    """Return a table with separators; the one that makes most cells of the first lines is taken."""
    text = _decode(data)
    if named := re.match(r"sep=(.)\r?\n", text):
        # Excel's own way to name the separator. The line counts, so that the others keep their numbers.
        return [[], *_split(text[named.end() :], named[1])]
    head = text.splitlines()[:10]
    return _split(text, max(SEPARATORS, key=lambda separator: sum(line.count(separator) for line in head)))


def _split(text: str, separator: str) -> Grid:
    grid: Grid = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            _refuse_more_lines(grid)
            grid.append(_trimmed([_text(cell) for cell in cells[:MAX_COLUMNS]]))
    except (csv.Error, ValueError, TypeError) as error:
        raise Unreadable(pgettext("staff", "This is no list: save it in Excel as .xlsx or .csv.")) from error
    return grid


def _decode(data: bytes) -> str:
    """Return the text of a table: UTF-8, what Excel calls Unicode text, else the code page of Central Europe."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1250"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(pgettext("staff", "This is no list: save it in Excel as .xlsx or .csv."))


def _text(value: Any) -> str:
    """Return a cell as text: a whole number without a point, a day as 1990-05-31, no control characters."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    text = unicodedata.normalize("NFC", str(value))
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
