"""What readers think of a page, beside the page's own fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from portal.feedback.models import Feedback


class FeedbackPanel(Panel):
    """How many said that the page helps, and how many comments wait. Nothing for a page that is new."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "feedback/page_panel.html"

        def is_shown(self) -> bool:
            """Show it to who reads the answers, once there is a page."""
            return self.instance.pk is not None and self.request.user.has_perm("portal.view_feedback")

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Count the answers in all languages, and in this one."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            answers = Feedback.objects.of_page(self.instance.translation_key)
            own = answers.filter(language=self.instance.locale.language_code)
            return {
                **context,
                "everywhere": answers.summary(),
                "here": own.summary(),
                "query": f"translation_key={self.instance.translation_key}",
            }
