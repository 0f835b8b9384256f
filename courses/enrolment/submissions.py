"""What arrives with the enrolment form, and what makes two of them the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field

from courses.catalogue.models import Run
from courses.people.models import Person


@dataclass(frozen=True)
class Submission:
    """What somebody wrote into the form, cleaned: codes, E.164 numbers, text as written."""

    name: str
    language: str
    phone: str = ""
    email: str = ""
    contact_by: str = Person.ContactBy.CALL
    may_leave_message: bool = False
    helper_name: str = ""
    helper_phone: str = ""
    birth_year: int | None = None
    status: str = ""
    level: str = "unknown"
    needs_childcare: bool = False
    comment: str = ""
    suspicion: str = field(default="", compare=False)

    def key(self, run: Run, submission_id: str) -> str:
        """Return what makes a submission this one: the form's id and the answers.

        The same form with the same answers is one enrolment, however often it arrives; with other
        answers (Back, then a sister's name) it is another.
        """
        answers = {name: value for name, value in asdict(self).items() if name not in {"suspicion", "language"}}
        canonical = json.dumps([submission_id, run.pk, answers], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
