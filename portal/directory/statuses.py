"""Legal statuses that people have in Romania, as codes; the labels come from gettext."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalStatus(models.TextChoices):
    """Who somebody is to the law. Sensitive data: asked only where it decides something."""

    REFUGEE = "refugee", _("Refugee")
    SUBSIDIARY = "subsidiary", _("Subsidiary protection")
    ASYLUM_SEEKER = "asylum_seeker", _("Asylum seeker")
    TEMPORARY_PROTECTION = "temporary_protection", _("Temporary protection")
    TEMPORARY_RESIDENCE = "temporary_residence", _("Temporary residence permit (from outside the EU)")
    LONG_TERM_RESIDENCE = "long_term_residence", _("Long-term residence permit (from outside the EU)")
    EU_CITIZEN = "eu_citizen", _("Citizen of the EU, EEA or Switzerland")
    FAMILY_OF_ROMANIAN = "family_of_romanian", _("Family member of a Romanian citizen")
    STATELESS = "stateless", _("Stateless person")
    OTHER = "other", _("Other, or not sure")
