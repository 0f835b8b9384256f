"""Factories of rows: the least that is valid, and traits for what tests ask for. All names are invented.

Dates are relative to :func:`portal.clock.today`, so that a run is open on the day a test takes for today.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page

from courses.catalogue.models import Course, Run, Session
from courses.enrolment.codes import Level, Reason
from courses.enrolment.models import Enrolment
from courses.enrolment.promises import promised_by
from courses.enrolment.records import Event, Task
from courses.enrolment.references import check_digit
from courses.enrolment.states import HOLDS_PLACE, State
from courses.people.models import Person
from courses.people.names import match_key, search_words
from home.events.kinds import EventKind
from home.events.models import Event as EventRow
from home.events.pages import EventPage
from home.news.kinds import NewsKind
from home.news.pages import NewsPage
from portal import clock
from portal.directory.models import (
    Centre,
    CentreHours,
    CentrePhone,
    County,
    Membership,
    Organisation,
    Project,
    ProjectPartner,
)
from portal.directory.special_days import SpecialDay
from portal.facts.models import Fact
from portal.feedback.models import Feedback
from portal.messages.models import Message
from resources.citizenship.drafts import Draft
from resources.citizenship.models import Question
from resources.citizenship.services import save_questions
from resources.citizenship.words import Words
from resources.phrases.models import Phrase, PhraseText


class UserFactory(DjangoModelFactory):
    """A user who may enter nothing; ``admin=True`` for one who may do everything."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@portal.example")
    first_name = "Ioana"
    last_name = factory.Sequence(lambda n: f"Exemplu {n}")
    password = factory.django.Password("a-password-of-the-tests")


class OrganisationFactory(DjangoModelFactory):
    """Who runs centres."""

    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Asociația Exemplu {n}")
    email = factory.LazyAttribute(lambda organisation: f"date@{organisation.code}.example")


class CountyFactory(DjangoModelFactory):
    """A county, made once for each code."""

    class Meta:
        model = County
        django_get_or_create = ("code",)

    code = "IS"
    name = factory.LazyAttribute(
        lambda county: {"B": "București", "IS": "Iași", "CJ": "Cluj"}.get(county.code, county.code)
    )
    sort_key = factory.LazyAttribute(lambda county: county.name.lower())
    region = 1


class ProjectFactory(DjangoModelFactory):
    """A funded project that everybody may join; ``counties=[...]`` adds counties."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"project-{n}")
    name = factory.Sequence(lambda n: f"Proiectul {n}")
    funder = "Fondul Exemplu"
    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=200))
    ends_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=500))

    @factory.post_generation
    def counties(self, create: bool, extracted: list[County] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.counties.set(extracted)  # type: ignore[attr-defined]


class ProjectPartnerFactory(DjangoModelFactory):
    """An organisation that carries a project beside the one that answers for it."""

    class Meta:
        model = ProjectPartner

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class CentreFactory(DjangoModelFactory):
    """A centre without phones and hours; ``equipped=True`` adds both, ``counties_served=[...]`` counties."""

    class Meta:
        model = Centre
        skip_postgeneration_save = True

    class Params:
        equipped = factory.Trait(
            a_phone=factory.RelatedFactory("tests.factories.CentrePhoneFactory", "centre"),
            some_hours=factory.RelatedFactory("tests.factories.CentreHoursFactory", "centre"),
        )

    code = factory.Sequence(lambda n: f"centre-{n}")
    name = factory.Sequence(lambda n: f"Centrul {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    city = "Iași"
    county = factory.SubFactory(CountyFactory)
    address = "Strada Exemplului 1"
    email = factory.LazyAttribute(lambda centre: f"{centre.code}@portal.example")

    @factory.post_generation
    def counties_served(self, create: bool, extracted: list[County] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.counties_served.set(extracted)  # type: ignore[attr-defined]


class CentrePhoneFactory(DjangoModelFactory):
    """A phone of a centre."""

    class Meta:
        model = CentrePhone

    centre = factory.SubFactory(CentreFactory)
    number = factory.Sequence(lambda n: f"+4023200{n % 10000:04d}")
    has_whatsapp = False


class CentreHoursFactory(DjangoModelFactory):
    """Opening hours of a Monday."""

    class Meta:
        model = CentreHours

    centre = factory.SubFactory(CentreFactory)
    weekday = CentreHours.Weekday.MONDAY
    opens = dt.time(9)
    closes = dt.time(17)


class SpecialDayFactory(DjangoModelFactory):
    """Tomorrow, closed all day."""

    class Meta:
        model = SpecialDay

    centre = factory.SubFactory(CentreFactory)
    day = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=1))
    reason = SpecialDay.Reason.TRAINING


class MembershipFactory(DjangoModelFactory):
    """A member of staff of a centre: ``MembershipFactory(centre=...).user``."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    centre = factory.SubFactory(CentreFactory)
    role = Membership.Role.STAFF


