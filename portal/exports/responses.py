"""Tables as downloads, written while their rows are read: nothing is kept, in memory or on disk."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override

from portal.exports.cells import csv_cell
from portal.exports.workbook import ROWS_A_PIECE, Sheet, workbook_pieces

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = "\ufeff"
"""Says that a file is UTF-8: Excel takes it for a Western one otherwise."""
DELIMITER = ";"
"""What Excel in Romania cuts at; safe texts stay safe where somebody cuts at something else."""


def csv_response(filename: str, header: Sequence[object], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Return a CSV that is written while ``rows`` is read: UTF-8 with a mark, semicolons, no formulas.

    ``rows`` is closed when the reader goes away, so that a cursor behind it ends. What a row may hold:
    texts, numbers, dates, aware datetimes (written in Europe/Bucharest), booleans, ``None``.
    """
    return _download(filename, _csv_pieces(header, rows), CSV_TYPE)


def xlsx_response(filename: str, sheets: Iterable[Sheet]) -> StreamingHttpResponse:
    """Return a workbook written while the rows are read: texts are texts, dates are dates, headings stay in sight.

    What a row may hold, and what becomes of ``rows``: see :func:`csv_response`.
    """
    return _download(filename, workbook_pieces([Sheet(*sheet) for sheet in sheets]), XLSX_TYPE)


def _download(filename: str, pieces: Iterator[bytes], content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_in_language(pieces, get_language()), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, safe_filename(filename)) or "attachment"
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Accel-Buffering"] = "no"  # a proxy that waits for the end would hold all of it
    return response


def _in_language(pieces: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """Make the pieces in the language of who asked: the request is over when they are read."""
    with closing(pieces):  # type: ignore[type-var]
        while True:
            with override(language):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece


def safe_filename(name: str) -> str:
    """Return a name that is a file's name everywhere: no path, no control characters, nothing hidden."""
    return re.sub(r"[^\w.\- ]+", "-", name).strip(" .-")[:120] or "export"


class _Line:
    """What the csv module writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _csv_pieces(header: Sequence[object], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), delimiter=DELIMITER)
    held = [MARK, writer.writerow([csv_cell(heading) for heading in header])]
    iterator = iter(rows)
    try:
        for row in iterator:
            held.append(writer.writerow([csv_cell(value) for value in row]))
            if len(held) >= ROWS_A_PIECE:
                yield "".join(held).encode()
                held.clear()
        yield "".join(held).encode()
    finally:
        if hasattr(iterator, "close"):
            iterator.close()
