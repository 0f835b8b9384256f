"""Settings of a portal with one language more; see ``test_languages.py``."""

from __future__ import annotations

from portal import languages

FRENCH = languages.Language("fr", "Français", "French", search_config="french")
languages.LANGUAGES += (FRENCH,)
languages.CODES += (FRENCH.code,)
languages._BY_CODE[FRENCH.code] = FRENCH

from portal.settings.test import *  # noqa: E402, F403 - the list has to be longer before the settings read it
