"""Every kind of translatable string is found, in Python and in templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.catalogues.extraction import ExtractionError, SourceMessage, source_messages


def _found(root: Path) -> dict[tuple[str | None, str], SourceMessage]:
    return {message.key: message for message in source_messages(root)}


def _write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_python_functions(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "courses/views.py",
        """
_("plain")
gettext_lazy("joined "
             "text")
pgettext_lazy("staff", "for staff")
ngettext("%(n)d place", "%(n)d places", n)
npgettext("seat", "one", "many", n)
# Translators: a hint
gettext("hinted")
""",
    )
    found = _found(tmp_path)
    assert set(found) == {
        (None, "plain"),
        (None, "joined text"),
        ("staff", "for staff"),
        (None, "%(n)d place"),
        ("seat", "one"),
        (None, "hinted"),
    }
    assert found[None, "%(n)d place"].plural == "%(n)d places"
    assert found["seat", "one"].plural == "many"
    assert found[None, "hinted"].comments == ["a hint"]


def test_templates(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "templates/page.html",
        """{# don't trip over 0X1F, it's "text" #}
<p class='a'>It's 3 o'clock {% if 1 == 1 %}
      {% translate "Hello" %}
  {% endif %}
{% translate 'Send' context "staff" %} {{ _("In a variable")|upper }} {% include "x.html" with label=_("In a tag") %}
{% blocktranslate trimmed with name=person.name %}
    Dear <bdi>{{ name }}</bdi>,
    50% is done.
{% endblocktranslate %}
{% blocktranslate trimmed count counter=places %}
  {{ counter }} place
{% plural %}
  {{ counter }} places
{% endblocktranslate %}""",
    )
    found = _found(tmp_path)
    assert set(found) == {
        (None, "Hello"),
        ("staff", "Send"),
        (None, "In a variable"),
        (None, "In a tag"),
        (None, "Dear <bdi>%(name)s</bdi>, 50%% is done."),
        (None, "%(counter)s place"),
    }
    assert found[None, "%(counter)s place"].plural == "%(counter)s places"


def test_a_string_of_two_files_is_one_message(tmp_path: Path) -> None:
    _write(tmp_path, "templates/a.html", '{% translate "Same" %}')
    _write(tmp_path, "home/b.py", '_("Same")')
    (message,) = source_messages(tmp_path)
    assert message.files == ["templates/a.html", "home/b.py"]


def test_a_string_with_two_plurals_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, "home/a.py", 'ngettext("place", "places", 1)')
    _write(tmp_path, "home/b.py", 'ngettext("place", "spots", 1)')
    with pytest.raises(ExtractionError, match="'place' has another plural"):
        source_messages(tmp_path)


def test_a_broken_template_is_named(tmp_path: Path) -> None:
    _write(tmp_path, "templates/broken.html", "{% blocktranslate %}{% if 1 %}{% endblocktranslate %}")
    with pytest.raises(ExtractionError, match="templates/broken.html"):
        source_messages(tmp_path)


def test_migrations_and_other_folders_are_left_out(tmp_path: Path) -> None:
    _write(tmp_path, "home/migrations/0001_initial.py", '_("old")')
    _write(tmp_path, "tests/test_x.py", '_("test")')
    assert source_messages(tmp_path) == []
