"""A small demo in a folder of its own: three languages, one of them without every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROWS: dict[str, list[dict[str, Any]]] = {
    "counties": [{"code": "B", "name": "București", "region": 1}, {"code": "IS", "name": "Iași", "region": 3}],
    "organisations": [{"code": "punte", "name": "Asociația Exemplu", "email": "a@demo.example"}],
    "projects": [
        {
            "code": "pas",
            "name": "Pas cu pas",
            "funder": "FAMI",
            "organisation": "punte",
            "counties": ["B", "IS"],
            "eligible_statuses": ["refugee"],
            "starts_on": "2026-01-01",
            "ends_on": "2028-12-31",
        }
    ],
    "centres": [
        {
            "code": code,
            "name": f"Centrul {city}",
            "kind": "regional",
            "organisation": "punte",
            "city": city,
            "county": county,
            "address": "Strada Exemplu 1",
            "latitude": 47.1585,
            "longitude": 27.6014,
            "counties_served": [county],
            "phones": [{"number": "+40700000021", "has_whatsapp": True}, {"number": "+40210000021"}],
            "hours": [{"days": [0, 1], "opens": "09:00", "closes": "17:00"}],
        }
        for code, city, county in [("bucuresti", "București", "B"), ("iasi", "Iași", "IS")]
    ],
    "courses": [{"code": "romanian-a1", "kind": "romanian", "level": "A1", "hours": 70}],
    "facts": [
        {
            "code": "emergency-phone",
            "kind": "phone",
            "value": 112,
            "source_url": "https://demo.example/",
            "valid_from": "2020-01-01",
            "checked_on": "2026-01-01",
            "review_by": "2030-01-01",
        }
    ],
    "runs": [
        {
            "code": code,
            "course": "romanian-a1",
            "centre": code.split("-")[0],
            "project": "pas",
            "mode": "onsite",
            "audience": "everybody",
            "time_of_day": "evening",
            "capacity": 2,
            "minimum": 1,
            "teaching_languages": ["en"],
            "starts_in_weeks": 2,
            "days": [0, 2],
            "from": "17:30",
            "to": "19:30",
            "sessions": 6,
            "room": "Sala 1",
            "trainer": True,
        }
        for code in ("bucuresti-a1-small", "iasi-a1-morning")
    ],
}

PAGES: list[dict[str, Any]] = [
    {"path": "", "type": "home.HomePage"},
    {"path": "courses", "type": "courses.CoursesPage", "in_menu": True},
    {"path": "courses/romanian-a1", "type": "courses.CoursePage", "course": "romanian-a1", "checked_on": "2026-11-20"},
    {"path": "resources", "type": "resources.ResourcesPage"},
    {"path": "resources/papers", "type": "resources.GuidePage"},
    {"path": "resources/first-steps", "type": "resources.VideoPage", "video": "first-steps"},
    {"path": "centres", "type": "home.CentresPage"},
    {"path": "centres/iasi", "type": "home.CentrePage", "centre": "iasi"},
]


def body(code: str) -> list[dict[str, Any]]:
    """Every block there is, in a language's words."""
    return [
        {"heading": f"Heading {code}"},
        {
            "paragraph": f'<p>Text <b>{code}</b>, <a href="https://demo.example/{code}">link</a></p>'
            f"<ul><li>one {code}</li><li>two {code}</li></ul>"
        },
        {
            "steps": {
                "title": f"Steps {code}",
                "steps": [{"title": f"Go {code}", "text": f"How {code}"}, {"title": "B"}],
            }
        },
        {"checklist": {"title": None, "items": [f"pen & paper {code}", f"“card” {code}"]}},
        {"note": {"kind": "warning", "text": f"Call {{fact:emergency-phone}} {code}"}},
        {
            "contact": {
                "name": f"Who {code}",
                "phone": "{fact:emergency-phone}",
                "url": f"https://demo.example/who/{code}",
            }
        },
    ]


def page_texts(code: str) -> dict[str, dict[str, Any]]:
    """The texts of every page but the film's, in one language."""
    texts: dict[str, dict[str, Any]] = {}
    for page in PAGES:
        path, model = page["path"] or "home", page["type"]
        values: dict[str, Any] = {"title": f"{path} {code}", "summary": f"About {path} {code}"}
        if model == "home.HomePage":
            values |= {"welcome": f"Welcome {code}", "intro": f"Intro {code}"}
        if model == "resources.GuidePage":
            values["short_answer"] = f"Short {code}"
        if model in {"resources.GuidePage", "courses.CoursePage", "home.CentrePage"}:
            values["body"] = body(code)
        if model != "resources.VideoPage":
            texts[path] = values
    return texts


def write_demo(folder: Path) -> Path:
    """Write the small demo: Romanian, English by a person, Arabic by a machine without the guide."""
    for name, rows in ROWS.items():
        write(folder / "rows" / f"{name}.yaml", rows)
    write(folder / "pages.yaml", PAGES)
    for code, translated_by in [("ro", "source"), ("en", "person"), ("ar", "machine")]:
        pages = page_texts(code)
        if code == "ar":
            del pages["resources/papers"]
        write(folder / "content" / f"{code}.yaml", {"language": code, "translated_by": translated_by, "pages": pages})

    film = folder / "films" / "first-steps"
    write(film / "film.yaml", {"code": "first-steps", "duration_seconds": 28, "width": 854, "height": 480})
    for code in ("ro", "en", "ar"):
        write(
            film / "texts" / f"{code}.yaml",
            {
                "language": code,
                "machine": code == "ar",
                "title": f"Film {code}",
                "summary": f"About the film {code}",
                "transcript": ["One", "Two"],
            },
        )
    (film / "film.mp4").write_bytes(b"a film")
    (film / "poster.webp").write_bytes(b"a poster")
    (film / "captions").mkdir()
    for code in ("ro", "en", "ar"):
        (film / "captions" / f"{code}.vtt").write_text(
            "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nText\n", encoding="utf-8"
        )
    return folder


def write(path: Path, content: object) -> None:
    """Write a YAML file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def change(folder: Path, name: str, edit: Any) -> None:
    """Let ``edit`` change the content of one of the folder's files."""
    path = folder / name
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(content)
    write(path, content)
