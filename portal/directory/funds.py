"""Funds of the European Union that pay for projects, and what partners of a project do in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fund(models.TextChoices):
    """A fund whose rules ask for its name and the Union's emblem (Regulation (EU) 2021/1060, article 50)."""

    AMIF = "amif", _("Asylum, Migration and Integration Fund")
    ESF = "esf", _("European Social Fund Plus")


class PartnerRole(models.TextChoices):
    """What an organisation does in a project that another one answers for."""

    PARTNER = "partner", _("Partner")
    ASSOCIATE = "associate", _("Supports the project")
