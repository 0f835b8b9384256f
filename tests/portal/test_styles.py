"""A page carries the styles of what it shows, and its policy allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from courses.catalogue.models import Run
from portal.static_files import lean
from portal.styles import FOLDER, dress, first_classes, read_component, styles_for

COMPONENTS = sorted((FOLDER / "components").glob("*.css"))
ALL = sorted(path for path in FOLDER.rglob("*.css") if path.parent != FOLDER)


def test_white_space_and_comments_go_and_nothing_else() -> None:
    sheet = '/* Why */\na,\nb {\n  color: red; /* so */\n\n  content: "x  y";\n  grid-template:\n    "a b";\n}\n'
    assert lean(sheet) == 'a,b {color: red;content: "x  y";grid-template: "a b"}'


def test_a_rule_is_about_the_class_that_it_begins_with() -> None:
    css = ".card > .foot, p.lead {a: b}@media (min-width: 3rem) {[dir='rtl'] .steps .icon {a: b}}h2:has(.x) + .y {a: b}"
    assert first_classes(css) == {b"card", b"lead", b"steps", b"y"}


def test_a_page_gets_what_it_shows_and_nothing_else() -> None:
    bare = styles_for(b"<p>x</p>")
    assert ":root" in bare
    assert ".card" not in bare
    assert ".card" in styles_for(b'<p class="soft card">x</p>')
    assert ".card" in styles_for(b'<p data-styles="card note">x</p>')
    assert ".card" not in styles_for(b'<p class="postcard">x</p>')


def test_what_a_language_changes_comes_after_what_it_changes() -> None:
    bare = styles_for(b"")
    assert bare.index(":root") < bare.index(":lang(ar)") < bare.index(".wrap") < bare.index(".top")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert re.match(r"/\* \S[^*]+\*/\n\n", text)
    # What names a side would be wrong in half of the scripts.
    assert not re.search(r"(?:^|[\s;{-])(?:left|right)(?:\s*:|-)|text-align:\s*(?:left|right)", lean(text))
    if path in COMPONENTS:
        read_component(path)


def test_a_component_that_no_page_would_get_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lost.css").write_text("h5 { color: red; }")
    with pytest.raises(ValueError, match=r"lost\.css"):
        read_component(tmp_path / "lost.css")


def test_only_pages_of_the_frame_are_dressed() -> None:
    for content_type, body in (("text/html", b"<p>"), ("application/json", b"<!-- styles -->")):
        response = HttpResponse(body, content_type=content_type)
        dress(response)
        assert response.content == body


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["", "nothing-here/", "search/?q=permis"])
def test_the_policy_allows_the_styles_of_this_page_alone(client: Client, path: str) -> None:
    response = client.get(f"/ar/{path}")
    (styles,) = re.findall(rb"<style>(.*?)</style>", response.content, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in response["Content-Security-Policy"] + ";"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert int(response["Content-Length"]) == len(response.content)
    assert b"<!-- styles -->" not in response.content


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_a_form_has_the_styles_of_the_answer_that_takes_its_place(client: Client) -> None:
    run = Run.objects.filter(state=Run.State.OPEN).order_by("pk")[0]
    form = client.get(f"/ro/enrol/{run.pk}/").content
    here = styles_for(form)
    run.state = Run.State.CANCELLED
    run.save()
    answer = client.get(f"/ro/enrol/{run.pk}/").content
    for path in COMPONENTS:
        component = read_component(path)
        if component.css in styles_for(answer):
            assert component.css in here, component.name
