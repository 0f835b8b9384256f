"""The words of a name in Latin letters, reduced to what its spellings share.

A person writes the same name in several ways: in their own script or in Latin letters, as a Ukrainian, a
Russian, a Romanian or an English clerk put it down. Consonants survive that, vowels mostly don't; Arabic
script doesn't even write the short ones. So a word is its consonants (``frame``), with what tells relatives
apart who share a phone: whether it begins with a vowel (Ahmad, Hamid), whether it ends in "a" (Aleksandr,
Aleksandra), and, for a close look, the vowels between (Hasan, Husain).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from anyascii import anyascii

_VOWELS = "aeiou"
_SHORT = 3
"""With fewer consonants than this a word keeps its vowels: Li and Lu are two."""

# Marks above and below letters. Signs of Indic scripts are letters and stay.
_MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_APOSTROPHES = re.compile(r"['`´\u02b9-\u02bf\u2018\u2019\u044a\u044c]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_WORD = re.compile(r"[\u0620-\u06ff]+")
_NOT_ARABIC = re.compile(r"[^\u0600-\u06ff]+")
_SAME_LETTER = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا"})
_GOD = "الله"

# Arabic script, where the general table of anyascii leaves out long vowels or knows one reading only.
_ARABIC_LETTERS = str.maketrans(
    {"ا": "a", "آ": "a", "ٱ": "a", "ة": "a", "ى": "i", "ي": "i", "ی": "i", "ې": "i", "ئ": "", "ء": "", "ك": "k"}
    | {"ک": "k", "ؤ": "u", "و": "u", "ے": "i", "ع": "", "ذ": "z", "ظ": "z", "ۃ": "a", "ە": "a"}
    # An h of its own, which makes no "sh" with an s before it (Sahar, Suhail). It becomes h at the end.
    | {"ه": "ħ", "ہ": "ħ", "ھ": "ħ", "ح": "ħ"}
)
# Frequent names whose short vowels decide, since few consonants are left, or whose last letter is read "a".
_ARABIC_NAMES = {
    "عمر": "umar", "زید": "zaid", "سعد": "saad", "سعید": "said", "اسد": "asad", "نور": "nur", "امل": "amal",
    "منی": "muna", "هدی": "huda", "ندی": "nada", "لیلی": "laila", "لیلا": "laila", "سلمی": "salma",
    "رضا": "riza", "رنا": "rana", "موسی": "musa", "عیسی": "isa", "یحیی": "yahya", "مصطفی": "mustafa",
    "مرتضی": "murtaza", "بشری": "bushra", "طه": "taha", "نهی": "nuha", "ندا": "nida", "بلال": "bilal",
    "یوسف": "yusuf", "یونس": "yunus",
}  # fmt: skip

# Indic scripts don't write the "a" between two consonants.
_INDIC = "\u0915-\u0939\u0995-\u09b9\u09dc-\u09df\u0d9a-\u0dc6"
_INHERENT_VOWEL = re.compile(f"([{_INDIC}])(?=[{_INDIC}])")

# In this order: the longer spelling before the shorter one that it holds.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\babd[aeou]la(?=h?\b)", "abdala"),  # Abdullah
        (r"\b[yi](?:ou|oo|o|u)s[ei]f\b", "yusuf"),
        (r"\babd(?:[aeiou]l)?[ -]+(?:[aeu]l[ -]*)?(?=\w{3})", "abd"),  # Abd al-Rahman, Abdul Rahman
        (r"\babd[aeiou]l(?=\w{3})", "abd"),  # Abdelrahman
        (r"(?<=[a-z]a)h\b", ""),  # Fatimah, Sarah
        (r"(?<=[a-z][mndrz])eh\b", "a"),  # Fatemeh
        (r"\bj(?=u[lr]|ev)", "i"),  # Julia, Jurij, Jevhen
        (r"(?<=[eioy])j\b", "i"),  # Andrej
        (r"(?<=[flnrt]i)j(?=a\b)", "i"),  # Natalija
        (r"dzh|dsch|dj|zh|jh", "j"),
        (r"tsch|tch|ch|ck|q|c(?!\b)|(?<!e)c", "k"),
        (r"ec\b", "et"),  # Kravec, Kravets
        (r"sch|sh", "s"),
        (r"kh|gh|g", "h"),
        (r"ts|tz|th", "t"),
        (r"ph", "f"),
        (r"dh", "d"),
        (r"bh", "b"),
        (r"x", "ks"),
        (r"ou|oo", "uu"),
        (r"ee", "ii"),
        (r"w(?=[aeiouy]|sk|\b)", "v"),  # Marwan, Kowalski
        (r"w", "u"),
        (r"y", "i"),
        (r"ħ", "h"),
    )
)
_DOUBLED = re.compile(r"([a-z])\1+")
_DOUBLED_CONSONANT = re.compile(f"([^{_VOWELS}])\\1+")
_DOUBLED_VOWEL = re.compile(f"([{_VOWELS}])\\1+")
_ARTICLE = re.compile(f"^[ae]l(?=[^{_VOWELS}])")
_PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "ben"})
_RELATED = frozenset({"ae", "ei", "ao", "ou"})


@dataclass(frozen=True)
class Word:
    """A word of a name. ``letters`` are Latin and canonical; ``is_vocalised`` says that short vowels are written."""

    letters: str
    is_vocalised: bool
    long_vowels: frozenset[int]
    """Which of the vowel groups between the consonants were written long (``ou``, ``ei``)."""

    @property
    def frame(self) -> str:
        """The consonants, with an "a" where the word begins with a vowel, and where it ends in "a"."""
        consonants = _consonants(self.letters)
        if len(consonants) < _SHORT:
            return re.sub(r"^ie", "e", self.letters.replace("o", "u"))
        begins = "a" if self.letters[0] in _VOWELS else ""
        ends = "a" if self.letters[-1] == "a" else ""
        return begins + consonants + ends

    @property
    def gaps(self) -> list[str]:
        """The vowels before the first consonant, between each two of them, and after the last."""
        return re.split(f"[^{_VOWELS}]", self.letters)

    def is_like(self, other: Word) -> bool:
        """Whether two words with one frame may be one name: no vowel of theirs contradicts another."""
        if len(_consonants(self.letters)) < _SHORT:
            return True
        inner = range(1, len(self.gaps) - 1)
        return all(self._agrees(other, gap) for gap in inner) and (
            not (self.is_vocalised and other.is_vocalised) or _may_be_one(self.gaps[0], other.gaps[0])
        )

    def _agrees(self, other: Word, gap: int) -> bool:
        mine, theirs = self.gaps[gap], other.gaps[gap]
        if mine and theirs:
            return _may_be_one(mine, theirs)
        # What one leaves out may be a short vowel of the other, never a long one.
        return gap not in self.long_vowels | other.long_vowels


def _consonants(letters: str) -> str:
    return re.sub(f"[{_VOWELS}]", "", letters)


def _may_be_one(one: str, other: str) -> bool:
    """Whether two groups of vowels are spellings of one: Mohammed and Mohammad, Soloviov and Solovev."""
    if not one or not other:
        return True
    ends = {one[-1], "e"} if one == "io" else {one[-1]}
    others = {other[-1], "e"} if other == "io" else {other[-1]}
    return any(a == b or "".join(sorted(a + b)) in _RELATED for a in ends for b in others)


def words_of(name: str) -> list[Word]:
    """Return the words of a name, as written in any script, in the order of their frames."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()))
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", plain))
    is_vocalised = not _ARABIC.search(plain)
    latin = _ARABIC_WORD.sub(_read_arabic, _NOT_ARABIC.sub(_read_other, plain))
    rough = " ".join(re.findall(r"[a-z0-9ħ]+", latin))
    for pattern, replacement in _SPELLINGS:
        rough = pattern.sub(replacement, rough)
    words = [_word(part, is_vocalised) for part in rough.split()]
    kept = [word for word in words if word.letters not in _PARTICLES]
    return sorted(kept or words, key=lambda word: (word.frame, word.letters))


