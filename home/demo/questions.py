"""The demo's question banks: a row a question, and what it says in a file per language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from home.demo.errors import DemoError
from home.demo.files import read_rows, read_translation
from portal import languages
from resources.citizenship.drafts import Draft, faults_of_draft
from resources.citizenship.services import save_questions
from resources.citizenship.words import Words, what_is_missing

ROW = {"code", "subject", "lesson", "right", "source", "source_url"}
TEXT = {"question", "answers", "explanation"}


def load_questions(folder: Path) -> int:
    """Store every question, published; return how many. Raises :class:`DemoError` naming file and key."""
    drafts = read_questions(folder)
    save_questions(drafts=drafts)
    return len(drafts)


def read_questions(folder: Path) -> list[Draft]:
    """Return the questions of ``rows/questions.yaml`` with their texts in every language that has them.

    Raises :class:`DemoError` for a question that can't be published, a text without a row, or a row without a
    Romanian text. Without the file of rows there are none.
    """
    if not (folder / "rows" / "questions.yaml").exists():
        return []
    texts = {code: _read_texts(folder, code) for code in languages.CODES}
    drafts: dict[str, Draft] = {}
    for row in read_rows(folder, "questions"):
        code = str(row.get("code", ""))
        where = f"rows/questions.yaml, {code}"
        if unknown := set(row) - ROW:
            raise DemoError(f"{where}: there is no {', '.join(sorted(unknown))}")
        if code in drafts:
            raise DemoError(f"{where}: is there twice")
        said = {language: words[code] for language, words in texts.items() if code in words}
        row_values: dict[str, Any] = {name: row.get(name) or "" for name in ROW - {"right"}}
        drafts[code] = Draft(right=row.get("right"), texts=said, **row_values)
        _check(drafts[code], where)
    for language, words in texts.items():
        if extra := words.keys() - drafts.keys():
            raise DemoError(f"questions/{language}.yaml, {min(extra)}: rows/questions.yaml has no such question")
    return list(drafts.values())


def _check(draft: Draft, where: str) -> None:
    """Refuse what can't be published; the file of the language that is at fault is named."""
    own = {languages.SOURCE_CODE: draft.texts[languages.SOURCE_CODE]} if languages.SOURCE_CODE in draft.texts else {}
    if faults := faults_of_draft(_with(draft, own), {}):
        raise DemoError(f"{where}: {' '.join(faults)}")
    for language, words in draft.texts.items():
        pair = {**own, language: words}
        if faults := [*faults_of_draft(_with(draft, pair), {}), *what_is_missing(draft.right, pair)]:
            raise DemoError(f"questions/{language}.yaml, {draft.code}: {faults[0]}")


def _with(draft: Draft, texts: dict[str, Words]) -> Draft:
    return Draft(**draft.values(), texts=texts)  # type: ignore[arg-type]


def _read_texts(folder: Path, code: str) -> dict[str, Words]:
    path = folder / "questions" / f"{code}.yaml"
    if not path.exists():
        return {}
    content = read_translation(path, code)
    is_machine = content.get("translated_by") == "machine"
    return {
        str(key): _words(value, f"questions/{code}.yaml, {key}", is_machine=is_machine)
        for key, value in content["questions"].items()
    }


def _words(value: Any, where: str, *, is_machine: bool) -> Words:
    if (
        not isinstance(value, dict)
        or set(value) - TEXT - {"translated_by"}
        or not isinstance(value.get("answers"), list)
    ):
        raise DemoError(f"{where}: question, answers (a list) and explanation were expected")
    if not all(isinstance(text, str) for text in [value.get("question"), *value["answers"]]):
        raise DemoError(f"{where}: question and answers are texts; put quotation marks round numbers and dates")
    return Words(
        question=value["question"].strip(),
        answers=tuple(answer.strip() for answer in value["answers"]),
        explanation=str(value.get("explanation") or "").strip(),
        is_machine=value["translated_by"] == "machine" if "translated_by" in value else is_machine,
    )
