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
    "estimate": pgettext_lazy("staff", "how many people of the list got a place in earlier groups; may be missing"),
    "reason": pgettext_lazy("staff", "the reason, in the person's language"),
    "question": pgettext_lazy("staff", "the question, in the person's language"),
    "note": pgettext_lazy("staff", "what a colleague wrote, as they wrote it; beside a question it may be missing"),
    "county": pgettext_lazy("staff", "the county where the course is wanted"),
    "session": pgettext_lazy("staff", "day and time of the session, as it is now"),
    "session_before": pgettext_lazy("staff", "day and time of the session, as it was before"),
    "appointment": pgettext_lazy("staff", "day and time of the talk at the centre"),
    "alternatives": pgettext_lazy("staff", "other groups nearby, each with its link, on several lines; may be missing"),
}
"""Every placeholder with what it stands for, in the order in which staff see them."""

LINK = "link"
_ALWAYS = frozenset({"name", "course", "reference", "centre", "centre_phone", LINK})
_WHEN_AND_WHERE = frozenset({"start", "schedule", "address"})


@dataclass(frozen=True)
class MessageTemplate:
    """One kind of message.

    ``required`` placeholders must stand in every text of it, ``sms_required`` in every SMS; ``optional`` ones
    may; no other may.
    """

    slug: str
    title: LazyText
    description: LazyText
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    sms_required: frozenset[str] = frozenset()

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
    required: set[str] | frozenset[str] = frozenset(),
    more: set[str] | frozenset[str] = frozenset(),
    not_in_sms: set[str] | frozenset[str] = frozenset(),
    never: set[str] | frozenset[str] = frozenset(),
) -> MessageTemplate:
    """Return a template; an SMS must name what is ``required`` too, but for what is too long for it."""
    needed = frozenset(required)
    optional = (_ALWAYS | more) - needed - never
    return MessageTemplate(slug, title, description, needed, optional, needed - not_in_sms)


TEMPLATES: dict[str, MessageTemplate] = {
    template.slug: template
    for template in (
        _template(
            "received",
            pgettext_lazy("staff", "Enrolment received"),
            pgettext_lazy("staff", "The receipt: sent at once to whoever enrols."),
            required={"reference"},
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "offer",
            pgettext_lazy("staff", "Place offered"),
            pgettext_lazy("staff", "A place is held until a deadline; the person says yes or no behind the link."),
            required={LINK, "deadline"},
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "waiting",
            pgettext_lazy("staff", "On the waiting list"),
            pgettext_lazy("staff", "The group is full; says which place on the list the person has."),
            required={"position"},
            more=_WHEN_AND_WHERE | {"estimate"},
            not_in_sms={"position"},
        ),
        _template(
            "confirmed",
            pgettext_lazy("staff", "Place confirmed"),
            pgettext_lazy("staff", "Where and when the course starts, and what to bring."),
            required={"start"},
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
            required={"reason"},
        ),
        _template(
            "withdrawn",
            pgettext_lazy("staff", "Enrolment withdrawn"),
            pgettext_lazy("staff", "The enrolment ended, by the person's wish or by the centre."),
        ),
        _template(
            "question",
            pgettext_lazy("staff", "Question to the person"),
            pgettext_lazy("staff", "The centre needs an answer; the person gives it behind the link."),
            required={"question", LINK},
            more={"note"},
            not_in_sms={"question"},
        ),
        _template(
            "note",
            pgettext_lazy("staff", "Message of a colleague"),
            pgettext_lazy("staff", "What a colleague wrote in their own words, or chose from the ready answers."),
            required={"note"},
        ),
        _template(
            "reopened",
            pgettext_lazy("staff", "Looked at again"),
            pgettext_lazy("staff", "A second chance after an offer that was declined or ran out."),
        ),
        _template(
            "completed",
            pgettext_lazy("staff", "Course completed"),
            pgettext_lazy("staff", "The person finished the course."),
        ),
        _template(
            "certificate",
            pgettext_lazy("staff", "Certificate issued"),
            pgettext_lazy("staff", "The certificate is behind the link; the paper waits at the centre."),
            required={LINK},
        ),
        _template(
            "certificate_revoked",
            pgettext_lazy("staff", "Certificate taken back"),
            pgettext_lazy("staff", "The certificate is no longer valid. The reason is for staff; the person may ask."),
            required={"centre_phone"},
        ),
        _template(
            "dropped",
            pgettext_lazy("staff", "Left the course"),
            pgettext_lazy("staff", "The person doesn't come any more; the way back stays open."),
        ),
        _template(
            "merged",
            pgettext_lazy("staff", "Two enrolments became one"),
            pgettext_lazy("staff", "The person was on the list twice; the other enrolment stays."),
        ),
        _template(
            "restored",
            pgettext_lazy("staff", "Enrolment open again"),
            pgettext_lazy("staff", "An enrolment that was closed is open again."),
        ),
        _template(
            "again",
            pgettext_lazy("staff", "Enrolled a second time"),
            pgettext_lazy(
                "staff", "To the contact that we have, when somebody enrols in a group where this person is already."
            ),
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "interest",
            pgettext_lazy("staff", "Wish for a course noted"),
            pgettext_lazy("staff", "There is no group yet; the person is told when one opens."),
            required={"county"},
        ),
        _template(
            "reminder_offer",
            pgettext_lazy("staff", "Reminder: answer the offer"),
            pgettext_lazy("staff", "Before the deadline of an offer that has no answer yet."),
            required={LINK, "deadline"},
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "reminder_start",
            pgettext_lazy("staff", "Reminder: the course starts"),
            pgettext_lazy("staff", "Two days before the first day."),
            required={"start"},
            more=_WHEN_AND_WHERE,
        ),
        _template(
            "reminder_session",
            pgettext_lazy("staff", "Reminder: session tomorrow"),
            pgettext_lazy("staff", "The day before a session, where the group wants it."),
            required={"session"},
            more={"address"},
        ),
        _template(
            "run_cancelled",
            pgettext_lazy("staff", "Group cancelled"),
            pgettext_lazy(
                "staff", "The group doesn't take place; says what becomes of the enrolment, and names other groups."
            ),
            more={"alternatives"},
        ),
        _template(
            "run_moved",
            pgettext_lazy("staff", "Group moved"),
            pgettext_lazy("staff", "Dates or place of the group have changed."),
            required={"start"},
            more=_WHEN_AND_WHERE | {"alternatives"},
        ),
        _template(
            "session_moved",
            pgettext_lazy("staff", "Session moved"),
            pgettext_lazy("staff", "One session has another time or room."),
            required={"session_before", "session"},
            more={"address"},
        ),
        _template(
            "session_cancelled",
            pgettext_lazy("staff", "Session cancelled"),
            pgettext_lazy("staff", "One session doesn't take place."),
            required={"session"},
        ),
        _template(
            "placement",
            pgettext_lazy("staff", "Invitation to the centre"),
            pgettext_lazy("staff", "An appointment to find the right level together."),
            required={"appointment"},
            more={"address"},
        ),
        _template(
            "link",
            pgettext_lazy("staff", "Link sent again"),
            pgettext_lazy("staff", "To whoever asked for the link to their enrolment."),
            required={LINK},
        ),
        _template(
            "contact_changed",
            pgettext_lazy("staff", "Contact changed"),
            pgettext_lazy(
                "staff", "To the contact that we had before. It has no link: it may not be the person's any more."
            ),
            never={LINK},
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
