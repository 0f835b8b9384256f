"""The pages on which a saved view is made, renamed, shared and deleted."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views import generic

from courses.enrolment.errors import Refused
from courses.inbox import saved_view_services as services
from courses.inbox.access import works_in_inbox
from courses.inbox.labels import INBOX
from courses.inbox.listing import VIEW, clean_query
from courses.inbox.models import SavedView
from portal.directory.models import Centre

ICON = "list-ul"


def address_of(view: SavedView) -> str:
    """Return the address of the list that a view keeps."""
    return f"{reverse('inbox:index')}?{clean_query(view.query)}&{VIEW}={view.pk}"


class SavedViewForm(forms.ModelForm):
    """Name, and with whom it is shared: the colleagues of one of the owner's centres, or nobody."""

    class Meta:
        model = SavedView
        fields = ("name", "centre")

    def __init__(self, *args: Any, owner: User, query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.query = query
        centre = cast(forms.ModelChoiceField, self.fields["centre"])
        centre.queryset = Centre.objects.for_staff(owner)
        centre.empty_label = pgettext("staff", "Nobody: only I see it")
        self.fields["name"].error_messages["required"] = pgettext("staff", "Give it a name.")

    def save(self, commit: bool = True) -> SavedView:
        """Keep it, through the services."""
        name, centre = self.cleaned_data["name"], self.cleaned_data["centre"]
        if self.instance.pk is None:
            self.instance = services.save_view(owner=self.owner, name=name, query=self.query, centre=centre)
        else:
            services.rename_view(view=self.instance, name=name, centre=centre)
        return cast(SavedView, self.instance)


class _ViewPage:
    """What the pages of a saved view share: who may open them, and where they are."""

    model = SavedView
    header_icon = ICON
    permission_required = None
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 404 to who doesn't work in the inbox."""
        if not works_in_inbox(cast(User, request.user)):
            raise Http404
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the inbox."""
        home = generic.IndexView.breadcrumbs_items
        return [*home, {"url": reverse("inbox:index"), "label": INBOX}, {"url": "", "label": self.get_page_title()}]  # type: ignore[attr-defined]


class _FormPage(_ViewPage):
    """A page with the form of the owner, which leads to the view."""

    form_class = SavedViewForm

    def form_valid(self, form: SavedViewForm) -> HttpResponse:
        """Keep it; what is refused is said beside the name."""
        try:
            return cast(HttpResponse, super().form_valid(form))  # type: ignore[misc]
        except Refused as refused:
            form.add_error("name", str(refused))
            # As Wagtail's is_valid leaves them, which said that all was well.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return cast(HttpResponse, self.form_invalid(form))  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        """Open the view."""
        return address_of(self.object)  # type: ignore[attr-defined]

    def get_success_buttons(self) -> list[Any]:
        """The list is open already: nothing more to lead to."""
        return []


class SaveViewPage(_FormPage, generic.CreateView):
    """Give the list in ``query`` a name."""

    page_title = pgettext_lazy("staff", "Save this view")
    submit_button_label = pgettext_lazy("staff", "Save")
    success_message = pgettext_lazy("staff", "The view “%(object)s” is saved.")
    error_message = pgettext_lazy("staff", "The view could not be saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand on whose it is, and the list."""
        return {**super().get_form_kwargs(), "owner": self.request.user, "query": self.request.GET.get("query", "")}

    def get_add_url(self) -> str:
        """Keep the list in the address of the form."""
        return self.request.get_full_path()


class RenameViewPage(_FormPage, generic.EditView):
    """Rename an own view, share it or stop sharing it."""

    page_title = pgettext_lazy("staff", "Rename or share")
    success_message = pgettext_lazy("staff", "The view “%(object)s” is saved.")
    error_message = pgettext_lazy("staff", "The view could not be saved.")
    edit_url_name = "inbox:view_edit"
    delete_url_name = "inbox:view_delete"

    def get_queryset(self) -> QuerySet[SavedView]:
        """Only own ones."""
        return SavedView.objects.filter(owner=cast(User, self.request.user))

    def get_object(self, queryset: Any = None) -> SavedView:
        """Return the user's view. Raises ``Http404`` for anybody else's."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand on whose it is."""
        return {**super().get_form_kwargs(), "owner": self.request.user}


class DeleteViewPage(_ViewPage, generic.DeleteView):
    """Ask once, and forget a view."""

    page_title = pgettext_lazy("staff", "Delete the view")
    success_message = pgettext_lazy("staff", "The view “%(object)s” is deleted.")
    delete_url_name = "inbox:view_delete"

    def get_object(self, queryset: Any = None) -> SavedView:
        """Return a view that the user may delete. Raises ``Http404`` for any other."""
        return get_object_or_404(SavedView.objects.deletable_by(cast(User, self.request.user)), pk=self.kwargs["pk"])

    @property
    def confirmation_message(self) -> str:
        """Say what is lost: a name, and no enrolment."""
        sentence = pgettext("staff", "Delete the view “%(name)s”? The enrolments in it stay as they are.")
        return sentence % {"name": self.object.name}

    def delete_action(self) -> None:
        """Delete it, through the service."""
        services.delete_view(view=self.object)

    def get_success_url(self) -> str:
        """Return to the inbox."""
        return reverse("inbox:index")


class UpdateViewAction(View):
    """Let an own view show the list that is open now."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the list in ``query``, and open it."""
        user = cast(User, request.user)
        if not works_in_inbox(user):
            raise Http404
        view = get_object_or_404(SavedView.objects.filter(owner=user), pk=pk)
        try:
            services.update_view(view=view, query=request.POST.get("query", ""))
            messages.success(request, pgettext("staff", "The view “%(name)s” is saved.") % {"name": view.name})
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(address_of(view))
