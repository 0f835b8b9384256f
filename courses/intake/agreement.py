"""What people agree to, as staff read it out: in their language, naming who keeps their data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString

from courses.catalogue.models import Run
from courses.enrolment import consent
from portal import languages
from portal.directory.models import Organisation

WHO = {"learner": consent.consent_text, "guardian": consent.guardian_consent_text}


@dataclass(frozen=True)
class ReadOut:
    """A text that was, or is to be, read out. ``key`` names it in the form: organisation, language, who agrees."""

    key: str
    language: languages.Language
    text: SafeString


def key_of(organisation: Organisation, language: str, *, is_for_a_child: bool) -> str:
    """Return what names a text in the form."""
    return f"{organisation.pk}:{language}:{'guardian' if is_for_a_child else 'learner'}"


def texts_for(runs: Iterable[Run]) -> dict[str, ReadOut]:
    """Return every text that may be needed for these runs, by its key. Reads what the runs have at hand."""
    organisations = {run.organisation.pk: run.organisation for run in runs}
    texts = {}
    for language in languages.LANGUAGES:
        with translation.override(language.code):
            for organisation in organisations.values():
                for who, write in WHO.items():
                    key = key_of(organisation, language.code, is_for_a_child=who == "guardian")
                    texts[key] = ReadOut(key, language, write(organisation))
    return texts
