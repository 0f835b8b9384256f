"""Staff sign in with their e-mail address or their user name, whichever they remember."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


class EmailOrNameBackend(ModelBackend):
    """Django's own check of the password, for an account that may also be named by its e-mail address."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the user, or None; an address that two accounts share, or that is another's name, names nobody."""
        if username and "@" in username and not User.objects.filter(username=username).exists():
            names = list(User.objects.filter(email__iexact=username).values_list("username", flat=True)[:2])
            if len(names) == 1:
                (username,) = names
        found: User | None = super().authenticate(request, username=username, password=password, **kwargs)
        return found
