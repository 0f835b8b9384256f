"""The only writer of certificates. Every function raises :class:`Refused` and then has changed nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import pgettext

from courses.attendance.shares import shares_of
from courses.catalogue.models import Run
from courses.catalogue.pages import CoursePage
from courses.certificates.codes import new_code
from courses.certificates.models import Certificate
from courses.certificates.numbers import take_numbers
from courses.enrolment.codes import Proficiency
from courses.enrolment.errors import Refused
from courses.enrolment.models import Enrolment
from courses.enrolment.notify import tell, tell_many
from courses.enrolment.places import lock_enrolment, lock_run
from courses.enrolment.records import Event
from courses.enrolment.states import Actor, State, Verb
from courses.enrolment.steps import entry, log, run_of
from portal import clock, languages

CHUNK = 200
"""How many certificates are written by one statement."""
MESSAGE, REVOKED = "certificate", "certificate_revoked"


@dataclass(frozen=True)
class Names:
    """How somebody's name is printed: as they write it, and in Latin letters where that differs."""

    name: str
    latin_name: str


@transaction.atomic
def issue_certificate(
    *, enrolment: Enrolment, user: User, name: str = "", latin_name: str | None = None, signed_by: str = ""
) -> Certificate:
    """Issue the certificate of a completed enrolment and tell the person.

    Names that aren't given are the person's. Raises :class:`Refused`: ``state`` before the course is
    completed, or where there is a valid certificate already.
    """
    locked = lock_enrolment(enrolment)
    if locked.state != State.COMPLETED:
        raise Refused(pgettext("staff", "Only who has completed the course gets a certificate."), code="state")
    if Certificate.objects.valid().filter(enrolment=locked).exists():
        raise Refused(pgettext("staff", "There is a certificate already. Take it back, or correct it."), code="state")
    person = locked.person
    printed = Names(name.strip() or person.name, person.latin_name if latin_name is None else latin_name.strip())
    return _issue(run_of(locked), [locked], user, signed_by, {locked.pk: printed})[0]


@transaction.atomic
def issue_for_run(
    *, run: Run, user: User, signed_by: str = "", latin_names: Mapping[int, str] | None = None
) -> list[Certificate]:
    """Issue what is missing: a certificate for everybody who completed this run and has no valid one.

    ``latin_names`` (by the enrolment's primary key) replace what is known of a person's. The number of queries
    grows with every 200 certificates, not with each. Raises :class:`Refused` (``busy``).
    """
    locked = lock_run(run.pk)
    has_one = Certificate.objects.valid().filter(enrolment=OuterRef("pk"))
    enrolments = list(
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "course", "centre")
        .filter(~Exists(has_one), run=locked, state=State.COMPLETED)
        .order_by("pk")
    )
    for enrolment in enrolments:
        enrolment.run = locked
    given = latin_names or {}
    names = {
        each.pk: Names(each.person.name, given.get(each.pk, each.person.latin_name).strip()) for each in enrolments
    }
    return _issue(locked, enrolments, user, signed_by, names) if enrolments else []


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, user: User, reason: str) -> Certificate:
    """Take a certificate back and tell the person; its page says so from now on. ``reason`` is for staff only.

    Raises :class:`Refused`: ``reason`` without one, ``state`` where it was taken back already.
    """
    revoked = _take_back(certificate, user, reason)
    tell(revoked.enrolment, REVOKED, actor=Actor.STAFF)
    return revoked


@transaction.atomic
def correct_certificate(
    *, certificate: Certificate, user: User, name: str, latin_name: str, signed_by: str, reason: str
) -> Certificate:
    """Take a certificate back and issue another one with the right name, both or neither; return the new one.

    What else it says is as the enrolment and the run are today. The person hears of the new one only. Raises what
    :func:`revoke_certificate` and :func:`issue_certificate` raise.
    """
    _take_back(certificate, user, reason)
    return issue_certificate(
        enrolment=certificate.enrolment, user=user, name=name, latin_name=latin_name, signed_by=signed_by
    )


def _take_back(certificate: Certificate, user: User, reason: str) -> Certificate:
    """Take a certificate back without a word to the person; its enrolment is locked then."""
    if not reason.strip():
        raise Refused(pgettext("staff", "Say why the certificate is taken back."), code="reason")
    enrolment = lock_enrolment(certificate.enrolment)
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if locked.revoked_at is not None:
        raise Refused(pgettext("staff", "This certificate was taken back already."), code="state")
    locked.revoked_at, locked.revoked_by, locked.revoked_because = clock.now(), user, reason.strip()[:200]
    locked.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    log(enrolment, Verb.REVOKE, Actor.STAFF, user=user, note=f"{locked.number}: {locked.revoked_because}")
    locked.enrolment = enrolment
    return locked


def _issue(
    run: Run, enrolments: Sequence[Enrolment], user: User, signed_by: str, names: Mapping[int, Names]
) -> list[Certificate]:
    """Write certificates of a locked run, their history, and tell the people."""
    titles = CoursePage.titles({run.course_id}).get(run.course_id, {})
    shares = shares_of(run)
    certificates = [
        Certificate(
            enrolment=enrolment,
            number=number,
            code=new_code(),
            name=names[enrolment.pk].name,
            latin_name=_unless_same(names[enrolment.pk]),
            language=enrolment.person.language,
            course_kind=run.course.kind,
            course_level=run.course.level,
            course_title=titles.get(languages.SOURCE_CODE, run.course.code),
            course_title_own=titles.get(enrolment.person.language, ""),
            hours=run.course.hours,
            percent=shares[enrolment.pk].percent if enrolment.pk in shares else None,
            exit_level="" if enrolment.exit_level == Proficiency.NONE else enrolment.exit_level,
            starts_on=run.starts_on,
            ends_on=run.ends_on,
            organisation_id=run.organisation_id,
            centre_name=run.centre.name,
            city=run.centre.city,
            signed_by=signed_by.strip(),
            issued_on=clock.today(),
            issued_by=user,
            created_at=clock.now(),
        )
        for enrolment, number in zip(enrolments, take_numbers(len(enrolments)), strict=True)
    ]
    Certificate.objects.bulk_create(certificates, batch_size=CHUNK)
    Event.objects.bulk_create(
        [
            entry(enrolment, Verb.CERTIFY, enrolment.state, Actor.STAFF, user=user, note=certificate.number)
            for enrolment, certificate in zip(enrolments, certificates, strict=True)
        ],
        batch_size=CHUNK,
    )
    tell_many(enrolments, MESSAGE, actor=Actor.STAFF)
    return certificates


def _unless_same(names: Names) -> str:
    """Return the Latin name where it says something that the name doesn't."""
    return "" if names.latin_name.strip().casefold() == names.name.strip().casefold() else names.latin_name