class CourseFactory(DjangoModelFactory):
    """A course of Romanian, A1."""

    class Meta:
        model = Course

    code = factory.Sequence(lambda n: f"course-{n}")
    kind = Course.Kind.ROMANIAN
    level = "A1"
    hours = 60


class RunFactory(DjangoModelFactory):
    """A published run that takes enrolments today and starts in two weeks.

    Traits: ``draft``, ``cancelled``, ``not_yet_open``, ``closed``, ``past``, ``online``, ``scheduled`` (two
    sessions).
    """

    class Meta:
        model = Run
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=Run.State.DRAFT)
        cancelled = factory.Trait(state=Run.State.CANCELLED)
        not_yet_open = factory.Trait(opens_on=factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=3)))
        closed = factory.Trait(closes_on=factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=1)))
        past = factory.Trait(
            opens_on=factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=150)),
            starts_on=factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=120)),
        )
        online = factory.Trait(mode=Run.Mode.ONLINE)
        scheduled = factory.Trait(
            first_session=factory.RelatedFactory("tests.factories.SessionFactory", "run"),
            second_session=factory.RelatedFactory("tests.factories.SessionFactory", "run", meeting=1),
        )

    course = factory.SubFactory(CourseFactory)
    centre = factory.SubFactory(CentreFactory)
    code = factory.Sequence(lambda n: f"run-{n}")
    time_of_day = Run.TimeOfDay.EVENING
    capacity = 15
    opens_on = factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=30))
    starts_on = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=14))
    ends_on = factory.LazyAttribute(lambda run: run.starts_on + dt.timedelta(days=90))
    state = Run.State.OPEN


class SessionFactory(DjangoModelFactory):
    """A meeting of a run from 18:00 to 20:00 in Romania; ``meeting=n`` puts it n weeks after the start."""

    class Meta:
        model = Session

    class Params:
        meeting = 0

    run = factory.SubFactory(RunFactory)
    starts_at = factory.LazyAttribute(
        lambda session: dt.datetime.combine(
            session.run.starts_on + dt.timedelta(weeks=session.meeting),
            dt.time(18),
            tzinfo=timezone.get_default_timezone(),
        )
    )
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + dt.timedelta(hours=2))


class PersonFactory(DjangoModelFactory):
    """Somebody with a phone and no e-mail address; ``with_email`` adds one."""

    class Meta:
        model = Person

    class Params:
        with_email = factory.Trait(
            email=factory.Sequence(lambda n: f"person{n}@mail.example"), contact_by=Person.ContactBy.EMAIL
        )

    name = factory.Sequence(lambda n: f"Amina Exemplu {n}")
    latin_name = ""
    search_name = factory.LazyAttribute(lambda person: search_words(person.name, person.latin_name))
    match_key = factory.LazyAttribute(lambda person: match_key(person.name))
    phone = factory.Sequence(lambda n: f"+4072000{n % 10000:04d}")
    language = "en"


