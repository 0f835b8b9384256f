"""Twenty thousand pages in twelve languages, out of the demo's own texts with their words shuffled."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from portal import languages
from portal.search.documents import Document, all_documents

KINDS = ("guide", "course", "film", "lesson", "page", "question", "question", "question")
SENTENCE = 12
LONGEST_BODY = 260
"""Words of a body; a guide of the demo has about as many."""


class Texts:
    """The words of one language as the demo has them, and new texts of them."""

    def __init__(self, documents: Sequence[Document], seed: int) -> None:
        self.titles = [word for document in documents for word in document.title.split()]
        texts = [text for document in documents for text in (document.summary, *document.headings, *document.body)]
        self.words = [word for text in texts for word in text.split() if "{fact:" not in word]
        self._random = random.Random(seed)

    def line(self, count: int) -> str:
        """Return so many words, as frequent as they are in the demo."""
        return " ".join(self._random.choices(self.words, k=count))

    def title(self) -> str:
        """Return a title of some words of titles and one of any text."""
        return " ".join(
            [*self._random.choices(self.titles, k=self._random.randint(2, 5)), self._random.choice(self.words)]
        )

    def rare(self) -> str:
        """Return a word that there is not: the halves of two others."""
        one, other = (self._random.choice(self.words).strip(".,:;!?()") for _half in range(2))
        return f"{one[: len(one) // 2 + 1]}{other[len(other) // 2 :]}"

    def body(self) -> list[str]:
        """Return sentences, few of them or many."""
        left = self._random.randint(40, LONGEST_BODY)
        return [f"{self.line(SENTENCE)}." for _sentence in range(left // SENTENCE)]


def shuffled_documents(pages: int, seed: int = 5) -> tuple[list[Document], dict[str, list[str]]]:
    """Return documents of so many pages over all languages, and for each language words that are in one page alone."""
    known = list(all_documents())
    texts = {
        code: Texts([document for document in known if document.language == code], seed + n)
        for n, code in enumerate(languages.CODES)
    }
    rare: dict[str, list[str]] = {code: [] for code in languages.CODES}
    made = list(_made(pages // len(languages.CODES), texts, rare))
    return made, rare


def _made(count: int, texts: dict[str, Texts], rare: dict[str, list[str]]) -> Iterator[Document]:
    for n in range(count):
        for code, words in texts.items():
            own = words.rare()
            rare[code].append(own)
            yield Document(
                key=f"page:made-{n}",
                language=code,
                kind=KINDS[n % len(KINDS)],
                path=f"resources/made-{n}/",
                title=words.title(),
                summary=words.line(18),
                headings=[words.line(4) for _heading in range(4)],
                body=[*words.body(), f"{words.line(5)} {own}."],
            )
