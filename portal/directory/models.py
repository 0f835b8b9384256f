"""Who does what where: organisations, projects, counties, centres. Rows without a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField

from portal import languages
from portal.directory.funds import Fund, PartnerRole
from portal.directory.offers import Access, Help
from portal.directory.statuses import LegalStatus
from portal.fields import ChoiceArrayField

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Organisation(models.Model):
    """Who runs a centre or a project; the data controller that a consent names."""

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    name = models.CharField(pgettext_lazy("staff", "name"), max_length=200)
    legal_name = models.CharField(pgettext_lazy("staff", "legal name"), max_length=250, blank=True)
    address = models.CharField(pgettext_lazy("staff", "address"), max_length=250, blank=True)
    email = models.EmailField(pgettext_lazy("staff", "e-mail"), blank=True)
    phone = PhoneNumberField(pgettext_lazy("staff", "phone"), blank=True)
    website = models.URLField(pgettext_lazy("staff", "website"), blank=True)
    starts_on = models.DateField(pgettext_lazy("staff", "active from"), null=True, blank=True)
    ends_on = models.DateField(pgettext_lazy("staff", "active until"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = pgettext_lazy("staff", "organisation")
        verbose_name_plural = pgettext_lazy("staff", "organisations")

    def __str__(self) -> str:
        return self.name


class County(models.Model):
    """One of the 41 counties, or Bucharest. The code is the one of ISO 3166-2:RO, without the country."""

    code = models.CharField(pgettext_lazy("staff", "code"), max_length=2, primary_key=True)
    name = models.CharField(pgettext_lazy("staff", "name"), max_length=60, unique=True)
    sort_key = models.CharField(max_length=60, editable=False, default="")
    region = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "region of the integration network"), help_text=pgettext_lazy("staff", "1 to 6")
    )

    class Meta:
        ordering: ClassVar = ["sort_key"]
        verbose_name = pgettext_lazy("staff", "county")
        verbose_name_plural = pgettext_lazy("staff", "counties")

    def __str__(self) -> str:
        return self.name


class Project(ClusterableModel):
    """A funded project: funder, organisation, partners, period, counties, and who is eligible."""

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    name = models.CharField(pgettext_lazy("staff", "name"), max_length=200)
    funder = models.CharField(pgettext_lazy("staff", "funder"), max_length=200)
    fund = models.CharField(
        pgettext_lazy("staff", "fund of the European Union"),
        max_length=10,
        choices=Fund.choices,
        blank=True,
        help_text=pgettext_lazy(
            "staff", "The project's page then shows the Union's emblem and what its rules ask for."
        ),
    )
    funding_reference = models.CharField(pgettext_lazy("staff", "number of the grant"), max_length=60, blank=True)
    budget_lei = models.PositiveBigIntegerField(
        pgettext_lazy("staff", "total budget (lei)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    cofinancing_percent = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "share that the funder pays (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="projects", verbose_name=pgettext_lazy("staff", "organisation")
    )
    counties = models.ManyToManyField(
        County, blank=True, related_name="projects", verbose_name=pgettext_lazy("staff", "counties")
    )
    eligible_statuses = ChoiceArrayField(
        models.CharField(max_length=30, choices=LegalStatus.choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "who may join"),
        help_text=pgettext_lazy("staff", "Empty: everybody."),
    )
    starts_on = models.DateField(pgettext_lazy("staff", "starts on"))
    ends_on = models.DateField(pgettext_lazy("staff", "ends on"))

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = pgettext_lazy("staff", "project")
        verbose_name_plural = pgettext_lazy("staff", "projects")

    def __str__(self) -> str:
        return self.name

    @property
    def eligible_labels(self) -> list[str]:
        """Who may join, in the active language; empty: everybody."""
        return [str(LegalStatus(status).label) for status in self.eligible_statuses]

    def clean(self) -> None:
        """Refuse a project that ends before it starts."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": pgettext_lazy("staff", "A project can't end before it starts.")})


