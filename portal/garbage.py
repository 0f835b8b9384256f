"""Garbage collection for a process that answers people: rarely, and never all of Django."""

import gc

FIRST_LOOK = 50_000
"""New objects before Python looks for cycles; its own 700 are reached again and again while one page is made."""


def collect_rarely() -> None:
    """Leave out of collection what is loaded by now and stays, and look at the rest a few times a second at most.

    A look at everything that Django and Wagtail load holds a page up for a tenth of a second; the many small looks
    take a tenth of a page's time. Processes that are forked afterwards share their memory. Costs some megabytes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(FIRST_LOOK, 20, 20)
