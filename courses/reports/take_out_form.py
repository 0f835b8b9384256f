"""What is asked before figures leave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from portal.exports.forms import ExportForm


class TakeOutForm(ExportForm):
    """The reason and the kind of file, said of figures: there are no people and no columns to speak of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = pgettext_lazy("staff", "What are these figures for?")
        self.fields["reason"].help_text = pgettext_lazy("staff", "It is kept in the log, with your name.")
