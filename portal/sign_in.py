"""Signing in with the user name or with the e-mail address: staff remember one of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class NameOrEmailBackend(ModelBackend):
    """Django's own, where an address that exactly one account has stands for its name."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> AbstractBaseUser | None:
        """Return the user, or ``None`` when name and password don't fit."""
        if username and "@" in username:
            names = get_user_model().objects.filter(email__iexact=username).values_list("username", flat=True)[:2]
            if len(names) == 1:
                username = names[0]
        return super().authenticate(request, username=username, password=password, **kwargs)
