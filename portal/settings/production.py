"""Settings of a server: everything that has no safe default must be in the environment."""

from __future__ import annotations

from .base import *  # noqa: F403 - a settings module extends the base
from .base import DATABASE_OPTIONS, env

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.str("PUBLIC_URL").rstrip("/")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", **DATABASE_OPTIONS)}
MEDIA_ROOT = env.path("MEDIA_ROOT")
STATIC_ROOT = env.path("STATIC_ROOT")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
# Subdomains and the browsers' preload list: whether these are ours to decide depends on the domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
