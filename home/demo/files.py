"""Reading the demo's files: rows, the page tree, and the pages' texts in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from home.demo.errors import DemoError
from portal import languages

FOLDER = Path(__file__).parent
"""Where the demo's own files live."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Twelve languages take seconds with the loader that is written in Python."""

HOME = ""
"""The path of the home page."""

TEXT_FOLDERS = ("content", "guides", "lessons", "news")
"""Where the texts of pages are, in files of one form: ``<code>.yaml``. What doesn't exist yet is left out."""


@dataclass(frozen=True)
class PageSpec:
    """One page of the tree, without a language. ``model`` is ``app.Model``; ``path`` has no outer slashes."""

    path: str
    model: str
    in_menu: bool = False
    course: str = ""
    centre: str = ""
    video: str = ""
    topic: str = ""
    audiences: tuple[str, ...] = ()
    symbol: str = ""
    subject: str = ""
    event: str = ""
    project: str = ""
    kind: str = ""
    days_ago: int | None = None
    checked_on: dt.date | None = None

    @property
    def parent(self) -> str:
        """The path of the page above; of the home page too, which has none."""
        return self.path.rpartition("/")[0]

    @property
    def slug(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class PageText:
    """What one page says in one language: the values of its fields, and who translated them."""

    values: dict[str, Any]
    translated_by: str
    where: str
    """File and page, for messages."""


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file. Raises :class:`DemoError` when it is missing or broken."""
    try:
        with path.open("rb") as file:
            return yaml.load(file, Loader=LOADER)  # noqa: S506 - it is the safe one, written in C where there is one
    except (OSError, yaml.YAMLError) as error:
        raise DemoError(f"{path}: {error}") from error


def read_rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of ``rows/<name>.yaml`` in this folder. Raises :class:`DemoError`."""
    rows = read_yaml(folder / "rows" / f"{name}.yaml")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DemoError(f"rows/{name}.yaml: a list of rows was expected")
    return rows


def read_tree(folder: Path) -> list[PageSpec]:
    """Return the pages of ``pages.yaml``, parents first. Raises :class:`DemoError`."""
    specs: list[PageSpec] = []
    seen: set[str] = set()
    for row in read_yaml(folder / "pages.yaml"):
        try:
            spec = PageSpec(model=row.pop("type"), **row)
        except (TypeError, KeyError) as error:
            raise DemoError(f"pages.yaml, {row.get('path')!r}: {error}") from error
        if spec.path in seen or (spec.path != HOME and spec.parent not in seen):
            raise DemoError(f"pages.yaml, {spec.path!r}: is there twice, or stands before its parent")
        seen.add(spec.path)
        specs.append(spec)
    return specs


def read_texts(folder: Path, *, folders: Iterable[str] = TEXT_FOLDERS) -> dict[str, dict[str, PageText]]:
    """Return the texts of every page by language code and path.

    They come from ``<code>.yaml`` in each of the ``folders`` and, for films, from ``films/*/texts/``. A page
    that a language lacks is missing in its dictionary, which is empty for a language that has just been added.
    Raises :class:`DemoError`.
    """
    texts: dict[str, dict[str, PageText]] = {code: {} for code in languages.CODES}
    for name in folders:
        for code in languages.CODES:
            _add_language(texts[code], folder / name / f"{code}.yaml")
    for path in film_folders(folder):
        for code, words in read_film_texts(path).items():
            values = {"title": words["title"], "summary": words["summary"]}
            if "resources" in texts[code]:
                translated_by = "machine" if words["machine"] else "person"
                where = f"{path.name}/texts/{code}.yaml"
                texts[code][f"resources/{path.name}"] = PageText(values, translated_by, where)
    return texts


def film_folders(folder: Path) -> list[Path]:
    """Return the folders of the films that are finished: those with a ``film.yaml``."""
    return sorted(path.parent for path in (folder / "films").glob("*/film.yaml"))


def read_film_texts(film: Path) -> dict[str, dict[str, Any]]:
    """Return what is written about one film, by language, from its folder ``texts``. Raises :class:`DemoError`."""
    texts: dict[str, dict[str, Any]] = {}
    for path in sorted((film / "texts").glob("*.yaml")):
        words, code, where = read_yaml(path), path.stem, f"{film.name}/texts/{path.name}"
        if not languages.is_supported(code):
            raise DemoError(f"{where}: the portal doesn't speak {code!r}")
        if not isinstance(words, dict) or words.get("language") != code:
            raise DemoError(f"{where}: doesn't say that its language is {code!r}")
        if missing := {"title", "summary", "transcript", "machine"} - words.keys():
            raise DemoError(f"{where}: lacks {', '.join(sorted(missing))}")
        if not isinstance(words["transcript"], list):
            raise DemoError(f"{where}: the transcript is a list of paragraphs")
        texts[code] = words
    return texts


def _add_language(texts: dict[str, PageText], path: Path) -> None:
    """Add what one file says; one that isn't there says nothing."""
    if not path.exists():
        return
    content, where = read_translation(path, path.stem), f"{path.parent.name}/{path.name}"
    for key, values in content["pages"].items():
        page = HOME if key == "home" else key
        if page in texts:
            raise DemoError(f"{where}, page {key}: is in {texts[page].where} too")
        translated_by = values.pop("translated_by", content["translated_by"])
        texts[page] = PageText(values, translated_by, f"{where}, page {key}")


def read_translation(path: Path, code: str) -> dict[str, Any]:
    """Return the content of a file of one language. Raises :class:`DemoError` when it says that it is another's."""
    content = read_yaml(path)
    if not isinstance(content, dict) or content.get("language") != code:
        found = content.get("language") if isinstance(content, dict) else None
        raise DemoError(f"{path.parent.name}/{path.name}: says that its language is {found!r}")
    return content