def _read_other(match: re.Match[str]) -> str:
    """Write any other script in Latin letters, doubled consonants once."""
    latin = anyascii(_INHERENT_VOWEL.sub(r"\1a", match[0]))
    # Chinese characters become syllables with a capital each.
    latin = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", latin).lower()
    return _DOUBLED.sub(lambda pair: pair[0] if pair[1] in "eo" else pair[1], _APOSTROPHES.sub("", latin))


def _read_arabic(match: re.Match[str]) -> str:
    """Write a word of Arabic script in Latin letters as far as its letters go."""
    word = match[0].translate(_SAME_LETTER)
    if word.endswith(_GOD):
        return _read_letters(word.removesuffix(_GOD)) + "alah"
    return _ARABIC_NAMES.get(word) or _read_letters(word)


def _read_letters(word: str) -> str:
    word = re.sub(r"^ع", "a", word)
    word = re.sub(r"[هہە]$", "a", word)
    word = re.sub(r"^و|و(?=[اآ])", "v", word).translate(_ARABIC_LETTERS)
    return "".join(letter if letter == "ħ" else anyascii(letter) for letter in word)


def _word(rough: str, is_vocalised: bool) -> Word:
    """Make a word of what the spellings left: no article in front, no doubled letters."""
    bare = _ARTICLE.sub("", rough, count=1)
    if len(_consonants(bare)) >= _SHORT:
        rough = bare
    if is_vocalised:
        rough = _DOUBLED_CONSONANT.sub(r"\1", rough)
    groups = re.split(f"[^{_VOWELS}]", rough)
    long_vowels = {
        place for place, group in enumerate(groups) if len(group) > 1 or (group in {"i", "u"} and not is_vocalised)
    }
    return Word(_DOUBLED_VOWEL.sub(r"\1", rough), is_vocalised, frozenset(long_vowels))
