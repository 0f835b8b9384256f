"""Questions from a spreadsheet: looked through row by row, then brought in as a whole or thrown away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import npgettext, pgettext, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.spreadsheets import Unreadable
from resources.citizenship.forms import BringInForm, FileForm, UploadForm
from resources.citizenship.models import Question, QuestionImport
from resources.citizenship.reading import Reading, check_rows, read_rows
from resources.citizenship.services import Incomplete, bring_in_questions, forget_import, keep_import
from resources.citizenship.table_files import questions_file, template_file

QUESTIONS = pgettext_lazy("staff", "Questions")
IMPORT = pgettext_lazy("staff", "Import and export questions")
MAY_CHANGE_TEXTS = "resources.change_question"
MAY_CHANGE_ROWS = "resources.add_question"


class QuestionsView(WagtailAdminTemplateMixin, TemplateView):
    """A page for who writes or translates questions; everybody else meets a 404."""

    header_icon = "upload"
    page_title = IMPORT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 to who may not change questions."""
        if not request.user.has_perm(MAY_CHANGE_TEXTS):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the questions."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("questions:index"), "label": QUESTIONS},
            {"url": "", "label": self.get_page_title()},
        ]


class ImportView(QuestionsView):
    """Choose a file to bring, or one to take."""

    template_name = "questions_admin/import.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file and lead to its preview; nothing is changed yet."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._again(form)
        try:
            listing = read_rows(form.content())
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
            return self._again(form)
        name = form.cleaned_data["file"].name
        kept = keep_import(rows=listing.rows, file_name=name, user=request.user)  # type: ignore[arg-type]
        if listing.ignored:
            sentence = pgettext("staff", "These columns are not read: %(columns)s.")
            messages.warning(request, sentence % {"columns": ", ".join(f"“{heading}”" for heading in listing.ignored)})
        return redirect("questions:import_list", kept.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; ``form`` may be passed when it has errors."""
        form = kwargs.pop("form", None) or UploadForm()
        return super().get_context_data(form=form, file_form=FileForm(), **kwargs)

    def _again(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FileView(QuestionsView):
    """The questions as a file to fill in: ``language``, ``kind``, ``what``."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Return the file; what is asked for wrongly is a Romanian workbook of all questions."""
        form = FileForm(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        kind, code = chosen.get("kind", "xlsx"), chosen.get("language", "ro")
        what = chosen.get("what", "all")
        if what == "template":
            return template_file(kind, [code])
        questions = Question.objects.prefetch_related("texts")
        if what == "missing":
            texts = Q(pk__in=Question.objects.lacking(code)) | Q(pk__in=Question.objects.by_machine(code))
            questions = questions.filter(texts)
        return questions_file(kind, [code], questions)


class ListView(QuestionsView):
    """The preview: each row's reading, and the decision about them all."""

    template_name = "questions_admin/import_list.html"
    kept: QuestionImport

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the file."""
        super().setup(request, *args, **kwargs)
        self.kept = get_object_or_404(QuestionImport, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the name of the file."""
        return self.kept.file_name

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bring the questions in. A second time leads to the same page and changes nothing."""
        if self.kept.done_at is not None:
            return redirect("questions:import_list", self.kept.pk)
        form = BringInForm(request.POST, has_errors=self._has_errors)
        if form.is_valid():
            drafts = [reading.draft for reading in self.readings if reading.draft is not None]
            try:
                saved = bring_in_questions(kept=self.kept, drafts=drafts, user=self.request.user)  # type: ignore[arg-type]
            except Incomplete as incomplete:
                form.add_error(None, str(incomplete))
            else:
                count = len(saved.new) + len(saved.changed)
                sentence = npgettext(
                    "staff", "%(count)s question was brought in.", "%(count)s questions were brought in.", count
                )
                messages.success(request, sentence % {"count": count})
                return redirect("questions:import_list", self.kept.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; ``form`` may be passed when it has errors."""
        if self.kept.done_at is not None:
            return super().get_context_data(kept=self.kept, **kwargs)
        form = kwargs.pop("form", None) or BringInForm(has_errors=self._has_errors)
        return super().get_context_data(
            kept=self.kept,
            form=form,
            readings=self.readings,
            new=sum(reading.draft is not None and reading.is_new for reading in self.readings),
            changed=sum(reading.draft is not None and not reading.is_new for reading in self.readings),
            wrong=sum(bool(reading.errors) for reading in self.readings),
            **kwargs,
        )

    @cached_property
    def readings(self) -> list[Reading]:
        """What each row means today."""
        codes = [row.get("code", "") for row in self.kept.rows]
        known = {
            question.code: question for question in Question.objects.filter(code__in=codes).prefetch_related("texts")
        }
        return check_rows(self.kept.rows, known, may_change_rows=self.request.user.has_perm(MAY_CHANGE_ROWS))

    @property
    def _has_errors(self) -> bool:
        return any(reading.errors for reading in self.readings)


class ForgetView(QuestionsView):
    """Throw a file away. A GET leads back to it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the file's page."""
        return redirect("questions:import_list", kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Throw it away."""
        forget_import(kept=get_object_or_404(QuestionImport, pk=kwargs["pk"]))
        messages.success(request, pgettext("staff", "The file was thrown away; nothing was changed."))
        return redirect("questions:import")
