"""The WSGI application that gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.garbage import collect_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # else the first visitor would wait for it
collect_rarely()
