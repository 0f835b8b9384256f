"""A list of names: brought as a file, looked through row by row, then brought in as a whole or thrown away."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy
from wagtail.admin import messages

from courses.catalogue.models import Run
from courses.enrolment.errors import Refused
from courses.enrolment.notify import channel_for, contact_of
from courses.intake.checking import Reading
from courses.intake.choices import runs_for
from courses.intake.forms import BringInForm, UploadForm
from courses.intake.models import ImportBatch
from courses.intake.pages import IntakeView
from courses.intake.reading import read_list
from courses.intake.services import Agreement, bring_in, check_list, forget_list, keep_list
from courses.intake.template_files import TEMPLATES
from courses.people.models import Person
from portal.audit.services import record_look
from portal.messages.models import Message
from portal.spreadsheets import Unreadable

BRING_A_LIST = pgettext_lazy("staff", "Import a list")


class UploadView(IntakeView):
    """Choose a run and a file."""

    template_name = "intake/upload.html"
    page_title = BRING_A_LIST
    header_icon = "upload"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file and lead to its preview; nobody is enrolled yet."""
        form = UploadForm(request.POST, request.FILES, user=request.user)  # type: ignore[arg-type]
        if not form.is_valid():
            return self._again(form)
        try:
            listing = read_list(form.content())
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
            return self._again(form)
        batch = keep_list(
            run=form.cleaned_data["run"],
            listing=listing,
            file_name=form.cleaned_data["file"].name,
            user=request.user,  # type: ignore[arg-type]
        )
        if listing.ignored:
            sentence = pgettext("staff", "These columns are not read: %(columns)s.")
            messages.warning(request, sentence % {"columns": ", ".join(f"“{heading}”" for heading in listing.ignored)})
        return redirect("intake:list", batch.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; ``form`` may be passed when it has errors."""
        initial = {"run": self.request.GET.get("run")}
        form = kwargs.pop("form", None) or UploadForm(user=self.request.user, initial=initial)  # type: ignore[arg-type]
        return super().get_context_data(form=form, has_runs=runs_for(self.request.user).exists(), **kwargs)  # type: ignore[arg-type]

    def _again(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TemplateFileView(IntakeView):
    """The table to fill in, with an example row."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return it in the language of the admin."""
        make, content_type = TEMPLATES[kwargs["kind"]]
        romanian = get_language() == "ro"
        response = HttpResponse(make("ro" if romanian else "en"), content_type=content_type)
        name = "lista-cursanti" if romanian else "list-of-learners"
        response["Content-Disposition"] = f'attachment; filename="{name}.{kwargs["kind"]}"'
        return response


class OwnListView(IntakeView):
    """A page about a list: only for who brought it, and only for a run of their centres."""

    header_icon = "upload"
    batch: ImportBatch

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 for anybody else's list."""
        if not request.user.is_authenticated:
            raise Http404
        own = ImportBatch.objects.filter(made_by=request.user, run__in=Run.objects.for_staff(request.user))
        related = own.select_related("run__course", "run__centre__organisation", "run__project__organisation")
        self.batch = get_object_or_404(related, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the name of the file."""
        return self.batch.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to where another list can be brought."""
        inbox, here = super().get_breadcrumbs_items()[-2:]
        return [*self.breadcrumbs_items, inbox, {"url": reverse("intake:upload"), "label": BRING_A_LIST}, here]


class ListView(OwnListView):
    """The preview: each row's reading, and the decision about them all."""

    template_name = "intake/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the preview; that its people were seen is noted in the log."""
        if self.batch.done_at is None:
            record_look(user=request.user, about=f"import:{self.batch.pk}", centre=self.batch.run.centre)  # type: ignore[arg-type]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bring the people in. A second time leads to the same page and enrols nobody."""
        if self.batch.done_at is not None:
            return self._back()
        form = BringInForm(request.POST, has_errors=self._has_errors)
        if not form.is_valid():
            return self._again(form)
        data = form.cleaned_data
        try:
            enrolments = bring_in(
                batch=self.batch,
                user=request.user,  # type: ignore[arg-type]
                agreement=Agreement(form.chosen_form, data["day"]),
                expected=data["expected"],
                leaves_out_errors=bool(data.get("leaves_out_errors")),
                tells=data["tells"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self._again(form)
        if enrolments:
            count = len(enrolments)
            sentence = npgettext(
                "staff", "%(count)s person was brought in.", "%(count)s people were brought in.", count
            )
            messages.success(request, sentence % {"count": count})
        return self._back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the page; ``form`` may be passed when it has errors."""
        if self.batch.done_at is not None:
            return super().get_context_data(batch=self.batch, **kwargs)
        good = [reading.submission for reading in self._readings if reading.submission is not None]
        form = kwargs.pop("form", None) or BringInForm(has_errors=self._has_errors)
        run = Run.objects.with_places().get(pk=self.batch.run_id)
        channels = Counter(_channel(submission) for submission in good)
        return super().get_context_data(
            **{
                "batch": self.batch,
                "form": form,
                "readings": self._readings,
                "count": len(good),
                "wrong": len(self._readings) - len(good),
                "run": run,
                "more_than_places": len(good) > run.places_left,
                "by_email": channels[Message.Channel.EMAIL],
                "by_sms": channels[Message.Channel.SMS],
                "to_call": channels[None],
                **kwargs,
            }
        )

    @cached_property
    def _readings(self) -> list[Reading]:
        return check_list(self.batch)

    @property
    def _has_errors(self) -> bool:
        return any(reading.errors for reading in self._readings)

    def _again(self, form: BringInForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _back(self) -> HttpResponse:
        return redirect("intake:list", self.batch.pk)


class ForgetView(OwnListView):
    """Throw a list away. A GET leads back to it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead back to the list."""
        return redirect("intake:list", self.batch.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Throw it away."""
        forget_list(batch=self.batch)
        messages.success(request, pgettext("staff", "The list was thrown away."))
        return redirect("intake:upload")


def _channel(submission: Any) -> str | None:
    """Return how a receipt will reach somebody; ``None``: a colleague calls."""
    person = Person(
        phone=submission.phone,
        email=submission.email,
        contact_by=submission.contact_by,
        guardian_phone=submission.guardian_phone,
        guardian_email=submission.guardian_email,
    )
    return channel_for(person, *contact_of(person))
