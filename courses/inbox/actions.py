"""How the buttons of an enrolment's page act: one at a time, never past what a colleague did, nothing typed lost."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import pgettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from courses.enrolment.errors import Refused
from courses.enrolment.places import lock_enrolment
from courses.enrolment.records import Event
from courses.inbox.version import changes_by_others, seen_in, what_happened
from courses.inbox.views import EnrolmentView

MOST_CHANGES = 3
"""So many of what others did are named; the rest is in the history."""


class _NotYet(Exception):
    """What was typed is incomplete: nothing is done."""


class _ChangedMeanwhile(Exception):
    """Somebody else did something since the page was read: nothing is done."""


class ActionView(EnrolmentView, ABC):
    """A button of the page. A GET changes nothing and leads back to the page.

    A POST holds ``seen``, the newest entry of the history that its page knew. Under the enrolment's lock, where
    others can't come in between: a doubled click is done once; what others did meanwhile is said first, and
    pressing once more goes on; what is incomplete is asked for. Subclasses say what is done, in :meth:`act`.
    """

    locks_first: ClassVar[bool] = True
    """Whether the enrolment is locked before anything is looked at; not where a service locks several."""
    shown_as: ClassVar[str] = ""
    """The name in the page's context by which the sent form is shown again."""
    form: forms.Form | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the page: mail scanners, reloads and curious people follow links."""
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, and show on the page what came of it; what is refused is said in a sentence."""
        try:
            with transaction.atomic():
                self.take()
        except _ChangedMeanwhile:
            return self.show_again(self.changes())
        except _NotYet:
            return self.show_again()
        except Refused as refused:
            return self.refuse(refused)
        messages.success(request, self.success())
        return self.back()

    def take(self) -> None:
        """Do it once, unless somebody else was faster or something is missing."""
        if self.locks_first:
            self.enrolment = lock_enrolment(self.enrolment, also=self.other_runs())
        self.form = self.make_form()
        if self.is_done():
            return
        if self.changes():
            raise _ChangedMeanwhile
        if self.form is not None and not self.form.is_valid():
            raise _NotYet
        self.act()

    def make_form(self) -> forms.Form | None:
        """Return the form that was sent, ``None`` for a mere button."""
        return None

    def is_done(self) -> bool:
        """Whether this very thing is done already: pressed twice, a button does its work once."""
        return False

    @abstractmethod
    def act(self) -> None:
        """Do it. Raises :class:`Refused` when it can't be done."""

    @abstractmethod
    def success(self) -> str | Promise:
        """Return what is said when it is done."""

    def other_runs(self) -> Collection[int]:
        """Return the primary keys of runs that the service locks besides the enrolment's own."""
        return ()

    @property
    def seen(self) -> int:
        """The newest entry of the history that the page knew."""
        return seen_in(self.request.POST)

    def changes(self) -> list[Event]:
        """Return what others did since, newest first."""
        return list(changes_by_others(self.enrolment, self.seen, self.user)[:MOST_CHANGES])

    def own_since(self, **condition: Any) -> bool:
        """Whether an entry of the user's own came since the page was read: from the same page, a doubled click."""
        return self.enrolment.events.filter(pk__gt=self.seen, user=self.user, **condition).exists()

    def back(self) -> HttpResponse:
        """Return to the page that the button stood on: the enrolment's own, or what ``next`` names on this site."""
        return redirect(get_valid_next_url_from_request(self.request) or self.page_url)

    def refuse(self, refused: Refused) -> HttpResponse:
        """Say why it wasn't done: with the form where something typed would be lost, else on the page."""
        self.enrolment = self.find()
        changes = self.changes()
        if changes or (self.form is not None and self.form.has_changed()):
            messages.error(self.request, str(refused))
            return self.show_again(changes)
        messages.error(self.request, str(refused))
        return self.back()

    def show_again(self, changes: Collection[Event] = ()) -> HttpResponse:
        """Show the page as it is now with what was typed, and what others did; the form stands far down on a phone."""
        self.enrolment = self.find()
        if changes:
            messages.warning(self.request, pgettext("staff", "Nothing was done: this enrolment has changed meanwhile."))
        else:
            messages.error(self.request, pgettext("staff", "Nothing was done yet: please look at the form again."))
        context = self.get_context_data(
            changes=[what_happened(change) for change in changes],
            new_since=self.seen if changes else None,
            **{self.shown_as: self.form} if self.shown_as and self.form is not None else {},
        )
        return self.render_to_response(context, status=422)
