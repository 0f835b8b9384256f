"""The runs that staff bring people into, as a select shows them."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date
from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy

from courses.catalogue.models import Run
from courses.inbox.labels import course_label
from portal import clock, languages
from portal.directory.models import Centre


def runs_for(user: User) -> QuerySet[Run]:
    """Return the runs of the user's centres that somebody can still be written down for, with places counted."""
    return (
        Run.objects.for_staff(user)
        .underway(clock.today())
        .select_related("course", "centre__organisation", "project__organisation")
        .with_places()
        .order_by("starts_on", "pk")
    )


class _Grouped(ModelChoiceIterator):
    """First the runs whose form is open, then the others."""

    def __iter__(self) -> Any:
        today = clock.today()
        runs = list(self.queryset)
        taking = [run for run in runs if run.is_open_for_enrolment(today)]
        others = [run for run in runs if not run.is_open_for_enrolment(today)]
        yield ("", self.field.empty_label)
        for heading, some in (
            (pgettext("staff", "Open for enrolment"), taking),
            (pgettext("staff", "The form is closed"), others),
        ):
            if some:
                yield (heading, [self.choice(run) for run in some])


class RunField(forms.ModelChoiceField):
    """A run of the user's own centres: give it to its user by :meth:`offer_to`."""

    iterator = _Grouped
    names_centres = False

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", pgettext_lazy("staff", "Course run"))
        kwargs.setdefault("error_messages", {"required": pgettext_lazy("staff", "Choose a course run.")})
        super().__init__(queryset=None, empty_label=pgettext_lazy("staff", "Choose a course run"), **kwargs)

    def offer_to(self, user: User) -> None:
        """Offer the runs of this user's centres; the centre is named where there are several."""
        self.names_centres = Centre.objects.for_staff(user).count() > 1
        self.queryset = runs_for(user)

    def label_from_instance(self, obj: Run) -> str:
        """Return what a colleague tells runs apart by: course, start, code, places left."""
        places = npgettext("staff", "%(count)s place left", "%(count)s places left", obj.places_left)
        parts = {
            "course": course_label(obj.course),
            "day": _short_day(obj),
            "places": places % {"count": obj.places_left},
            "code": obj.code,
            "centre": obj.centre.name,
        }
        if self.names_centres:
            return pgettext("staff", "%(course)s, from %(day)s: %(places)s (%(centre)s, %(code)s)") % parts
        return pgettext("staff", "%(course)s, from %(day)s: %(places)s (%(code)s)") % parts


def _short_day(run: Run) -> str:
    language = get_language() or languages.SOURCE_CODE
    return format_date(run.starts_on, format="d MMM", locale=languages.get_language(language).cldr_locale)
