"""Photographs of a lesson: small, in two widths, and read in as many queries however many there are."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file_jpeg

from resources.citizenship.pages import LessonPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LESSON = "/en/resources/citizenship/dacia-and-rome/"


def with_photographs(count: int) -> None:
    """Give the lesson this many photographs, and nothing else."""
    pictures = []
    for number in range(count):
        file = get_test_image_file_jpeg(filename=f"photograph-{number}.jpg", size=(1600, 900))
        image = get_image_model().objects.create(title=f"Photograph {number}", file=file)
        pictures.append(
            {"type": "picture", "id": str(uuid4()), "value": {"image": image.pk, "alt": "A hill", "caption": ""}}
        )
    lesson: Any = LessonPage.objects.get(slug="dacia-and-rome", locale__language_code="en")
    lesson.body = pictures
    lesson.save()


def queries(client: Client) -> int:
    client.get(LESSON)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(LESSON).status_code == 200
    return len(asked)


def test_a_photograph_is_sent_small(client: Client) -> None:
    with_photographs(1)
    html = client.get(LESSON).content.decode()
    picture = re.search(r"<img[^>]*data-show=\"Show the picture[^>]*>", html)
    assert picture
    for part in ('loading="lazy"', 'decoding="async"', 'width="480"', 'height="270"', 'sizes="', 'alt="A hill"'):
        assert part in picture[0]
    assert re.search(r'src="[^"]+\.width-480\.[^"]*webp"', picture[0])
    assert re.search(r'srcset="\S+webp 480w, \S+\.width-1200\.\S*webp 1200w"', picture[0])
    assert re.search(r'data-show="Show the picture \(\d+ KB\)"', picture[0])


def test_many_photographs_cost_as_many_queries_as_one(client: Client) -> None:
    with_photographs(1)
    one = queries(client)
    with_photographs(4)
    assert queries(client) == one
