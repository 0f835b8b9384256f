"""What the cells of a list mean: words of Romanian and English, codes and numbers, however they are typed.

Each function raises ``ValueError`` for what it doesn't understand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import phonenumbers
from babel import Locale
from django.utils import translation

from courses.enrolment.codes import Level
from courses.people.models import Person
from courses.people.names import fold_name
from portal import languages
from portal.directory.statuses import LegalStatus
from portal.phones import parse_phone

YES = frozenset({"da", "d", "yes", "y", "x", "1", "true", "adevarat", "✓", "✔", "☑"})
NO = frozenset({"nu", "n", "no", "0", "false", "fals", "", "☐"})

_LEVELS = {
    **dict.fromkeys(["unknown", "nu stiu", "necunoscut", "i don t know"], Level.UNKNOWN),
    **dict.fromkeys(
        ["none", "niciunul", "deloc", "zero", "0", "a0", "incepator", "incepatoare", "beginner", "none yet"], Level.NONE
    ),
    **dict.fromkeys(["a1", "a1 1", "a1 2"], Level.A1),
    **dict.fromkeys(["a2", "a2 1", "a2 2"], Level.A2),
    **dict.fromkeys(["b1", "b2", "c1", "c2"], Level.B1),
}
_CONTACTS = {
    **dict.fromkeys(["call", "phone", "telefon", "apel", "apel telefonic", "telefonic", "suna"], Person.ContactBy.CALL),
    **dict.fromkeys(["whatsapp", "whats app", "wapp"], Person.ContactBy.WHATSAPP),
    **dict.fromkeys(["sms", "mesaj"], Person.ContactBy.SMS),
    **dict.fromkeys(["email", "e mail", "mail"], Person.ContactBy.EMAIL),
}
_STATUSES = {
    **dict.fromkeys(["refugiat", "refugiata", "statut de refugiat"], LegalStatus.REFUGEE),
    **dict.fromkeys(["protectie temporara", "ukraine", "ucraina"], LegalStatus.TEMPORARY_PROTECTION),
    **dict.fromkeys(["protectie subsidiara"], LegalStatus.SUBSIDIARY),
    **dict.fromkeys(["solicitant de azil", "solicitanta de azil", "solicitant azil"], LegalStatus.ASYLUM_SEEKER),
    **dict.fromkeys(["apatrid", "apatrida"], LegalStatus.STATELESS),
    **dict.fromkeys(["permis de sedere", "sedere temporara"], LegalStatus.TEMPORARY_RESIDENCE),
    **dict.fromkeys(["rezident pe termen lung", "sedere pe termen lung"], LegalStatus.LONG_TERM_RESIDENCE),
    **dict.fromkeys(["cetatean ue", "cetatean european", "eu"], LegalStatus.EU_CITIZEN),
    **dict.fromkeys(["altul", "alt statut", "other"], LegalStatus.OTHER),
}

_OTHER_NAMES = {"farsi": "fa", "dari": "fa", "bangla": "bn", "singaleza": "si", "hindusa": "hi", "moldoveneasca": "ro"}


def is_visible(text: str) -> bool:
    """Whether there is a sign to see: not only spaces, controls and marks of direction."""
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def read_phone(text: str) -> str:
    """Return a number as E.164, also one that a spreadsheet took for an amount: 712345678.0, '0712…, ="0712…"."""
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf").strip()
    text = re.sub(r"^(?:'|=\s*\"?)|\"$", "", text)
    text = re.sub(r"^(\d{6,})[.,]0+$", r"\1", text)
    if re.search(r"\d[.,]\d+e\+?\d+$", text, re.IGNORECASE):
        raise ValueError(text)  # 4.07E+10: the digits behind the first few are lost
    try:
        return parse_phone(text)
    except ValueError:
        # Excel takes +380501234567 for an amount and drops the sign.
        abroad = f"+{text}"
        if not re.fullmatch(r"[1-9]\d{9,14}", text) or not phonenumbers.is_valid_number(phonenumbers.parse(abroad)):
            raise
        return parse_phone(abroad)


def read_year(text: str) -> int:
    """Return the year in a year or a date: 1990, 1990-05-31, 31.05.1990, 5/31/1990."""
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    if len(years) != 1:
        raise ValueError(text)
    return int(years[0])


def read_yes(text: str) -> bool:
    """Return whether a cell says yes. An empty one says no."""
    word = text.strip().casefold()
    if word in YES or fold_name(word) in YES - {""}:
        return True
    if word in NO:
        return False
    raise ValueError(text)


def read_language(text: str) -> str:
    """Return the code of one of our languages by its code or its name, also after "limba"."""
    return _languages()[_known(re.sub(r"^limba ", "", fold_name(text)), _languages())]


def read_level(text: str) -> str:
    """Return a level by its code, its label or another word for it; what is above B1 counts as B1."""
    levels = {**_labels(Level), **_LEVELS}
    word = fold_name(text)
    return levels[_known(word.replace(" ", "") if word not in levels else word, levels)]


def read_status(text: str) -> str:
    """Return a legal status by its code, its label or a shorter name."""
    statuses = {**_labels(LegalStatus), **_STATUSES}
    return statuses[_known(fold_name(text), statuses)]


def read_contact_by(text: str) -> str:
    """Return how somebody wants to be reached."""
    contacts = {**_labels(Person.ContactBy), **_CONTACTS}
    return contacts[_known(fold_name(text), contacts)]


def _known(word: str, words: dict[str, str]) -> str:
    if word not in words:
        raise ValueError(word)
    return word


@cache
def _languages() -> dict[str, str]:
    """Every name of our languages that staff write: the code, its own, English and Romanian."""
    romanian = Locale("ro").languages
    names = {
        fold_name(name): language.code
        for language in languages.LANGUAGES
        for name in (language.code, language.native, language.english, romanian.get(language.code, language.english))
    }
    also = {name: code for name, code in _OTHER_NAMES.items() if languages.is_supported(code)}
    return {**names, **also}


@cache
def _labels(choices: type) -> dict[str, str]:
    """Codes and labels of choices, in Romanian and in English."""
    found = {}
    for code in ("ro", "en"):
        with translation.override(code):
            for value, label in choices.choices:  # type: ignore[attr-defined]
                found[fold_name(str(label))] = found[fold_name(value)] = value
    return found
