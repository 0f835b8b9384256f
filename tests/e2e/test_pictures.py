"""Pictures of the public pages are as approved. ``make pictures`` takes all of them, this suite the chosen ones."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Playwright
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from tests.addresses import Address, addresses
from tests.databases import TODAY
from tests.e2e.conftest import DESKTOP, FLAGS, PHONE, TIMEOUT_MS
from tests.e2e.walking import visit
from tests.pictures.chosen import CHOSEN, Picture
from tests.pictures.comparing import ALLOWED, HEIGHTS, HOW, approved_path, compare
from tests.pictures.taking import FOLDER, HOST, TALLEST, camera, take

SIZES = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES = ("light", "dark")
TAKE_ALL = os.environ.get("PICTURES") == "all"


@pytest.fixture(scope="module")
def pictures_browser(playwright: Playwright, live_server: LiveServer) -> Iterator[Browser]:
    """A browser of its own, with the fonts of the pictures alone."""
    with camera(playwright, live_server.url, FLAGS) as browser:
        yield browser


@pytest.fixture
def studio(portal: str, broken_urls: None, settings: Any) -> None:
    """A portal whose address and day are the same every time."""
    settings.DEMO_TODAY = dt.date.fromisoformat(TODAY)
    settings.WAGTAILADMIN_BASE_URL = f"http://{HOST}"
    Site.objects.update(hostname=HOST, port=80)


def wanted(code: str, device: str, found: list[Address]) -> list[Picture]:
    """The pictures to take: the chosen ones, or all."""
    if TAKE_ALL:
        return [Picture(address.name, code, device, scheme) for address in found for scheme in SCHEMES]
    chosen = [picture for picture in CHOSEN if (picture.code, picture.device) == (code, device)]
    return sorted(chosen, key=lambda picture: picture.address)


def complain(picture: Picture) -> str:
    """What is wrong with a picture that was taken."""
    if not approved_path(picture.name).exists():
        return f"{picture.name} was never approved"
    with Image.open(FOLDER / f"{picture.name}.png") as taken, Image.open(approved_path(picture.name)) as approved:
        shown = taken.crop((0, 0, taken.width, min(taken.height, HEIGHTS[picture.device])))
        difference = compare(approved, shown)
    path = FOLDER / "diff" / f"{picture.name}.png"
    path.unlink(missing_ok=True)
    if difference.share <= ALLOWED:
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    difference.image.save(path)
    return f"{picture.name}: {difference.share:.1%} of it differs from what was approved, at most {ALLOWED:.0%} may"


@pytest.mark.usefixtures("studio")
@pytest.mark.parametrize("device", SIZES)
@pytest.mark.parametrize("code", ["ro", "en", "ar", "si"])
def test_pictures_are_as_approved(pictures_browser: Browser, code: str, device: str) -> None:
    context = pictures_browser.new_context(
        viewport=SIZES[device],  # type: ignore[arg-type]
        locale=code,
        timezone_id="Europe/Bucharest",
        base_url=f"http://{HOST}",
        reduced_motion="reduce",
        service_workers="block",
    )
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    page.clock.set_fixed_time(dt.datetime.fromisoformat(f"{TODAY}T12:00:00+02:00"))
    found = addresses(code)
    by_name = {address.name: address for address in found}
    complaints = []
    for name, pictures in groupby(wanted(code, device, found), key=lambda picture: picture.address):
        visit(page, code, by_name[name])
        for picture in pictures:
            page.emulate_media(color_scheme=picture.scheme)  # type: ignore[arg-type]
            take(page, FOLDER / f"{picture.name}.png", height=TALLEST if TAKE_ALL else HEIGHTS[device])
            if picture in CHOSEN and not TAKE_ALL:
                complaints.append(complain(picture))
    context.close()
    assert not any(complaints), "\n".join([*filter(None, complaints), HOW])


def test_forty_pictures_are_chosen_from_every_language_size_and_scheme() -> None:
    assert 35 <= len(set(CHOSEN)) == len(CHOSEN) <= 50
    seen = {(picture.code, picture.device, picture.scheme) for picture in CHOSEN}
    assert {code for code, _device, _scheme in seen} == {"ro", "en", "ar", "si"}
    assert {(device, scheme) for _code, device, scheme in seen} == {(d, s) for d in SIZES for s in SCHEMES}


def card(*, left: int = 20, text: str = "Bun venit", colour: str = "#075") -> Image.Image:
    """A picture of a page with one block."""
    picture = Image.new("RGB", (360, 740), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((left, 100, left + 200, 180), fill=colour)
    draw.text((left + 10, 120), text, fill="white")
    return picture


def test_what_an_eye_sees_is_noticed_and_what_it_does_not_see_is_not() -> None:
    assert compare(card(), card()).share == 0
    assert compare(card(), card(text="Bun venit!")).share <= ALLOWED
    assert compare(card(), card(left=21)).share <= ALLOWED
    assert compare(card(), card(left=140)).share > ALLOWED, "a block on the other side"
    assert compare(card(), card(colour="#fa0")).share > ALLOWED
    taller = Image.new("RGB", (360, 800), "white")
    taller.paste(card(), (0, 0))
    assert compare(card(), taller).share > ALLOWED
