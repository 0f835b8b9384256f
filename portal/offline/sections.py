"""What "save this section" keeps on a device: the pages, and about how much that is."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from portal import languages
from portal.context import public_path
from portal.pages import BasePage
from portal.search.documents import PAGE, page_types
from portal.search.models import SearchEntry

FRAME_BYTES = 9_800
"""What a page weighs beside its text, compressed: header, footer, styles. A test holds it to what pages weigh."""
BYTES_A_CHARACTER = {"Latn": 0.5, "Cyrl": 0.8, "Arab": 0.8}
"""What a character of the text adds, compressed with its tags, by script."""
BYTES_OF_OTHERS = 1.0
MOST_OF_A_PICTURE = 60_000
"""A photograph is sent in a size for phones, whatever was uploaded."""


@dataclass(frozen=True)
class Section:
    """The pages that are saved together, the section's own first, and about how many bytes they are."""

    page: BasePage
    addresses: list[str]
    size: int

    @property
    def kilobytes(self) -> int:
        """The size as people are told: no more exact than it is known."""
        return max(math.ceil(self.size / 10_000) * 10, 10)

    def as_json(self) -> dict[str, Any]:
        """Return what ``js/save_section.js`` and the service worker need, with all words that they show."""
        count, size = len(self.addresses), self.kilobytes
        return {
            "title": self.page.title,
            "url": self.addresses[0],
            "pages": self.addresses,
            "dates": self.page.language.date_tag,
            "texts": _texts(count, size),
        }


def _texts(count: int, size: int) -> dict[str, str]:
    amount = {"count": count, "size": size}
    return {
        "save": ngettext(
            "Save this page to read without internet (about %(size)s KB)",
            "Save these %(count)s pages to read without internet (about %(size)s KB)",
            count,
        )
        % amount,
        "saved": ngettext(
            "Saved on this device on {day}: %(count)s page, about %(size)s KB.",
            "Saved on this device on {day}: %(count)s pages, about %(size)s KB.",
            count,
        )
        % amount,
        "saving": ngettext("Saving: {done} of %(count)s page", "Saving: {done} of %(count)s pages", count) % amount,
        "begun": _("Saving begins. You can go on reading."),
        "done": _("Saved. You can now read it without internet."),
        "update": _("Save again, with what is new"),
        "removed": _("Removed from this device."),
        "no_network": _("Not everything could be saved: the connection was lost. Please try again."),
        "no_room": _("There is not enough room on this device."),
    }


def find_section(key: Any, code: str, query: QueryDict) -> Section | None:
    """Return what is saved with the page of this key in a language, None for a page that isn't a section."""
    found = Page.objects.live().filter(translation_key=key, locale__language_code=code).specific().first()
    if not isinstance(found, BasePage) or not found.can_be_saved:
        return None
    parts = query.urlencode()
    own = public_path(found.url_path, code) + (f"?{parts}" if parts else "")
    addresses = list(dict.fromkeys([own, *found.pages_to_save(query)]))
    return Section(found, addresses, _size(addresses, code))


def sections_in(code: str) -> list[dict[str, str]]:
    """Return title and address of every page in a language whose section can be saved. One query."""
    types = ContentType.objects.get_for_models(*(model for model in page_types() if model.can_be_saved))
    pages = Page.objects.live().filter(locale__language_code=code, content_type__in=types.values())
    rows = pages.order_by("path").values("title", "url_path")
    return [{"title": row["title"], "url": public_path(row["url_path"], code)} for row in rows]


def _size(addresses: Collection[str], code: str) -> int:
    """Return about how many bytes pages are, compressed, with their pictures: by the length of what search knows."""
    paths = {address.partition("?")[0].split("/", 2)[2] for address in addresses}
    entries = SearchEntry.objects.filter(language=code, key__startswith=PAGE, path__in=paths)
    lengths = dict(entries.values_list("key", Length("text")))
    per_character = BYTES_A_CHARACTER.get(languages.get_language(code).script, BYTES_OF_OTHERS)
    keys = [key.partition(":")[2] for key in lengths]
    return round(len(addresses) * FRAME_BYTES + sum(lengths.values()) * per_character) + _pictures(keys, code)


def _pictures(keys: Collection[str], code: str) -> int:
    """Return how many bytes the pictures in these pages are, each counted once."""
    image = get_image_model()
    pages = Page.objects.filter(translation_key__in=keys, locale__language_code=code).values_list("pk", flat=True)
    used = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(pk) for pk in pages],
        to_content_type=ContentType.objects.get_for_model(image),
    )
    sizes = image.objects.filter(pk__in=[int(pk) for pk in set(used.values_list("to_object_id", flat=True))])
    return sum(min(size or 0, MOST_OF_A_PICTURE) for size in sizes.values_list("file_size", flat=True))
