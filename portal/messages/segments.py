"""How many SMS a text is, and how to keep it short.

An SMS holds 160 letters of the GSM alphabet (3GPP TS 23.038), or 70 as soon as one letter stands outside it,
as every letter does of Arabic, Cyrillic or Devanagari. A longer text is sent in parts of 153 or 67 letters.
"""

from __future__ import annotations

from collections.abc import Mapping

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("^{}\\[~]|€")
"""These take the room of two."""
_PLAIN = str.maketrans(
    {
        **dict(zip("ăâîșțşţĂÂÎȘȚŞŢ", "aaiststAAISTST", strict=True)),
        **dict.fromkeys("„“”«»", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("–—", "-"),
        "…": "...",
    }
)

EXAMPLES: Mapping[str, str] = {
    "name": "Olena Kovalenko",
    "course": "Limba română A1 pentru începători",
    "reference": "482 155 396",
    "centre": "Centrul Regional de Integrare Iași",
    "centre_phone": "0700 000 102",
    "link": "https://portal.example.ro/ro/e/482155396-1f2e3d4c.1tXyZ0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk/",
    "deadline": "miercuri, 16 septembrie 2026, 18:00",
    "start": "luni, 21 septembrie 2026",
    "schedule": "luni, miercuri, 18:00-20:00",
    "address": "Strada Vasile Lupu 12, Iași",
    "position": "3",
    "estimate": "La grupele de până acum, cam 5 persoane de pe listă au primit un loc.",
    "reason": "Vi se potrivește mai bine un alt nivel.",
    "question": "În ce părți ale zilei puteți veni?",
    "note": "Avem o grupă dimineața și una seara.",
    "county": "Caraș-Severin",
    "session": "luni, 21 septembrie 2026, 18:00",
    "session_before": "luni, 21 septembrie 2026, 17:00",
    "appointment": "marți, 15 septembrie 2026, 10:00",
    "alternatives": "Limba română A1\nluni, 28 septembrie 2026\nOnline\nhttps://portal.example.ro/ro/enrol/12/",
}
"""What placeholders look like, to estimate how long an SMS becomes; rather long, so that the truth is shorter."""


def segments_of(text: str) -> int:
    """Return how many SMS are sent for a text; at least one."""
    if _is_gsm(text):
        length, one, part = sum(2 if letter in _GSM_EXTENDED else 1 for letter in text), 160, 153
    else:
        length, one, part = len(text.encode("utf-16-be", "surrogatepass")) // 2, 70, 67
    return 1 if length <= one else -(-length // part)


def in_fewer_segments(text: str) -> str:
    """Return a text without Romanian marks and typographic signs where it then needs less than half the room.

    It is what people in Romania write themselves. A text that has other letters too stays as it is: nothing
    would be gained.
    """
    plain = text.translate(_PLAIN)
    return plain if segments_of(plain) < segments_of(text) and _is_gsm(plain) else text


def _is_gsm(text: str) -> bool:
    return all(letter in _GSM or letter in _GSM_EXTENDED for letter in text)
