"""The portal's addresses, and the page that it is compared with: its styles inside and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portals

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

WORDS = ["Aceasta", "pagină", "simplă", "despre", "actele", "de", "care", "are", "nevoie", "cineva", "sosește"]
STYLE = (
    "body{max-width:40rem;margin:auto;padding:1rem;font:1.05rem/1.6 system-ui,sans-serif;color:#222}h1{font-size:2rem}"
)


def plain(request: HttpRequest) -> HttpResponse:
    """Six kilobytes of text, compressed, with its styles inside: what a page can't be faster than."""
    text = "".join(
        f"<p>{' '.join(f'{WORDS[(line * place) % len(WORDS)]}{line * place}' for place in range(1, 22))}</p>"
        for line in range(1, 60)
    )
    return HttpResponse(
        f'<!DOCTYPE html><html lang="ro"><head><meta charset="utf-8"><title>Pagină</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><h1>O pagină simplă</h1>{text}</body></html>"
    )


urlpatterns = [path("plain/", plain), *portals]
