"""Addresses behind reading without a network: service worker, manifest, the page that stands in, saved sections."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal import languages
from portal.offline.manifest import manifest
from portal.offline.sections import find_section, sections_in

KEPT_SECONDS = 300
SHOWN_OFFLINE = ("js/device.js", "js/offline.js", "css/components/offline_bar.css")
"""Files of the page that stands in: when one changes, devices fetch that page anew."""

_COMMENT_OR_INDENTATION = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)


def _code() -> str:
    code = get_language() or languages.SOURCE_CODE
    return code if languages.is_supported(code) else languages.SOURCE_CODE


@lru_cache(maxsize=1)
def worker() -> str:
    """Return the service worker's text: without what only people read, with a version that names what it keeps."""
    source = (settings.BASE_DIR / "static" / "js" / "sw.js").read_text(encoding="utf-8")
    named = "\n".join([source, *(static(path) for path in SHOWN_OFFLINE)])
    version = hashlib.sha256(named.encode()).hexdigest()[:12]
    return _COMMENT_OR_INDENTATION.sub("", source).replace("{version}", version)


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker, for the whole site. Browsers ask for it at least once a day."""
    response = HttpResponse(worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def app_manifest(request: HttpRequest) -> JsonResponse:
    """Return the manifest in the language of the address."""
    found = manifest(languages.get_language(_code()))
    return JsonResponse(found, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """Show what is on this device, and whom to call. Devices keep it, to show it for a page that they don't have."""
    return render(request, "offline/offline.html", {"to_save": sections_in(_code()), "robots": "noindex"})


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def section(request: HttpRequest, key: UUID) -> JsonResponse:
    """Return which pages are saved with a page, in this language, and the words to say so. Raises ``Http404``."""
    found = find_section(key, _code(), request.GET)
    if found is None:
        raise Http404
    return JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False})
