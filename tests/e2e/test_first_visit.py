"""What a phone really loads on a first visit, before anybody scrolls: few bytes, ours alone, and no cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.addresses import addresses, page_types
from tests.e2e.conftest import PHONE
from tests.e2e.walking import visit
from tests.portal.test_weight import size_of, squeezed

OTHERS = {"enrol", "interest", "question-bank", "search-found", "status-offered", "offline", "not-found"}
"""Besides a page of each type; every address is weighed without a browser."""
PICTURES = ("image/png", "image/webp", "image/avif", "image/jpeg")


@cache
def size_of_file(path: str) -> int:
    return size_of(path)


def size_of_answer(response: Response) -> int:
    """The bytes of an answer as a server sends it, compressed."""
    path = urlsplit(response.url).path
    if path.startswith(("/static/", "/media/")):
        return size_of_file(path)
    body = response.body()
    is_picture = response.headers.get("content-type", "").startswith(PICTURES)
    return len(body) if is_picture else squeezed(body)


@pytest.mark.usefixtures("broken_urls")
@pytest.mark.parametrize("code", ["ro", "en", "ar", "si"])
def test_a_first_visit_is_light_and_leaves_no_cookie(new_page: Callable[..., Page], code: str) -> None:
    page = new_page(viewport=PHONE, locale=code, is_mobile=True, has_touch=True, service_workers="block")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    found = []
    others = [address for address in addresses(code) if address.name in OTHERS]
    assert len(others) == len(OTHERS)
    for address in [*page_types(code), *others]:
        answers.clear()
        visit(page, code, address)
        page.wait_for_load_state("networkidle")
        total = sum(size_of_answer(answer) for answer in answers if answer.url.startswith("http"))
        if total > address.weight.first_visit:
            files = [urlsplit(answer.url).path for answer in answers]
            found.append(f"{address.name}: {total:,} bytes, at most {address.weight.first_visit:,}: {files}")
        assert not page.context.cookies(), address
    assert not found, "\n".join(found)
