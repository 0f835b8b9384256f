"""The messages that the portal sends, and what each may and must name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText

PLACEHOLDERS: dict[str, LazyText] = {
    "name": pgettext_lazy("staff", "the person's name, as they wrote it"),
    "course": pgettext_lazy("staff", "the course, in the person's language"),
    "reference": pgettext_lazy("staff", "the enrolment's reference"),
    "centre": pgettext_lazy("staff", "the centre"),
    "centre_phone": pgettext_lazy("staff", "the centre's phone"),
    "link": pgettext_lazy("staff", "the person's own link to their enrolment"),
    "deadline": pgettext_lazy("staff", "until when the place is held"),
    "start": pgettext_lazy("staff", "the first day of the group"),
    "schedule": pgettext_lazy("staff", "the days and hours of the group"),
    "address": pgettext_lazy("staff", "where the group meets"),
    "position": pgettext_lazy("staff", "the place on the waiting list"),
    "reason": pgettext_lazy("staff", "the reason, in the person's language"),
}
"""Every placeholder with what it stands for, in the order in which staff see them."""

LINK = "link"
_ALWAYS = frozenset({"name", "course", "reference", "centre", "centre_phone", LINK})
_WHEN_AND_WHERE = frozenset({"start", "schedule", "address"})


@dataclass(frozen=True)
class MessageTemplate:
    """One kind of message.

    ``required`` placeholders must stand in every text of it, ``optional`` ones may; no other may.
    """

    slug: str
    title: LazyText
    description: LazyText
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()

    @property
    def allowed(self) -> frozenset[str]:
        """Every placeholder that a text of this message may name."""
        return self.required | self.optional

    @property
    def explained(self) -> list[tuple[str, LazyText, bool]]:
        """Every placeholder as staff write it, what it stands for, and whether it must be there."""
        return [
            (f"{{{name}}}", meaning, name in self.required)
            for name, meaning in PLACEHOLDERS.items()
            if name in self.allowed
        ]


def _template(
    slug: str,
    title: LazyText,
    description: LazyText,
    *,
    required: frozenset[str] = frozenset(),
    more: frozenset[str] = frozenset(),
) -> MessageTemplate:
    return MessageTemplate(slug, title, description, required, (_ALWAYS | more) - required)


TEMPLATES: dict[str, MessageTemplate] = {
    template.slug: template
    for template in (
        _template(
            "received",
            pgettext_lazy("staff", "Enrolment received"),
            pgettext_lazy("staff", "The receipt: sent at once to whoever enrols."),
            required=frozenset({"reference"}),
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "offer",
            pgettext_lazy("staff", "Place offered"),
            pgettext_lazy("staff", "A place is held until a deadline; the person says yes or no behind the link."),
            required=frozenset({LINK, "deadline"}),
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "waiting",
            pgettext_lazy("staff", "On the waiting list"),
            pgettext_lazy("staff", "The group is full; says which place on the list the person has."),
            required=frozenset({"position"}),
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "confirmed",
            pgettext_lazy("staff", "Place confirmed"),
            pgettext_lazy("staff", "Where and when the course starts, and what to bring."),
            required=frozenset({"start"}),
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "declined",
            pgettext_lazy("staff", "Offer declined"),
            pgettext_lazy("staff", "The person said no to the place; it goes to somebody else."),
        ),
        _template(
            "expired",
            pgettext_lazy("staff", "Offer expired"),
            pgettext_lazy("staff", "The deadline passed without an answer; the place goes to somebody else."),
        ),
        _template(
            "rejected",
            pgettext_lazy("staff", "Enrolment not accepted"),
            pgettext_lazy("staff", "Says why, and that the centre helps to find something else."),
            required=frozenset({"reason"}),
        ),
        _template(
            "withdrawn",
            pgettext_lazy("staff", "Enrolment withdrawn"),
            pgettext_lazy("staff", "The enrolment ended, by the person's wish or by the centre."),
        ),
    )
}
"""Every message by its slug."""


def title_of(slug: str) -> str:
    """Return the title of a message for staff, its slug when the portal no longer sends it."""
    return str(TEMPLATES[slug].title) if slug in TEMPLATES else slug


def template_choices() -> list[tuple[str, LazyText]]:
    """Return slug and title of every message, for a select."""
    return [(template.slug, template.title) for template in TEMPLATES.values()]
