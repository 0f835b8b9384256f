"""Facts that should be checked again, on the first page of the admin."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from portal import clock
from portal.facts.models import Fact


class FactsPanel(Component):
    """How many facts in force are past their review. One query; shown only where there are any."""

    name = "facts"
    template_name = "portal/facts_panel.html"
    order = 70

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Count them."""
        today = clock.today()
        in_force = Fact.objects.valid_on(today).values("pk")
        return {"overdue": Fact.objects.past_review(today).filter(pk__in=in_force).count()}