def _next_place(enrolment: Any) -> int | None:
    """The lowest free place of the run, for the states that hold one."""
    if enrolment.state not in HOLDS_PLACE:
        return None
    taken = set(Enrolment.objects.filter(run=enrolment.run, place__isnull=False).values_list("place", flat=True))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _due_at(enrolment: Any) -> dt.datetime | None:
    """When the next step is due, as the services would have promised it."""
    row = SimpleNamespace(state=enrolment.state, centre=enrolment.centre, due_at=None)
    row.offer_expires_at = getattr(enrolment, "offer_expires_at", None)
    return promised_by(row, "", enrolment.submitted_at)  # type: ignore[arg-type]


class EnrolmentFactory(DjangoModelFactory):
    """An enrolment that has just been received, for a run. Traits name the states.

    ``EnrolmentFactory(offered=True)`` holds a place. ``without_run`` is a request for a course near a centre.
    """

    class Meta:
        model = Enrolment

    class Params:
        in_review = factory.Trait(state=State.IN_REVIEW)
        needs_information = factory.Trait(state=State.NEEDS_INFORMATION)
        waiting = factory.Trait(state=State.WAITING, queued_at=factory.SelfAttribute("submitted_at"))
        offered = factory.Trait(
            state=State.OFFERED, offer_expires_at=factory.LazyFunction(lambda: clock.now() + dt.timedelta(hours=72))
        )
        confirmed = factory.Trait(state=State.CONFIRMED)
        declined = factory.Trait(state=State.DECLINED)
        expired = factory.Trait(state=State.EXPIRED)
        attending = factory.Trait(state=State.ATTENDING)
        completed = factory.Trait(state=State.COMPLETED)
        dropped = factory.Trait(state=State.DROPPED)
        withdrawn = factory.Trait(state=State.WITHDRAWN)
        rejected = factory.Trait(state=State.REJECTED, reason=Reason.OTHER)
        merged = factory.Trait(state=State.MERGED)
        spam = factory.Trait(state=State.SPAM)
        without_run = factory.Trait(
            run=None,
            course=factory.SubFactory(CourseFactory),
            centre=factory.SubFactory(CentreFactory),
            county=factory.SubFactory(CountyFactory),
        )

    reference = factory.Sequence(lambda n: f"{10**7 + n}" + check_digit(f"{10**7 + n}"))
    submission_key = factory.Sequence(lambda n: f"submission-{n}")
    person = factory.SubFactory(PersonFactory)
    run = factory.SubFactory(RunFactory)
    course = factory.LazyAttribute(lambda enrolment: enrolment.run.course)
    centre = factory.LazyAttribute(lambda enrolment: enrolment.run.centre)
    state = State.SUBMITTED
    place = factory.LazyAttribute(_next_place)
    level = Level.NONE
    submitted_at = factory.LazyFunction(clock.now)
    state_since = factory.SelfAttribute("submitted_at")
    due_at = factory.LazyAttribute(_due_at)
    consent_organisation = factory.SelfAttribute("centre.organisation")
    consent_version = "1"
    consent_language = factory.SelfAttribute("person.language")


class EventFactory(DjangoModelFactory):
    """The first entry of an enrolment's history."""

    class Meta:
        model = Event

    enrolment = factory.SubFactory(EnrolmentFactory)
    verb = "submit"
    to_state = State.SUBMITTED
    actor = "person"


class TaskFactory(DjangoModelFactory):
    """Somebody is to be called."""

    class Meta:
        model = Task

    enrolment = factory.SubFactory(EnrolmentFactory)
    template = "received"
    language = "en"
    text = "We have your enrolment."
    staff_text = "Am primit înscrierea."


class FactFactory(DjangoModelFactory):
    """A fact that has been valid for a year."""

    class Meta:
        model = Fact

    code = factory.Sequence(lambda n: f"fact-{n}")
    kind = Fact.Kind.AMOUNT
    value = "1000"
    source_url = "https://source.example/"
    valid_from = factory.LazyFunction(lambda: clock.today() - dt.timedelta(days=365))
    checked_on = factory.LazyFunction(clock.today)
    review_by = factory.LazyFunction(lambda: clock.today() + dt.timedelta(days=90))


