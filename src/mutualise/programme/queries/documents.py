"""The files of a case, and where each one's content lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.storage import default_storage

from mutualise.programme.models import Case, Document


def path_of(sha256: str) -> str:
    """Where content of a digest lies under the folder of kept files."""
    return f"{sha256[:2]}/{sha256}"


def documents(case: Case) -> Sequence[Document]:
    """The files with the case now, without what advisers handed in."""
    found = Document.objects.filter(case=case, removed_at=None, outputs=None)
    return list(found.select_related("by").order_by("pk"))


def document(case: Case, number: int) -> Document | None:
    return next((row for row in documents(case) if row.pk == number), None)


def opened(row: Document) -> Any:
    """The content of a file, ready to be read. Raises FileNotFoundError."""
    return default_storage.open(path_of(row.sha256))
