"""The demo's documents: files to download, with what is known of them before they are."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.documents.models import Document


def load_documents(folder: Path) -> None:
    """Store every file of the folder ``documents`` as a document of Wagtail's."""
    for path in _files(folder):
        document = Document(title=_title(path), file=ContentFile(path.read_bytes(), name=path.name))
        document._set_document_file_metadata()
        document.save()


def stored_documents(folder: Path) -> dict[str, int]:
    """Return the keys of the stored documents by code. One query."""
    codes = {_title(path): path.stem for path in _files(folder)}
    rows = Document.objects.filter(title__in=codes).order_by("-pk").values_list("title", "pk")
    return {codes[title]: pk for title, pk in rows}


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "documents").glob("*.pdf"))


def _title(path: Path) -> str:
    return path.stem.replace("-", " ").capitalize()