class PhraseFactory(DjangoModelFactory):
    """Something to say in Romanian."""

    class Meta:
        model = Phrase

    code = factory.Sequence(lambda n: f"phrase-{n}")
    situation = Phrase.Situation.SHOP
    romanian = factory.Sequence(lambda n: f"Aș vrea {n} mere.")


class PhraseTextFactory(DjangoModelFactory):
    """What a phrase means in English."""

    class Meta:
        model = PhraseText

    phrase = factory.SubFactory(PhraseFactory)
    language = "en"
    meaning = "I would like apples."
    sound = "ahsh vrehah MEH-reh"


class FeedbackFactory(DjangoModelFactory):
    """A vote on a page; ``commented=True`` adds a comment that waits."""

    class Meta:
        model = Feedback

    class Params:
        commented = factory.Trait(comment="Lipsește adresa.", state=Feedback.State.NEW)

    translation_key = factory.Faker("uuid4")
    path = "/ro/help/"
    language = "ro"
    is_helpful = False
    created_at = factory.LazyFunction(clock.now)


class MessageFactory(DjangoModelFactory):
    """An e-mail that waits in the outbox."""

    class Meta:
        model = Message

    template = "received"
    language = "en"
    recipient = "reader@mail.example"
    subject = "We have your enrolment"
    body = "Reference: T000-0001"


def words(code: str = "ro", *, answers: int = 3, is_machine: bool = False) -> Words:
    """What a question of the tests says in a language."""
    said = tuple(f"Answer {number} ({code})" for number in range(1, answers + 1))
    return Words(f"What? ({code})", said, f"Because. ({code})", is_machine)


def make_question(code: str, *, languages: tuple[str, ...] = ("ro", "en", "ar"), **values: Any) -> Question:
    """A published question about history whose second answer is right."""
    values = {"subject": "history", "right": 2, "source": "A book", "source_url": "https://book.example/"} | values
    save_questions(drafts=[Draft(code=code, texts={language: words(language) for language in languages}, **values)])
    return Question.objects.get(code=code)


class EventRowFactory(DjangoModelFactory):
    """An open day of a centre, two hours long, ten days from now; ``partners=[...]`` adds organisations.

    Traits: ``past``, ``cancelled``, ``online`` (no place to go to).
    """

    class Meta:
        model = EventRow
        skip_postgeneration_save = True

    class Params:
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: clock.now() - dt.timedelta(days=10)))
        cancelled = factory.Trait(is_cancelled=True)
        online = factory.Trait(centre=None, online_url="https://meeting.portal.example/room")

    code = factory.Sequence(lambda n: f"event-{n}")
    kind = EventKind.OPEN_DAY
    starts_at = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=10))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + dt.timedelta(hours=2))
    centre = factory.SubFactory(CentreFactory)

    @factory.post_generation
    def partners(self, create: bool, extracted: list[Organisation] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.partners.set(extracted)  # type: ignore[attr-defined]
            self.save()  # type: ignore[attr-defined]


class _PageFactory(DjangoModelFactory):
    """A live page below a section of the demo; ``language`` says in which language it is written."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, language: str, below: str, **values: Any) -> Any:
        home = Page.objects.get(depth=2, locale__language_code=language)
        section = Page.objects.get(url_path=f"{home.url_path}{below}/")
        page = model_class(locale=section.locale, **values)
        return section.add_child(instance=page)


class EventPageFactory(_PageFactory):
    """The page of an event; needs the demo."""

    class Meta:
        model = EventPage

    language = "en"
    below = "events"
    slug = factory.Sequence(lambda n: f"event-page-{n}")
    title = factory.Sequence(lambda n: f"Event {n}")
    event = factory.SubFactory(EventRowFactory)


class NewsPageFactory(_PageFactory):
    """Something new about courses, of today; needs the demo."""

    class Meta:
        model = NewsPage

    language = "en"
    below = "news"
    slug = factory.Sequence(lambda n: f"news-page-{n}")
    title = factory.Sequence(lambda n: f"News {n}")
    kind = NewsKind.COURSES