class ProjectPartner(models.Model):
    """An organisation that carries a project beside the one that answers for it."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships", verbose_name=pgettext_lazy("staff", "organisation")
    )
    role = models.CharField(
        pgettext_lazy("staff", "role"), max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER
    )
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = pgettext_lazy("staff", "partner")
        verbose_name_plural = pgettext_lazy("staff", "partners")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "organisation"], name="one_role_a_partner_of_a_project")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class CentreQuerySet(models.QuerySet["Centre"]):
    """Reads of centres."""

    def active(self) -> CentreQuerySet:
        """Centres that are open to the public."""
        return self.filter(is_active=True)

    def serving(self, county: str) -> CentreQuerySet:
        """Centres that people of a county (its code) can turn to: those in it first, then those that serve it."""
        own, served = models.Q(county=county), Centre.counties_served.through.objects.filter(county=county)
        near = self.filter(own | models.Q(pk__in=served.values("centre")))
        elsewhere = models.Case(models.When(own, then=0), default=1)
        return near.order_by(elsewhere, "kind", "pk")

    def for_staff(self, user: User) -> CentreQuerySet:
        """Centres whose people this user may see: every centre for a superuser, else those they work for.

        Trainers aren't among them: they meet a class, not everybody who ever asked.
        """
        if user.is_superuser:
            return self.all()
        return self.filter(memberships__user=user, memberships__role__in=Membership.SEES_PEOPLE)

    def for_reports(self, user: User) -> CentreQuerySet:
        """Centres whose figures this user may see: every centre for a superuser, else those they work or report for."""
        if user.is_superuser:
            return self.all()
        return self.filter(memberships__user=user, memberships__role__in=Membership.SEES_FIGURES)

    def coordinated_by(self, user: User) -> CentreQuerySet:
        """Centres whose log this user may read: every centre for a superuser, else those they coordinate."""
        if user.is_superuser:
            return self.all()
        return self.filter(memberships__user=user, memberships__role=Membership.Role.COORDINATOR)

    def kept_by(self, user: User) -> CentreQuerySet:
        """Centres that this user may change: every one for who may add centres, else those they coordinate."""
        return self.all() if user.has_perm("portal.add_centre") else self.coordinated_by(user)


class Centre(ClusterableModel):
    """A Regional Integration Centre, or another place where people are received."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("Regional Integration Centre")
        WORK_POINT = "work_point", _("Work point")
        LOCAL_OFFICE = "local_office", _("Local office for migrants")

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    name = models.CharField(pgettext_lazy("staff", "name"), max_length=200)
    kind = models.CharField(pgettext_lazy("staff", "kind"), max_length=20, choices=Kind.choices, default=Kind.REGIONAL)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="centres", verbose_name=pgettext_lazy("staff", "organisation")
    )
    city = models.CharField(pgettext_lazy("staff", "town"), max_length=80)
    county = models.ForeignKey(
        County, models.PROTECT, related_name="centres", verbose_name=pgettext_lazy("staff", "county")
    )
    address = models.CharField(pgettext_lazy("staff", "address"), max_length=200)
    postcode = models.CharField(pgettext_lazy("staff", "postcode"), max_length=6, blank=True)
    latitude = models.DecimalField(
        pgettext_lazy("staff", "latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        pgettext_lazy("staff", "longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    email = models.EmailField(pgettext_lazy("staff", "e-mail"), blank=True)
    counties_served = models.ManyToManyField(
        County, blank=True, related_name="served_by", verbose_name=pgettext_lazy("staff", "counties served")
    )
    spoken_languages = ChoiceArrayField(
        models.CharField(max_length=10, choices=languages.django_choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "languages that people speak here"),
    )
    offers = ChoiceArrayField(
        models.CharField(max_length=20, choices=Help.choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "what people find here"),
    )
    access = ChoiceArrayField(
        models.CharField(max_length=20, choices=Access.choices),
        default=list,
        blank=True,
        verbose_name=pgettext_lazy("staff", "a way in for everybody"),
    )
    is_active = models.BooleanField(pgettext_lazy("staff", "open to the public"), default=True)
    answer_days = models.PositiveSmallIntegerField(
        pgettext_lazy("staff", "an enrolment is answered within (working days)"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["city", "name"]
        verbose_name = pgettext_lazy("staff", "centre")
        verbose_name_plural = pgettext_lazy("staff", "centres")

    def __str__(self) -> str:
        return self.name

    @property
    def speaks(self) -> list[languages.Language]:
        """The languages that people speak here, in the launch list's order."""
        return [language for language in languages.LANGUAGES if language.code in self.spoken_languages]

    @property
    def help_offered(self) -> list[Help]:
        """What people find here, in the order of the list."""
        return [kind for kind in Help if kind in self.offers]

    @property
    def ways_in(self) -> list[Access]:
        """What makes it easy to enter and to use, in the order of the list."""
        return [kind for kind in Access if kind in self.access]


class CentrePhone(models.Model):
    """A number of a centre, and how it can be used."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="phones")
    number = PhoneNumberField(pgettext_lazy("staff", "number"))
    has_whatsapp = models.BooleanField(pgettext_lazy("staff", "also on WhatsApp"), default=False)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = pgettext_lazy("staff", "phone")
        verbose_name_plural = pgettext_lazy("staff", "phones")

    def __str__(self) -> str:
        return str(self.number)


class CentreHours(models.Model):
    """When a centre is open on one day of the week (times in Europe/Bucharest)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(pgettext_lazy("staff", "day"), choices=Weekday.choices)
    opens = models.TimeField(pgettext_lazy("staff", "opens"))
    closes = models.TimeField(pgettext_lazy("staff", "closes"))

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        verbose_name = pgettext_lazy("staff", "opening hours")
        verbose_name_plural = pgettext_lazy("staff", "opening hours")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="centre_closes_after_opening")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Membership(models.Model):
    """A member of staff works for a centre, in a role. Who has none sees nobody's data."""

    class Role(models.TextChoices):
        STAFF = "staff", pgettext_lazy("staff", "Centre staff")
        TRAINER = "trainer", pgettext_lazy("staff", "Trainer")
        COORDINATOR = "coordinator", pgettext_lazy("staff", "Coordinator")
        REPORTER = "reporter", pgettext_lazy("staff", "Reporter (figures, no names)")

    SEES_PEOPLE = (Role.STAFF, Role.COORDINATOR)
    """Roles that see everybody who enrols at the centre, and that an enrolment can be assigned to."""
    SEES_FIGURES = (*SEES_PEOPLE, Role.REPORTER)
    """Roles that see the centre's figures; a reporter never sees whose they are."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=pgettext_lazy("staff", "user"),
    )
    centre = ParentalKey(
        Centre, on_delete=models.CASCADE, related_name="memberships", verbose_name=pgettext_lazy("staff", "centre")
    )
    role = models.CharField(pgettext_lazy("staff", "role"), max_length=20, choices=Role.choices, default=Role.STAFF)

    class Meta:
        verbose_name = pgettext_lazy("staff", "member of staff")
        verbose_name_plural = pgettext_lazy("staff", "members of staff")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "centre"], name="one_membership_a_centre")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
