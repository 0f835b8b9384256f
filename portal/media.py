"""Serves uploads where no web server stands in front: the demo on one's own machine."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.utils._os import safe_join
from django.views.decorators.http import require_safe
from whitenoise.media_types import MediaTypes
from whitenoise.responders import StaticFile

MAX_AGE_SECONDS = 3600

_media_types = MediaTypes(extra_types=settings.WHITENOISE_MIMETYPES)


@require_safe
def serve_media(request: HttpRequest, path: str) -> FileResponse:
    """Answer with one file below ``MEDIA_ROOT``, or with the bytes of it that a ``Range`` header asks for.

    Films need ranges: phones don't play a video that can't be read in parts, and nobody can jump ahead in it.
    Raises ``Http404`` for what isn't a file there.
    """
    try:
        full_path = Path(safe_join(settings.MEDIA_ROOT, path))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if not full_path.is_file():
        raise Http404
    headers = [
        ("Content-Type", _media_types.get_type(full_path.name)),
        ("Accept-Ranges", "bytes"),
        ("Cache-Control", f"public, max-age={MAX_AGE_SECONDS}"),
    ]
    answer = StaticFile(str(full_path), headers).get_response(request.method, request.META)
    response = FileResponse(answer.file or (), status=int(answer.status))
    del response["Content-Type"]
    for name, value in answer.headers:
        response[name] = value
    return response
