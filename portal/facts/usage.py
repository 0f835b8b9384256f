"""Where a fact's token stands."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail.models import Page

from portal import languages
from portal.pages import BasePage


def pages_naming(token: str) -> list[Page]:
    """Return the pages in the source language that name a token, by title. A query for each page type.

    Translations carry the same tokens, so that the source stands for all languages.
    """
    found: list[Page] = []
    for model in apps.get_models():
        if issubclass(model, BasePage):
            found += _of_type(model, token)
    return sorted(found, key=lambda page: page.title.casefold())


def _of_type(model: type[BasePage], token: str) -> list[Page]:
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.model is not Page and isinstance(field, models.TextField | StreamField)
    ]
    annotations = {f"_{name}_text": Cast(name, models.TextField()) for name in names}
    condition = Q(pk__in=[])
    for name in annotations:
        condition |= Q(**{f"{name}__contains": token})
    pages = model.objects.filter(locale__language_code=languages.SOURCE_CODE)
    return list(pages.alias(**annotations).filter(condition).only("pk", "title", "path", "depth"))
