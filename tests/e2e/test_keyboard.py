"""From the first page to an enrolment by keyboard alone, and as a screen reader is told it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from courses.enrolment.models import Enrolment
from tests.e2e.conftest import PHONE
from tests.e2e.waiting import until

MOST_TABS = 90
FOCUSED = """() => {
    const element = document.activeElement;
    const isOutlined = (each) => {
        const style = getComputedStyle(each);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    return {
        id: element.id,
        href: element.getAttribute("href") ?? "",
        type: element.type ?? "",
        isMarked: isOutlined(element) || isOutlined(element.closest("form") ?? element),
    };
}"""
IS_SEEN = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
MUST_BE_NAMED = {
    "button",
    "link",
    "textbox",
    "combobox",
    "checkbox",
    "radio",
    "img",
    "radiogroup",
    "group",
    "navigation",
}
LANDMARKS = {"banner", "main", "contentinfo"}


def tab_to(page: Page, **wanted: str) -> None:
    """Press Tab until the element is focused whose id, type or address (its end) this is; each on the way is seen."""
    (key, value), *_others = wanted.items()
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["id"] == "" and focused["href"] == "" and focused["type"] == "":
            continue  # the end of the page: on to the browser's own and back to the top
        assert focused["isMarked"], focused
        until(page, f"({IS_SEEN})()")  # some are scrolled to softly
        if (focused[key].endswith(value)) if key == "href" else focused[key] == value:
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


def tree(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is told: every node that isn't ignored, with its properties by name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return list(_plain(nodes))


def _plain(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if not node["ignored"]:
            yield {
                "role": node["role"]["value"],
                "name": node.get("name", {}).get("value", ""),
                "description": node.get("description", {}).get("value", ""),
                **{each["name"]: each["value"].get("value") for each in node.get("properties", [])},
            }


def one(nodes: list[dict[str, Any]], role: str, name: str) -> dict[str, Any]:
    """The one node of this role and name."""
    found = [node for node in nodes if node["role"] == role and node["name"] == name]
    assert len(found) == 1, (
        f"{role} {name!r}: {[(node['role'], node['name']) for node in nodes if node['role'] == role]}"
    )
    return found[0]


def listen(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is told, which must be whole: landmarks, one h1, no level left out, nothing nameless."""
    nodes = tree(page)
    roles = [node["role"] for node in nodes]
    for landmark in LANDMARKS:
        assert roles.count(landmark) == 1, f"{landmark} on {page.url}"
    nameless = [node for node in nodes if node["role"] in MUST_BE_NAMED and not node["name"].strip()]
    assert not [node for node in nameless if node["role"] != "group"], f"{page.url}: {nameless}"
    levels = [int(node["level"]) for node in nodes if node["role"] == "heading"]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip([1, *levels], levels, strict=False)), levels
    root = next(node for node in nodes if node["role"] == "RootWebArea")
    assert root["name"].strip()
    return nodes


def label_of(page: Page, field: str) -> str:
    """The label of a field as it is seen."""
    return page.locator(f"label[for={field}], label:has(#{field})").inner_text().strip()


@pytest.mark.parametrize("code", ["ro", "ar"])
def test_the_whole_way_by_keyboard_and_by_ear(new_page: Callable[..., Page], code: str) -> None:
    page = new_page(locale=code, viewport=PHONE)
    page.goto(f"/{code}/")
    listen(page)

    page.keyboard.press("Tab")
    skip = page.evaluate(FOCUSED)
    assert skip["href"] == "#content", "the first stop leads past the frame"
    until(page, f"({IS_SEEN})()")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    tab_to(page, href="/courses/?kind=romanian")
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses/?kind=romanian")

    nodes = listen(page)
    one(nodes, "combobox", label_of(page, "find_county"))
    tab_to(page, id="find_county")
    page.keyboard.type("Ia")
    page.keyboard.press("ArrowDown")
    assert page.locator("#find_county").input_value() == "IS", "a list is chosen from by letters and arrows"
    tab_to(page, type="submit")
    page.keyboard.press("Enter")
    page.wait_for_url("**county=IS**")
    listen(page)
    enrol = page.locator("main a[href*='/enrol/']").first.get_attribute("href") or ""
    tab_to(page, href=enrol)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{code}/enrol/\d+/"))

    # Sent with mistakes: what is wrong is read out, and each mistake leads to its field, which says it too.
    listen(page)
    tab_to(page, id="id_phone")
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_be_focused()
    nodes = listen(page)
    assert any(node["role"] == "alert" for node in nodes)
    phone = one(nodes, "textbox", label_of(page, "id_phone"))
    assert phone["invalid"] == "true"
    error = page.locator("[role=alert] a[href='#id_phone']").inner_text()
    assert error in phone["description"], "the error is told with the field"
    name = one(nodes, "textbox", label_of(page, "id_name"))
    assert name["invalid"] == "true" and name["required"] is True
    assert one(nodes, "checkbox", label_of(page, "id_consent"))["invalid"] == "true"
    expect(page.locator("#id_consent")).to_have_attribute("aria-required", "true")

    tab_to(page, href="#id_name")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab") if page.evaluate("document.activeElement.id") != "id_name" else None
    assert page.evaluate("document.activeElement.id") == "id_name", "the mistake leads to its field"
    page.keyboard.type("Tastatură Singură" if code == "ro" else "لوحة المفاتيح")
    tab_to(page, id="id_phone")
    page.keyboard.press("Control+A")
    page.keyboard.type("0720000079")
    tab_to(page, id="id_consent")
    page.keyboard.press("Space")
    consent = one(tree(page), "checkbox", label_of(page, "id_consent"))
    assert consent["checked"] == "true"
    tab_to(page, type="submit")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/{code}/enrol/received/"))
    nodes = listen(page)
    reference = Enrolment.objects.get(person__phone="+40720000079").reference
    said = " ".join(node["name"] for node in nodes if node["role"] == "StaticText")
    assert reference in re.sub(r"\s", "", said), "the number is read out"
