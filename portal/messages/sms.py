"""SMS through an HTTP gateway."""

from __future__ import annotations


def is_enabled() -> bool:
    """Whether a gateway is there to send through."""
    return False
