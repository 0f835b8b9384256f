"""What arrives with the enrolment form, and what makes two of them the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from courses.catalogue.models import Course, Run
from courses.people.models import Person
from portal.directory.models import County

NO_ANSWERS = frozenset({"suspicion", "captcha_token", "language"})
"""What comes with the answers and is none: it may differ when the same form arrives again."""


@dataclass(frozen=True)
class Submission:
    """What somebody wrote into a form, cleaned: codes, E.164 numbers, text as written.

    ``checked_level`` and ``checked_points`` (percent) are the result of a self-check, where one was made.
    ``county`` (its code) and ``accepts_online`` belong to an interest: what is looked for when no run fits.
    ``captcha_token`` is there only where it could not be checked at once.
    """

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
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_email: str = ""
    checked_level: str = ""
    checked_points: int | None = None
    county: str = ""
    accepts_online: bool = True
    captcha_token: str = field(default="", compare=False)

    def key(self, target: Run | tuple[Course, County], submission_id: str) -> str:
        """Return what makes a submission this one: what is asked for, the form's id and the answers.

        ``target`` is the run or, for an interest, the course and the county. The same form with the same
        answers is one enrolment, however often it arrives; with other answers (Back, then a sister's name)
        it is another.
        """
        answers = {name: value for name, value in vars(self).items() if name not in NO_ANSWERS}
        wanted = target.pk if isinstance(target, Run) else [row.pk for row in target]
        canonical = json.dumps([submission_id, wanted, answers], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
