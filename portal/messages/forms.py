"""The admin's form of a message text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import npgettext, pgettext
from wagtail.admin.forms import WagtailAdminModelForm

from portal import languages
from portal.messages.segments import EXAMPLES, segments_of
from portal.messages.texts import Text, shipped_text


class MessageTextForm(WagtailAdminModelForm):
    """Shows the text that is sent now, which is the shipped one where staff wrote none.

    What is saved as it was shipped is kept empty, so that it goes on following the shipped text.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shipped = shipped_text(self.instance.template, self.instance.language)
        for name in ("subject", "body", "sms"):
            if self._shipped and not self.initial.get(name):
                self.initial[name] = getattr(self._shipped, name)
            self.fields[name].required = False
            if languages.is_supported(self.instance.language):
                # Each paragraph follows its own letters: static/css/admin.css.
                self.fields[name].widget.attrs.update({"dir": "auto", "lang": self.instance.language})
        self.fields["sms"].help_text = self._sms_help()

    def clean_subject(self) -> str:
        """Return staff's own subject, "" for the shipped one."""
        return self._own("subject")

    def clean_body(self) -> str:
        """Return staff's own text, "" for the shipped one."""
        return self._own("body")

    def clean_sms(self) -> str:
        """Return staff's own SMS, "" for the shipped one."""
        return self._own("sms")

    def _sms_help(self) -> str:
        """Say what an SMS must name, and how many the text is that would be sent now."""
        text = Text(self.instance.language, "", "", sms=self.initial.get("sms", ""))
        count = segments_of(text.fill_sms(EXAMPLES))
        sentences = [
            npgettext(
                "staff",
                "Short, because each part costs: filled in, this is about %(count)s SMS.",
                "Short, because each part costs: filled in, this is about %(count)s SMS.",
                count,
            )
            % {"count": count}
        ]
        if (kind := self.instance.kind) and kind.sms_required:
            needed = " ".join(f"{{{name}}}" for name in sorted(kind.sms_required))
            sentences.append(pgettext("staff", "It must name %(placeholders)s.") % {"placeholders": needed})
        return " ".join(sentences)

    def _own(self, name: str) -> str:
        text = "\n".join(self.cleaned_data[name].splitlines()).strip()
        return "" if self._shipped and text == getattr(self._shipped, name) else text
