"""The phrasebook in the admin: a phrase with its texts in every language in one form."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from portal import languages
from portal.rows import RowViewSet
from resources.phrases.models import Phrase


class PhraseForm(WagtailAdminModelForm):
    """Offers an empty row for every language that has no text yet; one that stays empty is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = self.formsets["texts"]
        there = {text.language for text in self.instance.texts.all()} if self.instance.pk else set()
        missing = [{"language": code} for code in languages.CODES if code not in there]
        texts.extra, texts.initial_extra = len(missing), missing


class PhraseFilterSet(WagtailFilterSet):
    """Phrases by situation."""

    class Meta:
        model = Phrase
        fields = ("situation",)


class _PhraseIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Phrase.objects.annotate(text_count=Count("texts", distinct=True))


class PhraseViewSet(RowViewSet):
    """Phrases with their texts."""

    model = Phrase
    name = "phrases"
    icon = "openquote"
    menu_order = 320
    add_to_admin_menu = True
    index_view_class = _PhraseIndexView
    list_display = (
        "romanian",
        "situation",
        "sort_order",
        Column("text_count", label=pgettext_lazy("staff", "Languages")),
    )
    ordering = ("situation", "sort_order", "pk")
    filterset_class = PhraseFilterSet
    search_fields = ("code", "romanian", "texts__meaning")
    edit_handler = ObjectList(
        [
            FieldPanel("romanian"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("situation"), FieldPanel("sort_order")]),
            InlinePanel(
                "texts",
                heading=pgettext_lazy("staff", "In each language"),
                label=pgettext_lazy("staff", "Language"),
                panels=[
                    FieldPanel("language"),
                    FieldPanel("meaning"),
                    FieldPanel("sound"),
                    FieldPanel("is_machine"),
                ],
            ),
        ],
        base_form_class=PhraseForm,
    )
