"""The columns of a list of names: how they are headed in Romanian and in English, and what the example says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from courses.people.names import fold_name


@dataclass(frozen=True)
class Column:
    """A column that we read. ``also`` are other headings that mean the same, as :func:`fold_heading` leaves them.

    One without an ``example`` is understood where a list has it, but isn't in the template.
    """

    code: str
    romanian: str
    english: str
    also: tuple[str, ...] = ()
    example: tuple[str, str] | None = None
    """What the template's example row says, in Romanian and in English."""


EXAMPLE_NAME = "Amina Exemplu"
"""Whoever fills in the template and leaves its example in it does not mean to enrol her."""

COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        "Nume și prenume",
        "Name",
        (
            *("nume", "numele", "nume complet", "numele complet", "numele si prenumele", "prenume si nume"),
            *("nume prenume", "full name", "name and surname", "cursant", "beneficiar", "participant", "persoana"),
            *("learner", "student"),
        ),
        (EXAMPLE_NAME, EXAMPLE_NAME),
    ),
    Column("first_name", "Prenume", "First name", ("prenumele", "given name", "given names", "first names")),
    Column("surname", "Nume de familie", "Surname", ("last name", "family name", "numele de familie")),
    Column(
        "phone",
        "Telefon",
        "Phone",
        (
            *("tel", "mobil", "telefonul", "telefon mobil", "nr telefon", "nr de telefon", "numar telefon"),
            *("numar de telefon", "numarul de telefon", "telephone", "mobile", "mobile phone", "phone number"),
            *("contact telefonic", "nr tel"),
        ),
        ("0712 000 001", "0712 000 001"),
    ),
    Column(
        "email",
        "E-mail",
        "E-mail address",
        ("email", "mail", "adresa e mail", "adresa de e mail", "adresa email", "adresa de email", "email address"),
        ("amina@mail.example", "amina@mail.example"),
    ),
    Column(
        "language",
        "Limba",
        "Language",
        (
            *("limba vorbita", "limba materna", "limba preferata", "limba de contact", "spoken language"),
            *("preferred language", "mother tongue"),
        ),
        ("arabă", "Arabic"),
    ),
    Column(
        "level",
        "Nivel de română",
        "Level of Romanian",
        ("nivel", "nivelul", "level", "nivel romana", "nivel limba romana", "nivel de limba romana", "romanian"),
        ("A1", "A1"),
    ),
    Column(
        "birth_year",
        "Anul nașterii",
        "Year of birth",
        (
            *("an nastere", "an de nastere", "an nasterii", "data nasterii", "data de nastere", "data nastere"),
            *("birth year", "date of birth", "birth date", "birthday", "born", "dob"),
        ),
        ("1990", "1990"),
    ),
    Column(
        "status",
        "Statut",
        "Legal status",
        ("status", "statut juridic", "statut legal", "statutul", "statut in romania", "forma de protectie"),
        ("protecție temporară", "temporary protection"),
    ),
    Column(
        "childcare",
        "Are nevoie de îngrijirea copiilor",
        "Needs childcare",
        ("childcare", "ingrijirea copiilor", "ingrijire copii", "supraveghere copii", "supravegherea copiilor"),
        ("nu", "no"),
    ),
    Column(
        "contact_by",
        "Cum contactăm",
        "How to reach",
        ("mod de contact", "modalitate de contact", "contact preferat", "preferred contact", "contact by"),
        ("WhatsApp", "WhatsApp"),
    ),
    Column(
        "may_leave_message",
        "Putem lăsa mesaj",
        "May leave a message",
        ("putem lasa un mesaj", "may leave message", "we may leave a message"),
        ("da", "yes"),
    ),
    Column(
        "guardian_name",
        "Părinte sau tutore",
        "Parent or guardian",
        (
            *("parinte", "tutore", "parinte tutore", "nume parinte", "nume tutore", "numele parintelui"),
            *("reprezentant legal", "guardian", "parent", "name of the guardian", "guardian name"),
        ),
        ("", ""),
    ),
    Column(
        "guardian_phone",
        "Telefonul părintelui sau al tutorelui",
        "Phone of the guardian",
        ("telefon parinte", "telefon tutore", "telefonul parintelui", "telefonul tutorelui", "guardian phone"),
        ("", ""),
    ),
    Column(
        "guardian_email",
        "E-mailul părintelui sau al tutorelui",
        "E-mail of the guardian",
        ("e mail parinte", "e mail tutore", "email parinte", "email tutore", "guardian email", "guardian e mail"),
    ),
    Column(
        "comment",
        "Observații",
        "Comment",
        ("observatie", "obs", "comentariu", "comentarii", "mentiuni", "comments", "note", "notes", "remarks"),
        ("doar după ora 17", "only after 17:00"),
    ),
)

ROW_NUMBERS = frozenset({"", "nr", "nr crt", "crt", "no", "number", "numar"})
"""Headings of columns that merely count: they are left out without a word."""


def fold_heading(heading: str) -> str:
    """Return a heading without accents, signs and what stands in brackets, in lower case."""
    return fold_name(re.sub(r"\(.*?\)|\[.*?\]", " ", heading))


_BY_HEADING = {
    fold_heading(heading): column.code
    for column in COLUMNS
    for heading in (column.romanian, column.english, *column.also)
}


def code_of(heading: str) -> str:
    """Return which column a heading means, "" for none that we know."""
    return _BY_HEADING.get(fold_heading(heading), "")


def template_rows(language: Literal["ro", "en"]) -> list[list[str]]:
    """Return the headings and the example row of the template that staff fill in."""
    position = 0 if language == "ro" else 1
    shown = [(column, column.example[position]) for column in COLUMNS if column.example is not None]
    headings = [column.romanian if language == "ro" else column.english for column, _example in shown]
    return [headings, [example for _column, example in shown]]
