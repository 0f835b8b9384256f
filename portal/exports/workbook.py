"""Workbooks (Office Open XML, ECMA-376) written while their rows are read.

openpyxl keeps a file beside and takes ten times as long for a hundred thousand rows; what is needed here is little:
sheets of texts, numbers and dates, headings that stay in sight. Every text is an inline string, never a formula.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone
from openpyxl.utils import get_column_letter

ROWS_A_PIECE = 500
_LONGEST = 32_767
"""Characters that a cell of Excel holds."""
_NARROWEST, _WIDEST = 10, 40
_SOME_ROWS = 200
"""So many rows say how wide a column is to be."""
_DAY_ZERO = dt.date(1899, 12, 30).toordinal()
_BOLD, _DATE, _MOMENT = 1, 2, 3
"""Places in the list of styles below."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads ``_x0041_`` as A (ECMA-376, ST_Xstring): an underscore before such a thing is written so itself."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>\
<numFmt numFmtId="165" formatCode="dd.mm.yyyy\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/>\
<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">\
<border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" \
fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" \
borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf \
numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" \
fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" \
xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class Sheet(NamedTuple):
    """A sheet of a workbook: what its tab says, the headings, and the rows, read once."""

    title: str
    header: Sequence[object]
    rows: Iterable[Sequence[Any]]


class _Pieces:
    """What the zip is written to: holds what has not been sent yet. It can't be sought in, as an answer can't."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._held)
        self._held.clear()
        return taken


def workbook_pieces(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """Yield a workbook's bytes while the rows of its sheets are read. ``rows`` are closed when nobody reads on.

    What a row may hold: texts, numbers, dates, aware datetimes (written in Europe/Bucharest), booleans, ``None``.
    """
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:  # type: ignore[call-overload]
        for name, text in _frame([sheet.title for sheet in sheets]).items():
            archive.writestr(name, text)
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for text in _sheet_xml(sheet):
                    part.write(text.encode())
                    if piece := pieces.take():
                        yield piece
    yield pieces.take()


def _frame(titles: Sequence[str]) -> dict[str, str]:
    """Return the parts of the package around its sheets, by name."""
    numbers = range(1, len(titles) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    tabs = "".join(
        f'<sheet name={quoteattr(_tab(title))} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
        f'Id="rId{len(titles) + 1}" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }


def _tab(title: str) -> str:
    """Return a sheet's name as Excel takes it: 31 characters, without what its references are made of."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)[:31].strip("' ") or "1"


def _sheet_xml(sheet: Sheet) -> Iterator[str]:
    """Yield the text of a sheet, some hundred rows at a time; closes the rows at the end."""
    iterator = iter(sheet.rows)
    try:
        first = list(islice(iterator, _SOME_ROWS))
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(_widths(sheet.header, first), start=1)
        )
        yield (
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
            f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>"
        )
        letters = [get_column_letter(number + 1) for number in range(len(sheet.header))]
        headings = (
            _text_cell(f"{letter}1", str(heading), _BOLD) for letter, heading in zip(letters, sheet.header, strict=True)
        )
        held = [f'<row r="1">{"".join(headings)}</row>']
        for number, row in enumerate(chain(first, iterator), start=2):
            cells = [_cell(f"{letter}{number}", value) for letter, value in zip(letters, row, strict=True)]
            held.append(f'<row r="{number}">{"".join(cells)}</row>')
            if len(held) == ROWS_A_PIECE:
                yield "".join(held)
                held.clear()
        yield f"{''.join(held)}</sheetData></worksheet>"
    finally:
        if hasattr(iterator, "close"):
            iterator.close()


def _widths(header: Sequence[object], rows: Sequence[Sequence[Any]]) -> Iterator[int]:
    """Yield how wide each column is to be, in characters."""
    for index, heading in enumerate(header):
        longest = max([len(str(heading)), *(_length(row[index]) for row in rows)])
        yield min(max(longest + 2, _NARROWEST), _WIDEST)


def _length(value: object) -> int:
    return len("00.00.0000 00:00") if isinstance(value, dt.datetime) else len(str(value or ""))


def _cell(place: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value)  # workbooks know no time zones
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'<c r="{place}" s="{_MOMENT}"><v>{local.toordinal() - _DAY_ZERO + seconds / 86400:.9f}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{_DATE}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
    return _text_cell(place, str(value))


def _text_cell(place: str, text: str, style: int = 0) -> str:
    """Return a text as an inline string: whatever it begins with, it says of itself that it is a text."""
    text = _LOOKS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("\ufffd", text[:_LONGEST]))
    inner = escape(text, {"\r": "&#13;"})
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{inner}</t></is></c>'
