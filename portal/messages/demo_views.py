"""The demonstration's post: what would have been sent, readable in the browser. Never on a real server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.messages.models import Message
from portal.views import preferred_language

SHOWN = 100
_STAFF_LANGUAGES = ("ro", "en")


@require_safe
@never_cache
def demo_outbox(request: HttpRequest) -> HttpResponse:
    """List the newest messages, sent or still waiting."""
    outgoing = Message.objects.order_by("-pk").defer("body")[:SHOWN]
    return _render(request, "demo/outbox.html", {"outgoing": outgoing})


@require_safe
@never_cache
def demo_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message as its recipient would read it. Raises ``Http404`` for one that does not exist."""
    return _render(request, "demo/message.html", {"message": get_object_or_404(Message, pk=pk)})


def _render(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Render in a language that staff's words exist in: these pages stand under no language."""
    code = preferred_language(request)
    with translation.override(code if code in _STAFF_LANGUAGES else "en"):
        return render(request, template, {**context, "robots": "noindex"})
