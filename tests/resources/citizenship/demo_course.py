"""The small demo of the tests with a citizenship course in it: a lesson, a text to read along, two questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.home.demo_files import change, write, write_demo

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 45"><path d="M0 0h80v45z"/></svg>'
LESSON = "resources/citizenship/dacia"
PAGES: list[dict[str, Any]] = [
    {"path": "resources/citizenship", "type": "resources.CitizenshipPage", "checked_on": "2026-11-20"},
    {"path": LESSON, "type": "resources.LessonPage", "subject": "history"},
    {"path": "resources/citizenship/union", "type": "resources.LessonPage", "subject": "history"},
    {"path": "resources/citizenship/anthem", "type": "resources.ReadAlongPage"},
]


def body(code: str) -> list[dict[str, Any]]:
    """Every block of a lesson."""
    return [
        {"heading": f"Heading {code}"},
        {"picture": {"image": "map", "alt": f"A map {code}", "caption": f"Caption {code}"}},
        {
            "words": {
                "title": f"Words {code}",
                "items": [
                    {"romanian": "lege", "sound": f"LÉ-dje {code}", "meaning": f"a rule {code}"},
                    {"romanian": "țară", "sound": f"TSA-ra {code}", "meaning": f"a country {code}"},
                ],
            }
        },
        {
            "verses": {
                "title": f"Verses {code}",
                "lines": [{"romanian": "Deșteaptă-te, române", "meaning": f"Wake {code}"}],
            }
        },
    ]


def write_course(folder: Path) -> Path:
    """Write the small demo with the course."""
    write_demo(folder)
    change(folder, "pages.yaml", lambda pages: pages.extend(PAGES))
    (folder / "pictures").mkdir()
    (folder / "pictures" / "map.svg").write_text(DRAWING, encoding="utf-8")
    for code, translated_by in [("ro", "source"), ("en", "person"), ("ar", "machine")]:
        pages = {
            page["path"]: {"title": f"{page['path']} {code}", "summary": f"About {code}", "body": body(code)}
            for page in PAGES
        }
        write(folder / "lessons" / f"{code}.yaml", {"language": code, "translated_by": translated_by, "pages": pages})
        questions = {
            f"history-{number}": {
                "question": f"Who {number} {code}?",
                "answers": [f"a {code}", f"b {code}", f"c {code}"],
                "explanation": f"So {code}.",
            }
            for number in (1, 2)
        }
        write(
            folder / "questions" / f"{code}.yaml",
            {"language": code, "translated_by": translated_by, "questions": questions},
        )
    write(
        folder / "rows" / "questions.yaml",
        [
            {"code": "history-1", "subject": "history", "lesson": "dacia", "right": 2, "source": "A book"},
            {"code": "history-2", "subject": "history", "right": 3, "source_url": "https://demo.example/"},
        ],
    )
    return folder
