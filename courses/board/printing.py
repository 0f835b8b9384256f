"""A class list and an attendance sheet on paper: a PDF file, or a page to print where none can be made.

Paper is for the centre and its funder: in Romanian, whatever the language of who prints it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import translation
from django.views.generic import View

from courses.board.paper import EMPTY_LINES, learners_on_paper, sheets_of
from courses.board.sheet_form import SheetForm
from courses.catalogue.models import Run, Session
from courses.inbox.labels import course_label
from portal import clock, languages
from portal.audit.models import AuditEntry
from portal.audit.services import record_access
from portal.directory.models import Centre
from portal.pdf import STATIC_SCHEME, PdfUnavailable, render_pdf

LANGUAGE = languages.SOURCE_CODE


class PaperView(View):
    """Something of a run on paper, for who may meet its class. Printing stands in the log of looks at data."""

    template_name: str
    styles: tuple[str, ...]
    file_name: str
    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for a run whose class the user doesn't meet."""
        runs = Run.objects.for_class(request.user)  # type: ignore[arg-type]
        runs = runs.select_related("course", "centre__organisation", "project__organisation")
        self.run = get_object_or_404(runs, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return a PDF file; a page to print where this server can't make one, or with ``?as=page``."""
        context = self.paper()
        user: Any = request.user
        record_access(
            user=user,
            action=AuditEntry.Action.PRINTED,
            about=f"run:{self.run.code}",
            centre=self.run.centre,
            amount=len(context["rows"]),
            detail={"paper": self.file_name},
        )
        if request.GET.get("as") == "page":
            return self._page(context)
        try:
            styles = [STATIC_SCHEME + style for style in self.styles]
            pdf = render_pdf(self.template_name, {**context, "styles": styles}, language=LANGUAGE)
        except PdfUnavailable as unavailable:
            return self._page({**context, "instead": str(unavailable)})
        headers = {"Content-Disposition": f'inline; filename="{self.run.code}-{self.file_name}.pdf"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)

    def _page(self, context: dict[str, Any]) -> HttpResponse:
        styles = [static(style) for style in self.styles]
        with translation.override(LANGUAGE):
            return render(self.request, self.template_name, {**context, "styles": styles, "LANGUAGE_CODE": LANGUAGE})

    def paper(self) -> dict[str, Any]:
        """Return what the paper shows; ``rows`` are the people on it."""
        with translation.override(LANGUAGE):
            name = course_label(self.run.course)
        return {
            "run": self.run,
            "course_label": name,
            "organisation": self.run.organisation,
            "sessions": self.sessions(),
            "printed_on": clock.today(),
        }

    def sessions(self) -> list[Session]:
        """Return the sessions that take place, with who teaches them."""
        sessions = Session.objects.filter(run=self.run, is_cancelled=False).select_related("trainer", "substitute")
        return list(sessions.order_by("starts_at", "pk"))


class ClassListView(PaperView):
    """Who learns in a run. Phone numbers are for staff of the centre: a trainer meets a class, and calls nobody."""

    template_name = "board/pdf/class_list.html"
    styles = ("css/pdf_paper.css", "css/pdf_class_list.css")
    file_name = "lista"

    def paper(self) -> dict[str, Any]:
        """Add the learners, and those who hold an offer."""
        user: Any = self.request.user
        is_staff = Centre.objects.for_staff(user).filter(pk=self.run.centre_id).exists()
        rows = learners_on_paper(self.run, with_offers=True)
        return {**super().paper(), "rows": rows, "with_phones": is_staff}


class SheetView(PaperView):
    """Boxes to sign: learners by sessions. Names only; ``?what=`` says which sessions, see :class:`SheetForm`."""

    template_name = "board/pdf/sheet.html"
    styles = ("css/pdf_paper.css", "css/pdf_sheet.css")
    file_name = "prezenta"

    def paper(self) -> dict[str, Any]:
        """Add the learners, and the sessions as they go on sheets."""
        context = super().paper()
        form = SheetForm(self.request.GET or None, sessions=context["sessions"])
        rows = learners_on_paper(self.run, with_offers=False)
        return {**context, "rows": rows, "sheets": sheets_of(form.chosen), "empty_lines": range(EMPTY_LINES)}
