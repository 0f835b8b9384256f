"""Guides: the short answer first, then the way through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.pages import BasePage


class GuidePage(BasePage):
    """One question that people have, answered."""

    short_answer = models.TextField(
        pgettext_lazy("staff", "short answer"),
        max_length=600,
        help_text=pgettext_lazy("staff", "What somebody must know who reads nothing else."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    search_kind = "guide"
    template = "resources/guide_page.html"
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("short_answer"), FieldPanel("body")]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("short_answer"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("staff", "guide")
        verbose_name_plural = pgettext_lazy("staff", "guides")
