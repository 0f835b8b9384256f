"""Settings that every environment shares. What differs comes from the environment (README: table)."""

from __future__ import annotations

from pathlib import Path

import django.conf.locale
from django.core.management.utils import get_random_secret_key
from environs import Env, validate

from portal import languages

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LOCAL_DIR = BASE_DIR / ".local"

env = Env()

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or get_random_secret_key()
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
"""The address that links in messages start with; no slash at the end."""

INSTALLED_APPS = [
    "home",
    "courses",
    "resources",
    "portal",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "phonenumber_field",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.middleware.request_id.RequestIdMiddleware",
    "portal.caching.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.locale.PortalLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.light_pages.LightPagesMiddleware",
    "portal.middleware.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.chrome",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASE_OPTIONS = {"conn_max_age": 60, "conn_health_checks": True}
"""Connections are kept for a minute, and asked whether they live: the database may have been restarted."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTHENTICATION_BACKENDS = ["portal.directory.signin.EmailOrNameBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Pages that are kept (portal/caching) ------------------------------------------------------------
PAGE_CACHE: bool = env.bool("PAGE_CACHE", default=True)
"""Whether the application keeps its pages; each process does so for itself."""
GENERATIONS_FILE: Path = env.path("GENERATIONS_FILE", default=LOCAL_DIR / "generations")
"""A file that all processes of this machine share: by it each knows what others have changed."""
if FRONTEND_CACHE_URL := env.str("FRONTEND_CACHE_URL", default=""):
    WAGTAILFRONTENDCACHE = {
        "nginx": {"BACKEND": "portal.caching.frontend.PurgingBackend", "LOCATION": FRONTEND_CACHE_URL}
    }

# --- Languages -------------------------------------------------------------------------------------
# Django lacks Sinhala; the names of all languages are the portal's own.
django.conf.locale.LANG_INFO.update(languages.django_lang_info())

LANGUAGE_CODE = languages.SOURCE_CODE
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = languages.django_choices()
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Bucharest"

SECURITY_CONTACT: str = env.str(
    "SECURITY_CONTACT",
    default="",
    validate=validate.Regexp(r"((mailto|tel|https):\S+)?$", error="Not mailto:, tel: or https:"),
)
"""Whom to tell of a hole: an address that ``/.well-known/security.txt`` names; without it there is no such file."""

# --- Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.LeanStaticFilesStorage"},
}
# Hashed names only: collecting takes half the time, and nothing links to the others.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MIMETYPES = {".vtt": "text/vtt"}
MEDIA_URL = "/media/"
MEDIA_ROOT = LOCAL_DIR / "media"

# --- Wagtail ---------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Bun venit"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ro", "Română"), ("en", "English"), ("ar", "العربية")]
"""Arabic for colleagues who read Wagtail in it; what is the portal's own stays Romanian there."""
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.images.PictureForm"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# --- Messages --------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Bun venit <portal@example.org>")
_email = env.dj_email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _email["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 20
SMS_GATEWAY_URL: str = env.str(
    "SMS_GATEWAY_URL", default="", validate=validate.Regexp(r"(https?://[^\s/]+\S*)?$", error="Not an http(s) address.")
)
"""Where SMS are posted to (README: what a gateway must do); without it there are none."""
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
SMS_SENDER = env.str("SMS_SENDER", default="Bun venit")
"""Whom an SMS is from: a number as E.164, or up to eleven letters, as the gateway allows."""
SMS_FILE_PATH = ""
"""A folder that SMS are written into where there is no gateway, for the demo."""

PHONENUMBER_DEFAULT_REGION = "RO"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "E164"

# --- Protection ------------------------------------------------------------------------------------
RECAPTCHA_PUBLIC_KEY = env.str("RECAPTCHA_PUBLIC_KEY", default="")
RECAPTCHA_PRIVATE_KEY = env.str("RECAPTCHA_PRIVATE_KEY", default="")
RECAPTCHA_DOMAIN = env.str("RECAPTCHA_DOMAIN", default="www.google.com")
RECAPTCHA_REQUIRED_SCORE = 0.3
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 2
if RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY:
    # Without keys the app's own check would stop `migrate`, and no third-party script may load.
    INSTALLED_APPS.append("django_recaptcha")

FORM_MINIMUM_SECONDS = 3
"""A form that comes back faster than this was not filled in by a person."""
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
"""How many proxies in front of us append to X-Forwarded-For; 0 means that the header is ignored."""

_script_sources = ["'self'"]
_frame_sources = ["'none'"]
if "django_recaptcha" in INSTALLED_APPS:
    _script_sources += [f"https://{RECAPTCHA_DOMAIN}/recaptcha/", "https://www.gstatic.com/recaptcha/"]
    _frame_sources = [f"https://{RECAPTCHA_DOMAIN}/recaptcha/"]

CONTENT_SECURITY_POLICY = {
    # Wagtail's admin and its translation editor need inline scripts and styles.
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": _script_sources,
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-src": _frame_sources,
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
"""A long page or a run with many sessions has more than Django's 1,000 fields in the admin's form."""

# --- Demo ------------------------------------------------------------------------------------------
DEMO = False
DEMO_TODAY = env.date("DEMO_TODAY", default=None)
"""The day that the demo and its pictures take for today (YYYY-MM-DD); unset: the real one."""

# --- Logs ------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "portal.middleware.request_id.RequestIdFilter"},
        "no_traceback": {"()": "portal.middleware.request_id.NoTracebackFilter"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "courses": {"level": "INFO"},
        "home": {"level": "INFO"},
        "resources": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "ERROR"},
        # What a 4xx refused is said by the view that did; the address may be somebody's signed link.
        "django.request": {"level": "ERROR"},
        # A text too long and a request made up are the sender's mistakes, answered by 400: a line each is enough.
        **{
            f"django.security.{name}": {"filters": ["no_traceback"]}
            for name in ("RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent", "SuspiciousFileOperation")
        },
    },
}
