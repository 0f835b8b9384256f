"""Guides: the short answer first, then the way through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.audiences import Audience, is_for, labels_of
from portal.blocks import GuideBlock
from portal.caching.marks import Parameters
from portal.fields import ChoiceArrayField
from portal.found.structured import article, plain
from portal.pages import BasePage
from resources.facets import Reader
from resources.guides.parts import contents_of, parts_of
from resources.related import on_topic
from resources.topics import Topic, parse_topic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


QUESTION_MARKS = ("?", "؟", "？")


class GuidePage(BasePage):
    """One question that people have, answered."""

    topic = models.CharField(pgettext_lazy("staff", "topic"), max_length=20, choices=Topic.choices, blank=True)
    audiences = ChoiceArrayField(
        models.CharField(max_length=20, choices=Audience.choices),
        verbose_name=pgettext_lazy("staff", "for whom"),
        default=list,
        blank=True,
        help_text=pgettext_lazy("staff", "Nothing ticked: for everybody. Parts for some readers are sections."),
    )
    short_answer = models.TextField(
        pgettext_lazy("staff", "short answer"),
        max_length=600,
        help_text=pgettext_lazy("staff", "What somebody must know who reads nothing else."),
    )
    body = StreamField(GuideBlock(), blank=True, verbose_name=pgettext_lazy("staff", "text"))

    parameters = Parameters(("for",))
    symbol_in_lists = "guide"
    search_kind = "guide"
    template = "resources/guide_page.html"
    parent_page_types: ClassVar = ["resources.ResourcesPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        SynchronizedField("topic", overridable=False),
        SynchronizedField("audiences", overridable=False),
    ]
    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("topic"), FieldPanel("audiences")],
            heading=pgettext_lazy("staff", "Where it is listed, and for whom"),
        ),
        FieldPanel("short_answer"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("short_answer"),
        index.SearchField("body"),
        index.FilterField("topic"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("staff", "guide")
        verbose_name_plural = pgettext_lazy("staff", "guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the body in parts for this reader, and what belongs to the same topic. Two queries."""
        context = super().get_context(request, *args, **kwargs)
        reader = Reader.of(request)
        parts = parts_of(self.body, reader.audience)
        context.update(
            reader=reader.audience,
            carried=reader.carried,
            parts=parts,
            folded=sum(part.is_folded for part in parts),
            contents=contents_of(parts),
            labels=labels_of(self.audiences),
            is_for_reader=is_for(self.audiences, reader.audience),
            choices=reader.choices() if self.audiences or any(part.audiences for part in parts) else [],
            topic=parse_topic(self.topic),
        )
        if self.topic:
            context["related"] = on_topic(self, self.topic, "GuidePage")
            context["films"] = on_topic(self, self.topic, "VideoPage")
        return context

    def structured_data(self, context: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A question with its short answer where the title is one, else a text."""
        if not self.title.rstrip().endswith(QUESTION_MARKS):
            return [article(self, context)]
        answer = {"@type": "Answer", "text": plain(self.short_answer, context)}
        question = {"@type": "Question", "name": self.title, "acceptedAnswer": answer}
        return [{"@type": "FAQPage", "inLanguage": self.language.code, "mainEntity": [question]}]
