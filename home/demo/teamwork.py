"""What colleagues left for each other in the demo: an enrolment handed over, a note, a message, a view of the list."""

from __future__ import annotations

from django.contrib.auth.models import User

from courses.enrolment.models import Enrolment
from courses.enrolment.services import add_note, assign_enrolment, write_to_person
from courses.inbox.saved_view_services import save_view
from portal.directory.models import Centre

HANDED_OVER = "گلنار مهتاب"
WRITTEN_TO = "Daria Exemplu"


def load_teamwork(users: dict[str, User]) -> None:
    """Let the coordinator hand one enrolment over with a word, and a colleague write to a person and share a view."""
    if not users:
        return
    handed_over = Enrolment.objects.filter(person__name=HANDED_OVER).first()
    if handed_over is not None:
        add_note(enrolment=handed_over, user=users["coordinator"], text="Vorbește puțin engleză.")
        assign_enrolment(
            enrolment=handed_over,
            user=users["coordinator"],
            assignee=users["staff-bucuresti"],
            note="Roagă să fie sunată doar dimineața. Te ocupi tu de loc la creșă?",
        )
    written_to = Enrolment.objects.filter(person__name=WRITTEN_TO).first()
    if written_to is not None:
        write_to_person(
            enrolment=written_to,
            user=users["staff-iasi"],
            text="Будь ласка, зателефонуйте нам, коли зможете.",
        )
    iasi = Centre.objects.get(code="iasi")
    save_view(owner=users["coordinator"], name="De sunat", query="section=all&tasks=true", centre=iasi)
    save_view(owner=users["staff-iasi"], name="Ale mele, cele mai vechi întâi", query="assignee=me&section=todo")
