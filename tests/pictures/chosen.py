"""Which pictures are approved and compared: about forty, so that each page type, script, size and scheme is among them.

The rest is only taken by ``make pictures``; their layout is measured (``tests/e2e/test_layout.py``).
"""

from __future__ import annotations

from typing import NamedTuple


class Picture(NamedTuple):
    """One picture: an address of ``tests/addresses.py`` in a language, on a device, in a scheme."""

    address: str
    code: str
    device: str
    scheme: str

    @property
    def name(self) -> str:
        """What its file is called."""
        return "-".join(self)


P, D = "phone", "desktop"

CHOSEN = [
    *(Picture("HomePage", code, P, "light") for code in ("ro", "en", "ar", "si")),
    *(Picture("HomePage", code, D, "light") for code in ("ro", "ar")),
    *(Picture("HomePage", code, P, "dark") for code in ("ar", "si")),
    *(Picture("CoursesPage", code, P, "light") for code in ("ro", "ar")),
    Picture("CoursesPage", "ar", D, "dark"),
    *(Picture("CoursePage", code, P, "light") for code in ("si", "ar")),
    Picture("CoursePage", "ro", D, "light"),
    *(Picture("GuidePage", code, P, "light") for code in ("ar", "si")),
    Picture("GuidePage", "ar", D, "light"),
    Picture("ResourcesPage", "ar", P, "dark"),
    Picture("ResourcesPage", "en", D, "light"),
    Picture("SituationPage", "ar", P, "light"),
    Picture("VideoPage", "ar", P, "light"),
    Picture("VideoPage", "en", D, "dark"),
    Picture("CentresPage", "ar", D, "light"),
    Picture("CentrePage", "ro", P, "light"),
    Picture("CentrePage", "ar", P, "dark"),
    Picture("EventsPage", "ro", P, "light"),
    Picture("EventPage", "en", D, "light"),
    Picture("NewsPage", "en", P, "dark"),
    Picture("ProjectPage", "ro", D, "light"),
    Picture("offline", "ar", P, "light"),
    Picture("PhrasebookPage", "si", P, "light"),
    Picture("CitizenshipPage", "ar", P, "light"),
    Picture("LessonPage", "ar", P, "light"),
    Picture("practice-wrong", "ar", P, "light"),
    Picture("enrol", "ar", P, "light"),
    Picture("enrol", "ro", D, "light"),
    Picture("enrol-wrong", "ar", P, "dark"),
    Picture("enrol-wrong", "si", P, "light"),
    Picture("received", "ar", P, "light"),
    Picture("status-offered", "ar", P, "light"),
    Picture("status-offered", "en", D, "light"),
    Picture("not-found", "ar", P, "light"),
    Picture("failed", "si", P, "light"),
]
