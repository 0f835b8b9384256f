"""A reporter counts and knows nobody: every page and file that they can reach is free of people."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.urls import reverse

from courses.enrolment.models import Enrolment
from courses.enrolment.references import format_reference
from courses.people.models import Person
from portal.phones import format_phone
from tests.project.test_access import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

AT_MOST = 150
"""Pages: more than a reporter's admin has, so that the walk ends also where filters lead on and on."""
_LINK = re.compile(r'(?:href=|"url": )"([^"]+)"')
"""A link, or an entry of the menu, which Wagtail builds in the browser."""


def pages_of(client: Client) -> dict[str, str]:
    """Return the text of every page and file that links lead to from the admin's first page, by address."""
    found: dict[str, str] = {}
    to_open = [reverse("wagtailadmin_home"), reverse("exports:pseudonyms")]
    while to_open and len(found) < AT_MOST:
        address = to_open.pop(0)
        if address in found or "logout" in address or "/userbar/" in address:
            continue
        response = client.get(address)
        found[address] = text_of(response) if response.status_code == 200 else ""
        if "html" in response.get("Content-Type", ""):
            links = (
                urldefrag(urljoin(address, link.replace("&amp;", "&"))).url for link in _LINK.findall(found[address])
            )
            to_open += [link for link in links if link.startswith("/admin/")]
    return found


def people() -> set[str]:
    """Return what gives somebody away: names, phones however they are written, e-mail addresses, references."""
    traces: set[str] = set()
    for person in Person.objects.all():
        phone = person.phone.as_e164 if person.phone else ""
        traces |= {person.name, person.latin_name, person.email, phone, format_phone(phone) if phone else ""}
    for reference in Enrolment.objects.values_list("reference", flat=True):
        traces |= {reference, format_reference(reference)}
    return {trace for trace in traces if len(trace) > 5}


def test_a_reporter_reaches_no_name_no_phone_and_no_reference(demo_client: Callable[[str], Client]) -> None:
    client = demo_client("reporter")
    pages = pages_of(client)
    typed = {"reason": "raport lunar", "format": "csv"}
    pages["the list without names"] = text_of(client.post(reverse("exports:pseudonyms"), typed))
    assert reverse("reports:index") in pages
    assert any("indicator" in address for address in pages)
    traces = people()
    assert len(traces) > 50
    told = {address: {trace for trace in traces if trace in text} for address, text in pages.items()}
    assert {address: seen for address, seen in told.items() if seen} == {}


def test_the_walk_sees_people_where_there_are_some(demo_client: Callable[[str], Client]) -> None:
    client, traces = demo_client("staff-iasi"), people()
    text = text_of(client.get(reverse("inbox:index"), {"section": "all"}))
    assert any(trace in text for trace in traces)
