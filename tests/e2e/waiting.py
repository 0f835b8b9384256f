"""Waiting in a page whose policy forbids ``eval``: there ``wait_for_function`` of Playwright breaks now and then."""

from __future__ import annotations

from playwright.sync_api import Page


def until(page: Page, condition: str) -> None:
    """Wait until an asynchronous expression is true."""
    loop = "for (const end = Date.now() + 15000; Date.now() < end; await new Promise((go) => setTimeout(go, 50)))"
    assert page.evaluate(f"async () => {{ {loop} if ({condition}) return true; return false; }}"), condition
