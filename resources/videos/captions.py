"""Captions (WebVTT): checked before they are stored."""

from __future__ import annotations

import io

import webvtt
from django.utils.translation import pgettext


class CaptionError(Exception):
    """Captions can't be used; the message says why, for the editor."""


def check_captions(content: bytes) -> int:
    """Return how many captions a WebVTT file has.

    Raises :class:`CaptionError` when it isn't UTF-8, doesn't parse, is empty, or its captions are not
    in the order of time (W3C, WebVTT: The Web Video Text Tracks Format).
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptionError(pgettext("staff", "The captions are not saved as UTF-8.")) from error
    try:
        captions = webvtt.from_buffer(io.StringIO(text)).captions
    except webvtt.errors.MalformedFileError as error:
        raise CaptionError(pgettext("staff", "These are not WebVTT captions: %(error)s") % {"error": error}) from error
    if not captions:
        raise CaptionError(pgettext("staff", "There are no captions in this file."))
    previous = -1.0
    for caption in captions:
        start, end = caption.start_in_seconds, caption.end_in_seconds
        if start < previous or end <= start:
            raise CaptionError(
                pgettext("staff", "The caption at %(time)s is not in the order of time.") % {"time": caption.start}
            )
        previous = start
    return len(captions)
