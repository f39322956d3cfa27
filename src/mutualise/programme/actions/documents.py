"""Files of a case: kept by their digest, taken off the case but not out of its trail."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.models import Case, Document
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.documents import path_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.rules.states import State

MOST_FILES = 50
TAKES_FILES = {State.DRAFTING, State.DEFERRED, State.AWARDED, State.DELIVERING, State.LAUNCHED}
CLOSED = "Files are added while the application is written, or after the award."


@transaction.atomic
def add_document(*, case: Case, by: Any, name: str, content_type: str, sha256: str,
                 content: bytes) -> Document:  # fmt: skip
    """Keep a file with a case. The same file again gives the row that is there.

    Raises NotAllowed or NotPermitted.
    """
    _check(case, by)
    mine = Document.objects.filter(case=case, removed_at=None, outputs=None)
    again = mine.filter(sha256=sha256, name=name).first()
    if again:
        return again
    if mine.count() >= MOST_FILES:
        raise NotPermitted(f"A case keeps at most {MOST_FILES} files. Take one off first.")
    return keep(case=case, by=by, name=name, content_type=content_type, sha256=sha256,
                content=content)  # fmt: skip


def keep(*, case: Case, by: Any, name: str, content_type: str, sha256: str,
         content: bytes) -> Document:  # fmt: skip
    """Store the content, once for its digest, and record the file; who may is asked before."""
    path = path_of(sha256)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    row = Document.objects.create(
        case=case, name=name, content_type=content_type, size=len(content), sha256=sha256, by=by,
        at=clock.now(),
    )  # fmt: skip
    audit.record("programme.document.added", by=by, subject=case.reference, document=row.pk,
                 sha256=sha256)  # fmt: skip
    return row


@transaction.atomic
def remove_document(*, case: Case, by: Any, document: Document) -> None:
    """Take a file off a case; its name and digest stay in the trail.

    Raises NotAllowed, NotPermitted or NoLongerStands.
    """
    _check(case, by)
    taken = Document.objects.filter(pk=document.pk, case=case, removed_at=None, outputs=None)
    if not taken.update(removed_at=clock.now()):
        raise NoLongerStands("The file is not with the case any more.")
    audit.record("programme.document.removed", by=by, subject=case.reference, document=document.pk)


def _check(case: Case, by: Any) -> None:
    if Actor.TEAM not in actors_of(by, case):
        raise NotAllowed("Only the team adds and removes files.")
    Case.objects.select_for_update().get(pk=case.pk)
    if state_of(case) not in TAKES_FILES:
        raise NotPermitted(CLOSED)
