"""Captions (WebVTT): checked before they are stored, with the line of what is wrong."""

from __future__ import annotations

import io
import re

import webvtt
from django.utils.translation import pgettext

ARROW = "-->"
STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"^\s*{STAMP}\s+{ARROW}\s+{STAMP}(?:\s.*)?$")
"""From when to when; settings such as ``align:start`` may follow."""


class CaptionError(Exception):
    """Captions can't be used; the message says why and in which line, for the editor."""


def check_captions(content: bytes) -> int:
    """Return how many captions a WebVTT file has.

    Raises :class:`CaptionError` when it isn't UTF-8, doesn't parse, is empty, or its captions are not
    in the order of time (W3C, WebVTT: The Web Video Text Tracks Format).
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _in_line(line, pgettext("staff", "the captions are not saved as UTF-8.")) from error
    _check_lines(text.splitlines())
    try:
        captions = webvtt.from_buffer(io.StringIO(text)).captions
    except webvtt.errors.MalformedFileError as error:
        raise CaptionError(pgettext("staff", "These are not WebVTT captions: %(error)s") % {"error": error}) from error
    if not captions:
        raise CaptionError(pgettext("staff", "There are no captions in this file."))
    return len(captions)


def _check_lines(lines: list[str]) -> None:
    """Look at each line that should hold times, and at what stands below it."""
    if not lines or not re.match(r"WEBVTT(?:\s|$)", lines[0]):
        raise _in_line(1, pgettext("staff", "the file has to begin with WEBVTT."))
    previous = -1
    for number, line in enumerate(lines, start=1):
        if ARROW not in line:
            if re.match(rf"^\s*{STAMP}", line) and not _is_inside_a_caption(lines, number):
                raise _in_line(number, pgettext("staff", "times are written 00:01.000 --> 00:04.000."))
            continue
        match = TIMING.match(line)
        if match is None:
            raise _in_line(number, pgettext("staff", "times are written 00:01.000 --> 00:04.000."))
        start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        if end <= start:
            raise _in_line(number, pgettext("staff", "this caption ends before it begins."))
        if start < previous:
            raise _in_line(number, pgettext("staff", "this caption is not in the order of time."))
        previous = start
        if number == len(lines) or not lines[number].strip():
            raise _in_line(number, pgettext("staff", "this caption has no text."))


def _is_inside_a_caption(lines: list[str], number: int) -> bool:
    """Whether a line belongs to the text of a caption, which may begin with a time of its own."""
    return number > 1 and bool(lines[number - 2].strip())


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _in_line(number: int, reason: str) -> CaptionError:
    message = pgettext("staff", "Line %(number)s: %(reason)s")
    return CaptionError(message % {"number": number, "reason": reason})
