"""What the fields of every form for people share: their lengths, and what is said when something is wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 100
COMMENT_LENGTH = 1000

REQUIRED = _("Please fill this in.")
TOO_LONG = _("This is too long. Please use at most %(limit_value)d characters.")
NOT_A_CHOICE = _("Please choose one of the answers.")
NOT_A_YEAR = _("Please write a year with four digits, like 1990.")
NOT_AN_EMAIL = _("This does not look like an e-mail address. It has an @ in the middle, like name@example.com.")
