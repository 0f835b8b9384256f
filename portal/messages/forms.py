"""The admin's form of a message text."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from portal import languages
from portal.messages.texts import shipped_text


class MessageTextForm(WagtailAdminModelForm):
    """Shows the text that is sent now, which is the shipped one where staff wrote none.

    What is saved as it was shipped is kept empty, so that it goes on following the shipped text.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shipped = shipped_text(self.instance.template, self.instance.language)
        for name in ("subject", "body"):
            if self._shipped and not self.initial.get(name):
                self.initial[name] = getattr(self._shipped, name)
            self.fields[name].required = False
            if languages.is_supported(self.instance.language):
                # Each paragraph follows its own letters: static/css/admin.css.
                self.fields[name].widget.attrs.update({"dir": "auto", "lang": self.instance.language})

    def clean_subject(self) -> str:
        """Return staff's own subject, "" for the shipped one."""
        return self._own("subject")

    def clean_body(self) -> str:
        """Return staff's own text, "" for the shipped one."""
        return self._own("body")

    def _own(self, name: str) -> str:
        text = "\n".join(self.cleaned_data[name].splitlines()).strip()
        return "" if self._shipped and text == getattr(self._shipped, name) else text
