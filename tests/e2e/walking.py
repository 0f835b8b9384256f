"""Walking through every public address in a browser."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.addresses import Address

SEND = """data => {
    const form = document.createElement("form");
    form.method = "post";
    for (const [name, value] of Object.entries(data)) {
        const input = document.createElement("input");
        Object.assign(input, {name, value, type: "hidden"});
        form.append(input);
    }
    document.body.append(form);
    form.submit();
}"""


def visit(page: Page, code: str, address: Address) -> None:
    """Open an address in a language; what is an answer to a form is sent from the form's own page."""
    answer = page.goto(f"/{code}/{address.path}")
    if address.data is not None:
        with page.expect_navigation() as navigation:
            page.evaluate(SEND, dict(address.data))
        answer = navigation.value
    assert answer and answer.status == address.status, f"{page.url}: {answer and answer.status}"
