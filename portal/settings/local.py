"""`make run` and `make dev`: the demo on this machine."""

from __future__ import annotations

from portal.database import database_url

from .base import *  # noqa: F403 - a settings module extends the base
from .base import DATABASE_OPTIONS, LOCAL_DIR, env

DEMO = True
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="bun-venit-demo")
DEBUG = env.bool("DEBUG", default=False)
# A template that changes is read anew: a page that was kept would hide it.
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
PORT = env.int("PORT", default=8000)
WAGTAILADMIN_BASE_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=database_url(LOCAL_DIR), **DATABASE_OPTIONS)}

# A key of this checkout's own, so that links in messages and sessions survive a restart.
_key_file = LOCAL_DIR / "secret-key"
if not _key_file.exists():
    from django.core.management.utils import get_random_secret_key

    _key_file.parent.mkdir(parents=True, exist_ok=True)
    _key_file.write_text(get_random_secret_key(), encoding="utf-8")
    _key_file.chmod(0o600)
SECRET_KEY = env.str("SECRET_KEY", default="") or _key_file.read_text(encoding="utf-8")

EMAIL_BACKEND = "portal.messages.folder.FolderEmailBackend"
EMAIL_FILE_PATH = SMS_FILE_PATH = str(LOCAL_DIR / "outbox")
