"""Drawings that editors upload are drawings and nothing else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image

from portal.images import is_only_a_drawing
from tests.factories import UserFactory

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 4">{}</svg>'
PLAIN = '<path id="a" d="M0 0h8v4z"/><use href="#a"/><style>path{fill:red}</style>'
BAD = {
    "a script": "<script>alert(1)</script>",
    "a handler": '<path onclick="alert(1)" d="M0 0h8"/>',
    "a page in it": "<foreignObject><body/></foreignObject>",
    "a link out": '<a href="https://x.example/"><path d="M0 0h8"/></a>',
    "a script as a link": '<a xlink:href="javascript:alert(1)"><path d="M0 0h8"/></a>',
    "a picture from elsewhere": '<image href="https://x.example/a.png"/>',
    "broken": "<path",
}


def test_a_plain_drawing_is_one() -> None:
    assert is_only_a_drawing(SVG.format(PLAIN).encode())


@pytest.mark.parametrize("inside", BAD.values(), ids=BAD.keys())
def test_what_does_more_than_show_is_none(inside: str) -> None:
    assert not is_only_a_drawing(SVG.format(inside).encode())


def test_entities_are_refused() -> None:
    assert not is_only_a_drawing(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("").encode())


@pytest.mark.parametrize(("inside", "count"), [(PLAIN, 1), (BAD["a script"], 0)])
def test_the_upload_asks(db: None, inside: str, count: int) -> None:
    client = Client()
    client.force_login(UserFactory(admin=True))
    file = SimpleUploadedFile("a.svg", SVG.format(inside).encode(), content_type="image/svg+xml")
    client.post(reverse("wagtailimages:add"), {"title": "Map", "file": file, "collection": 1})
    assert Image.objects.count() == count
