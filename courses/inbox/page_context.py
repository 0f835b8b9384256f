"""What an enrolment's page shows, gathered from its parts in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.utils.http import urlencode

from courses.catalogue.models import Run
from courses.certificates.panel import certificate_context
from courses.enrolment import waiting
from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.enrolment.states import State
from courses.inbox.contact import Ready, Ways, greeting_of, ready_answers
from courses.inbox.delivery import deliveries_of
from courses.inbox.due import due_of
from courses.inbox.forms import AssignForm, NoteForm, WriteForm
from courses.inbox.history import events_of, hand_over_to, history_of
from courses.inbox.labels import ACTIONS, STATES, course_label
from courses.inbox.neighbours import neighbours
from courses.inbox.next_step import NextStep, next_step
from courses.inbox.outcome import outcome_of
from courses.inbox.presence import others_looking, who_is_looking
from courses.inbox.same_person_panel import other_enrolments, same_person_context
from courses.inbox.step_forms import StepForm
from courses.inbox.steps import steps_of
from courses.reports.milestone_views import milestones_context
from portal import clock
from portal.messages.templates import title_of


def page_context(
    enrolment: Enrolment,
    user: User,
    *,
    data: Mapping[str, str],
    queue: str,
    sent: StepForm | None = None,
    changes: Sequence[str] = (),
    new_since: int | None = None,
    **shown: Any,
) -> dict[str, Any]:
    """Return the context of the page.

    ``data`` is the address's query: ``queue`` names the list that the user came from, ``reply`` a ready answer to
    begin with. ``sent`` is a step's form that wasn't taken, ``shown`` any other form; ``changes`` are sentences
    about what others did after the entry ``new_since``.
    """
    run = Run.objects.with_places().filter(pk=enrolment.run_id).first()
    position = waiting.position(enrolment)
    events = events_of(enrolment)
    return {
        "enrolment": enrolment,
        "person": enrolment.person,
        "run": run,
        "seen": getattr(enrolment, "version", None) or 0,
        "state": STATES[State(enrolment.state)],
        "due": due_of(enrolment, clock.now()),
        "course_label": course_label(enrolment.course),
        "looking": who_is_looking(others_looking(enrolment, user)),
        "changes": changes,
        "hand_over": hand_over_to(enrolment, events, user),
        "position": position,
        "questions": enrolment.questions.select_related("asked_by"),
        "appointments": enrolment.appointments.select_related("made_by"),
        "outcome": outcome_of(enrolment, run),
        "others": other_enrolments(enrolment, user),
        "history": history_of(enrolment, events, new_since=new_since, user=user),
        "deliveries": deliveries_of(enrolment),
        **_double(enrolment, user),
        **same_person_context(enrolment, user),
        **certificate_context(enrolment, user),
        **milestones_context(enrolment, user),
        **_steps(enrolment, user, next_step(enrolment, run, position), sent),
        **_writing(enrolment, user, data.get("reply", "")),
        **_places_in(queue, "queue" in data, enrolment, user),
        "note_form": NoteForm(),
        "assign_form": AssignForm(enrolment=enrolment, user=user),
        **shown,
    }


def _double(enrolment: Enrolment, user: User) -> dict[str, Any]:
    own = Enrolment.objects.for_staff(user)
    double = own.filter(duplicates=enrolment).first() if enrolment.duplicate_of_id else None
    return {"double": double, "double_reference": format_reference(double.reference) if double else ""}


def _steps(enrolment: Enrolment, user: User, usual: NextStep, sent: StepForm | None) -> dict[str, Any]:
    """Return the steps as the page groups them: the usual one, open forms, buttons, closed forms, the rare ones."""
    steps = steps_of(enrolment, user, usual=usual.verb, sent=sent)
    primary = next((step for step in steps if step.verb is usual.verb and step.form is None), None)
    common = [step for step in steps if not step.label.is_rare or step.verb is usual.verb]
    is_lost = sent is not None and sent.verb not in {step.verb for step in steps}
    return {
        "usual": usual,
        "primary": primary,
        "buttons": [step for step in common if step.form is None and step is not primary],
        "forms": sorted((step for step in common if step.form is not None), key=lambda step: not step.is_open),
        "rare_steps": [step for step in steps if step not in common],
        "is_rare_sent": sent is not None and ACTIONS[sent.verb].is_rare,
        "typed": _typed(sent) if is_lost and sent is not None else [],
    }


def _typed(form: StepForm) -> list[str]:
    """Return what was written into a form for which there is no place any more."""
    texts = (str(form.data.get(form.add_prefix(name), "")).strip() for name in form.fields)
    return [text for text in texts if " " in text]


def _writing(enrolment: Enrolment, user: User, chosen: str) -> dict[str, Any]:
    ways = Ways.of(enrolment)
    ready = ready_answers(enrolment, ways, user)
    begun: Ready | None = next((answer for answer in ready if str(answer.pk) == chosen), None)
    tasks = enrolment.tasks.select_related("done_by").order_by(F("done_at").desc(nulls_first=True), "-pk")
    return {
        "ways": ways,
        "greeting": greeting_of(enrolment, ways),
        "ready": ready,
        "begun": begun,
        "write_form": WriteForm(initial={"text": begun.text} if begun else None),
        "tasks": [(task, title_of(task.template), ways.whatsapp(task.text), ways.mail(task.text)) for task in tasks],
    }


def _places_in(queue: str, is_known: bool, enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Return what comes before and after in the list that the user came from, and what its addresses go on with."""
    if not is_known:
        return {"previous": None, "next": None, "in_queue": ""}
    previous, following = neighbours(enrolment, queue, user)
    return {"previous": previous, "next": following, "in_queue": f"?{urlencode({'queue': queue})}"}
