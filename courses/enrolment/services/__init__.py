"""The only writer of enrolments: one function a verb, atomic, checked by the table of states.

Every function raises :class:`courses.enrolment.errors.Refused` when the table, the places or the dates don't
allow the step, and then changes nothing.
"""

from courses.enrolment.promotion import offer_deadline
from courses.enrolment.services.attending import mark_attending, mark_completed, mark_dropped
from courses.enrolment.services.caring import (
    add_note,
    assign_enrolment,
    change_contact,
    complete_task,
    invite_to_placement,
    prioritise_enrolment,
    record_level,
    send_link,
)
from courses.enrolment.services.moving import move_enrolment, transfer_enrolment
from courses.enrolment.services.placing import (
    confirm_place,
    decline_offer,
    expire_offer,
    offer_place,
    put_on_waiting_list,
    withdraw_enrolment,
)
from courses.enrolment.services.reviewing import (
    answer_question,
    ask_person,
    claim_enrolment,
    clear_suspicion,
    mark_spam,
    merge_enrolment,
    reject_enrolment,
    reopen_enrolment,
    restore_enrolment,
)
from courses.enrolment.services.submitting import enrol_for_person, submit_enrolment, submit_interest
from courses.enrolment.services.writing import write_to_person

__all__ = [
    "add_note",
    "answer_question",
    "ask_person",
    "assign_enrolment",
    "change_contact",
    "claim_enrolment",
    "clear_suspicion",
    "complete_task",
    "confirm_place",
    "decline_offer",
    "enrol_for_person",
    "expire_offer",
    "invite_to_placement",
    "mark_attending",
    "mark_completed",
    "mark_dropped",
    "mark_spam",
    "merge_enrolment",
    "move_enrolment",
    "offer_deadline",
    "offer_place",
    "prioritise_enrolment",
    "put_on_waiting_list",
    "record_level",
    "reject_enrolment",
    "reopen_enrolment",
    "restore_enrolment",
    "send_link",
    "submit_enrolment",
    "submit_interest",
    "transfer_enrolment",
    "withdraw_enrolment",
    "write_to_person",
]
