"""What can be wrong with the demo's files."""

from __future__ import annotations


class DemoError(Exception):
    """The demo can't be loaded; the message names the file and the place in it."""
