"""The one kind of failure that ends a launch."""

from __future__ import annotations


class LaunchFailure(Exception):
    """Something that the person at the terminal has to mend; the message is one sentence that says what and how."""
