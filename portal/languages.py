"""The one list of languages that readers meet.

A thirteenth language is one line in :data:`LANGUAGES` and one run of
``manage.py add_language <code>``. Everything that depends on a language (settings, switcher, fonts,
search, tests) reads this list.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE_CODE = "ro"
"""Romanian is the language that content is written in first."""


@dataclass(frozen=True)
class Language:
    """One language of the portal.

    ``native`` and ``english`` are its names, ``rtl`` its direction, ``script`` the ISO 15924 code of
    its script (type and line height follow it), ``search_config`` PostgreSQL's text-search
    configuration for it (``simple`` where PostgreSQL has none), ``region`` the country whose dates it is
    shown with, where CLDR's own choice would look foreign in Europe.
    """

    code: str
    native: str
    english: str
    rtl: bool = False
    script: str = "Latn"
    search_config: str = "simple"
    region: str = ""

    @property
    def cldr_locale(self) -> str:
        """The locale that dates are formatted for, as Babel names it."""
        return f"{self.code}_{self.region}" if self.region else self.code

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, as the ``dir`` attribute wants it."""
        return "rtl" if self.rtl else "ltr"


LANGUAGES: tuple[Language, ...] = (
    Language("ro", "Română", "Romanian", search_config="romanian"),
    Language("en", "English", "English", search_config="english", region="GB"),
    Language("uk", "Українська", "Ukrainian", script="Cyrl", search_config="russian"),
    Language("ru", "Русский", "Russian", script="Cyrl", search_config="russian"),
    Language("ar", "العربية", "Arabic", rtl=True, script="Arab", search_config="arabic"),
    Language("tr", "Türkçe", "Turkish", search_config="turkish"),
    Language("ne", "नेपाली", "Nepali", script="Deva", search_config="nepali"),
    Language("si", "සිංහල", "Sinhala", script="Sinh"),
    Language("bn", "বাংলা", "Bengali", script="Beng"),
    Language("hi", "हिन्दी", "Hindi", script="Deva", search_config="hindi"),
    Language("ur", "اردو", "Urdu", rtl=True, script="Arab"),
    Language("fa", "فارسی", "Persian", rtl=True, script="Arab"),
)

CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)

_BY_CODE = {language.code: language for language in LANGUAGES}


def get_language(code: str) -> Language:
    """Return the language with this code.

    Raises ``KeyError`` for a code that the portal doesn't speak.
    """
    return _BY_CODE[code]


def is_supported(code: str) -> bool:
    """Whether the portal speaks this language."""
    return code in _BY_CODE


def django_choices() -> list[tuple[str, str]]:
    """The list in the form of Django's ``LANGUAGES`` setting: code and native name."""
    return [(language.code, language.native) for language in LANGUAGES]


def django_lang_info() -> dict[str, dict[str, object]]:
    """Entries for Django's ``LANG_INFO``: it lacks Sinhala, and the names here are the portal's own."""
    return {
        language.code: {
            "bidi": language.rtl,
            "code": language.code,
            "name": language.english,
            "name_local": language.native,
        }
        for language in LANGUAGES
    }
