"""A frozen report as files: made from its text alone, the same bytes in every process and on every day.

They hold codes and both wordings of an indicator, so that the language of whoever downloads changes nothing. The
XLSX is written here and stored uncompressed: what a library or a compressor puts in changes with its version.
Its texts are inline strings, which no program takes for a formula; the CSV holds nothing that people typed in.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from xml.sax.saxutils import escape

from courses.reports.counting import BANDS, GENDERS, Cell
from courses.reports.snapshots import FIELDS, Frozen

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can name: the files in it have no time."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Row = Sequence[str | int]


def as_json(content: str) -> bytes:
    """Return the frozen text itself."""
    return content.encode()


def as_csv(content: str) -> bytes:
    """Return the figures as CSV (UTF-8 with a mark that spreadsheets know it by)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(_figures(Frozen(content)))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(content: str) -> bytes:
    """Return what was frozen, the figures and the pseudonymous people as three sheets."""
    frozen = Frozen(content)
    return _workbook({"report": _about(frozen), "indicators": _figures(frozen), "people": _people(frozen)})


FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "xlsx": (f"{_TYPES}.sheet", as_xlsx),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}
"""The kinds of files, each with its media type and what writes it."""


def _about(frozen: Frozen) -> list[Row]:
    data = frozen.data
    rows: list[Row] = [(name, data[name]) for name in ("title", "first_day", "last_day", "frozen_at")]
    rows += [("project", *data["project"])] if data["project"] else []
    return [*rows, *(("centre", *centre) for centre in data["centres"])]


def _figures(frozen: Frozen) -> list[Row]:
    rows: list[Row] = [("indicator", "ro", "en", "age", "gender", "count")]
    for code, indicator in frozen.by_code.items():
        wording = (indicator["ro"], indicator["en"])
        rows.append((code, *wording, "all", "all", frozen.value(Cell(code))))
        rows += [
            (code, *wording, band or "unknown", gender or "unknown", frozen.value(Cell(code, band, gender)))
            for band in BANDS
            for gender in GENDERS
        ]
    return rows


def _people(frozen: Frozen) -> Iterable[Row]:
    yield "indicator", *FIELDS
    for code, indicator in frozen.by_code.items():
        for person in indicator["people"]:
            yield code, *person


def _workbook(sheets: dict[str, Iterable[Row]]) -> bytes:
    names = list(sheets)
    numbers = range(1, len(names) + 1)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        + "".join(f'<sheet name="{names[n - 1]}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
    }
    for number, rows in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.create_system = 0  # else it is that of the machine
            archive.writestr(entry, _XML + text)
    return file.getvalue()


def _sheet(rows: Iterable[Row]) -> str:
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = escape(_ILLEGAL.sub("", value))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
