"""Runs that staff must decide about, on the first page of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from courses.catalogue.models import Run
from portal import clock


class RunsPanel(Component):
    """Runs with fewer learners than their minimum. One query; shown only where there are any."""

    name = "runs"
    template_name = "catalogue/home_panel.html"
    order = 60

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """List the runs that the user may plan."""
        own = Run.objects.plannable_by(self.user)
        return {"runs": own.below_minimum(clock.today()).select_related("centre")}
