"""The buttons of the panel “Perhaps the same person”. A GET changes nothing and leads back to the page."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from courses.inbox.actions import ActionView
from courses.people.access import Reach
from courses.people.merging import keep_apart, merge_people, undo_merge
from courses.people.models import Merge, Person


class OtherPersonView(ActionView):
    """A button about somebody else. Who may not be joined with this person doesn't exist."""

    locks_first = False  # the services lock the enrolments of both, in order

    @cached_property
    def other(self) -> Person:
        """The person in the address. Raises ``Http404`` for who is beyond the user's reach."""
        joined = Person.objects.filter(merged_into=self.enrolment.person_id, pk=self.kwargs["person_pk"]).first()
        if joined is not None:
            return joined  # a doubled click: joined persons have no enrolments to be found by
        centres = set(self.enrolment.person.enrolments.values_list("centre_id", flat=True))
        reach = Reach.of(self.user)
        return get_object_or_404(Person.objects.joinable(reach, centres), pk=self.kwargs["person_pk"])


class MergeView(OtherPersonView):
    """The other one is the same person: their enrolments come to this one."""

    def act(self) -> None:
        """Join the two; twice is once."""
        merge_people(kept=self.enrolment.person, merged=self.other, user=self.user)

    def success(self) -> str:
        """Say that they are one."""
        return pgettext("staff", "Joined. All their enrolments are one person's now.")


class KeepApartView(OtherPersonView):
    """The other one is somebody else."""

    def act(self) -> None:
        """Remember that they are two."""
        keep_apart(one=self.enrolment.person, other=self.other, user=self.user)

    def success(self) -> str:
        """Say that they are two."""
        return pgettext("staff", "Two people: they are not suggested again.")


class UndoMergeView(ActionView):
    """They were two after all."""

    locks_first = False

    def act(self) -> None:
        """Undo what was joined; twice is once."""
        merge = get_object_or_404(Merge, pk=self.kwargs["merge_pk"], kept=self.enrolment.person_id)
        undo_merge(merge=merge, user=self.user)

    def success(self) -> str:
        """Say that they are two."""
        return pgettext("staff", "Undone. They are two people again.")
