"""A crowd: as many invented people, runs and enrolments as a network of centres has after some years.

Written by SQL, because a hundred thousand calls of the services take an hour. The same numbers give the same
rows: everything follows from a row's number and from today.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from courses.catalogue.models import Run
from courses.people.models import Person
from courses.people.names import match_key, search_words
from portal import clock, languages

GIVEN = """
    Amina Olena Deniz Sunita Amal Golnar Sam Nimal Asha Sasha Noor Mira Kofi Lina Daria Karim Maryam Yusuf
    Ivan Priya أمينة كريم مريم Олена Дарина Іван आशा सुनिता প্রিয়া নূর නිමල් කමලා گلنار نسرین Александр
    Светлана
""".split()  # noqa: SIM905 - a list of words
FAMILY = """
    Exemplu Proba Model Martor Sablon Mostra Schita Tipar Ornek Sample Muster Ejemplo Primer Przyklad
    Esempio مثال عينة Приклад Зразок Пример Образец उदाहरण नमूना উদাহরণ নমুনা උදාහරණ නියැදිය نمونه مثالی
""".split()  # noqa: SIM905 - a list of words
PAST_DAYS = 1100
"""Runs began at most so many days ago."""
SHARE_OF_RUNS_NOW = 8
"""Every eighth run is open or underway; the others are over."""


@dataclass(frozen=True)
class Crowd:
    """How many rows there are to be."""

    enrolments: int
    persons: int
    runs: int


def seed_crowd(crowd: Crowd) -> dict[str, int]:
    """Add the crowd and return how many rows of each kind were added.

    Raises ``LookupError`` where this is not the demo (invented people among real ones are never to be told
    apart again), where the crowd is there already, and without centres and courses.
    """
    if not settings.DEMO:
        raise LookupError("This isn't the demo: invented people don't belong among real ones.")
    if Run.objects.filter(code__startswith="crowd-").exists():
        raise LookupError("The crowd is there already; make demo-reset takes it away.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM portal_centre), (SELECT count(*) FROM courses_course)")
        if 0 in cursor.fetchone():
            raise LookupError("There are no centres or no courses yet: manage.py load_demo brings some.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM courses_person")
        first_person = cursor.fetchone()[0] + 1
        counts = {"people": _people(crowd, first_person)}
        values = {
            "persons": crowd.persons,
            "first_person": first_person,
            "runs": crowd.runs,
            "enrolments": crowd.enrolments,
            "today": clock.today(),
            "now": clock.now(),
            "past": PAST_DAYS,
            "now_share": SHARE_OF_RUNS_NOW,
        }
        for name, statement in (
            ("runs", _RUNS),
            ("sessions", _SESSIONS),
            ("enrolments", _ENROLMENTS),
            ("entries of the history", _EVENTS),
            ("marks", _MARKS),
        ):
            cursor.execute(statement, values)
            counts[name] = cursor.rowcount
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return counts


def _people(crowd: Crowd, first: int) -> int:
    people = (_person(number, first + number) for number in range(crowd.persons))
    while batch := list(itertools.islice(people, 2000)):
        Person.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('courses_person', 'id'), max(id)) FROM courses_person")
    return crowd.persons


def _person(number: int, key: int) -> Person:
    given, rest = GIVEN[number % len(GIVEN)], number // len(GIVEN)
    name = f"{given} {FAMILY[rest % len(FAMILY)]} {_letters(rest // len(FAMILY))}".strip()
    codes = [language.code for language in languages.LANGUAGES]
    return Person(
        pk=key,
        name=name,
        search_name=search_words(name),
        match_key=match_key(name),
        phone=f"+4070{key % 10_000_000:07d}",
        language=codes[number % len(codes)],
        birth_year=1950 + number % 62 if number % 9 else None,
        gender=("female", "male", "female", "male", "")[number % 5],
        nationality=("UA", "SY", "NP", "LK", "BD", "TR", "IN", "AF", "")[number % 9],
        status=("temporary_protection", "refugee", "temporary_residence", "")[number % 4],
        created_at=clock.now(),
    )


def _letters(number: int) -> str:
    """Return a number as letters, so that names differ without digits: "" for 0, A, B, ..., AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_RUNS = """
INSERT INTO courses_run (course_id, centre_id, project_id, code, venue, mode, teaching_languages, audience, time_of_day,
    childcare, capacity, minimum, opens_on, starts_on, ends_on, last_entry_on, state, rule, offer_hours,
    priority_groups, below_minimum, minimum_by, reminds_before_sessions)
SELECT courses[1 + n %% cardinality(courses)], centres[1 + n / 3 %% cardinality(centres)],
    projects[1 + n %% cardinality(projects)], 'crowd-' || n, '', 'onsite', '{}', 'everybody', 'evening',
    n %% 4 = 0, 20, 8, start - 60, start, start + 90, start + 14, 'open', 'review', 72, '{}', 'ask', start - 3, false
FROM (
    SELECT n, CASE WHEN n %% %(now_share)s = 0 THEN %(today)s::date - 70 + (n * 7 %% 100)
        ELSE %(today)s::date - 100 - (n * 37 %% (%(past)s - 100)) END AS start
    FROM generate_series(0, %(runs)s - 1) AS n
) AS numbered,
(SELECT array_agg(id ORDER BY id) AS courses FROM courses_course) AS c,
(SELECT array_agg(id ORDER BY id) AS centres FROM portal_centre) AS d,
(SELECT coalesce(array_agg(id ORDER BY id), ARRAY[NULL::bigint]) AS projects FROM portal_project) AS p
"""
_SESSIONS = """
INSERT INTO courses_session (run_id, starts_at, ends_at, room, is_cancelled, revision)
SELECT id, (day + time '18:00') AT TIME ZONE 'Europe/Bucharest', (day + time '20:00') AT TIME ZONE 'Europe/Bucharest',
    '', n %% 13 = 12, 0
FROM courses_run, generate_series(0, 23) AS n, LATERAL (SELECT starts_on + 7 * (n / 2) + 2 * (n %% 2) AS day) AS d
WHERE code LIKE 'crowd-%%'
"""
_ENROLMENTS = """
INSERT INTO courses_enrolment (reference, submission_key, person_id, course_id, run_id, centre_id, accepts_online,
    source, state, place, level, checked_level, placement_level, entry_level, exit_level, needs_childcare, comment,
    status_then, age_band_then, suspicion, captcha_token, awaits_decision, untold, priority, priority_reason, reason,
    offer_expires_at, submitted_at, queued_at, state_since, due_at, paused_for,
    consent_organisation_id, consent_version, consent_language)
SELECT '9' || lpad(n::text, 8, '0'), 'crowd-' || n, person.id, run.course_id, run.id, run.centre_id, true, 'form',
    drawn.state, CASE WHEN drawn.state IN ('offered', 'confirmed', 'attending', 'completed') THEN seat END,
    (ARRAY['none', 'A1', 'A2', 'unknown'])[1 + n %% 4], '', '',
    CASE WHEN drawn.state = 'completed' THEN (ARRAY['none', 'A1'])[1 + n %% 2] ELSE '' END,
    CASE WHEN drawn.state = 'completed' THEN (ARRAY['A1', 'A1', 'A2'])[1 + n %% 3] ELSE '' END,
    n %% 11 = 0, '', person.status,
    CASE WHEN person.birth_year IS NULL THEN ''
        WHEN extract(year FROM submitted) - person.birth_year < 18 THEN 'under_18'
        WHEN extract(year FROM submitted) - person.birth_year <= 60 THEN '18_60' ELSE 'over_60' END,
    '', '', false, '', 0, '', CASE WHEN drawn.state = 'rejected' THEN 'wrong_level' ELSE '' END,
    CASE WHEN drawn.state = 'offered' THEN %(now)s::timestamptz + ((n %% 72) || ' hours')::interval END,
    submitted, CASE WHEN drawn.state = 'waiting' THEN submitted + interval '1 day' END, changed,
    CASE drawn.state WHEN 'submitted' THEN submitted + interval '1 day'
        WHEN 'in_review' THEN submitted + interval '1 day' WHEN 'needs_information' THEN changed + interval '3 days'
        WHEN 'offered' THEN %(now)s::timestamptz + ((n %% 72) || ' hours')::interval END,
    interval '0', centre.organisation_id, '1', person.language
FROM (
    SELECT n, seat, person_key, run_key,
        CASE WHEN starts_on <= %(today)s::date - 91 THEN
            CASE WHEN seat <= 16 THEN 'completed' WHEN seat <= 24 THEN 'dropped' ELSE
            (ARRAY['withdrawn', 'rejected', 'expired', 'declined', 'withdrawn', 'merged', 'spam'])[1 + seat %% 7] END
        WHEN seat <= 12 THEN CASE WHEN starts_on <= %(today)s THEN 'attending' ELSE 'confirmed' END
        WHEN seat <= 18 THEN 'offered'
        ELSE (ARRAY['submitted', 'in_review', 'needs_information', 'waiting', 'waiting', 'withdrawn', 'rejected',
            'declined', 'expired', 'withdrawn'])[1 + seat %% 10] END AS state,
        least(starts_on - 40 + seat %% 40, %(today)s::date - 1) + time '09:00' + (n %% 600) * interval '1 minute'
            AS submitted_local,
        starts_on
    FROM (
        SELECT n, 1 + n / %(runs)s AS seat, %(first_person)s + n * 7919 %% %(persons)s AS person_key,
            'crowd-' || n %% %(runs)s AS run_key
        FROM generate_series(0, %(enrolments)s - 1) AS n
    ) AS numbers JOIN courses_run ON code = run_key
) AS drawn
JOIN courses_run AS run ON run.code = run_key
JOIN courses_person AS person ON person.id = person_key
JOIN portal_centre AS centre ON centre.id = run.centre_id,
LATERAL (SELECT submitted_local AT TIME ZONE 'Europe/Bucharest' AS submitted) AS s,
LATERAL (SELECT submitted + interval '2 days' AS changed) AS t
"""
_EVENTS = """
INSERT INTO courses_event (enrolment_id, verb, from_state, to_state, actor, reason, note, at)
SELECT e.id, verb, from_state, to_state, actor, '', '', e.submitted_at + step * interval '20 hours'
FROM courses_enrolment AS e, LATERAL (VALUES
    (0, 'submit', '', 'submitted', 'person', true),
    (1, 'claim', 'submitted', 'in_review', 'staff', e.state <> 'submitted'),
    (2, 'offer', 'in_review', 'offered', 'staff',
        e.state IN ('offered', 'confirmed', 'attending', 'completed', 'dropped', 'expired', 'declined')),
    (3, 'confirm', 'offered', 'confirmed', 'person', e.state IN ('confirmed', 'attending', 'completed', 'dropped')),
    (4, CASE e.state WHEN 'withdrawn' THEN 'withdraw' WHEN 'rejected' THEN 'reject' WHEN 'completed' THEN 'complete'
        WHEN 'dropped' THEN 'drop' WHEN 'expired' THEN 'expire' ELSE 'decline' END,
        'in_review', e.state, 'staff',
        e.state IN ('withdrawn', 'rejected', 'completed', 'dropped', 'expired', 'declined'))
) AS story(step, verb, from_state, to_state, actor, happened)
WHERE happened AND e.submission_key LIKE 'crowd-%%'
"""
_MARKS = """
INSERT INTO courses_attendance (session_id, enrolment_id, mark, marked_at)
SELECT s.id, e.id, (ARRAY['present', 'present', 'present', 'late', 'absent', 'present', 'excused'])
    [1 + (e.id + s.id) %% 7], s.ends_at
FROM courses_enrolment AS e JOIN courses_session AS s ON s.run_id = e.run_id
WHERE e.submission_key LIKE 'crowd-%%' AND e.state IN ('attending', 'completed', 'dropped')
    AND NOT s.is_cancelled AND s.ends_at < %(now)s
"""
