"""Answers to the diagnostic, kept by a link whose digest alone is recorded."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from mutualise.chronicle import clock
from mutualise.programme.models import Diagnostic
from mutualise.programme.rules.diagnostic import ANSWERS, BY_KEY


class NoSuchAnswer(Exception):
    """The question or the answer is not one of the diagnostic's."""


def begin() -> str:
    """Begin a run; gives its secret, which is shown to whoever began it and never kept."""
    token = secrets.token_urlsafe(24)
    Diagnostic.objects.create(token_sha256=digest(token))
    return token


@transaction.atomic
def answer(token: str, question: str, given: str) -> Diagnostic | None:
    """Keep one answer. None when no run has this secret. Raises NoSuchAnswer."""
    if question not in BY_KEY or given not in ANSWERS:
        raise NoSuchAnswer("Select an answer from the list.")
    found = Diagnostic.objects.select_for_update().filter(token_sha256=digest(token)).first()
    if found is None:
        return None
    if found.answers.get(question) == given:
        return found
    found.answers = {**found.answers, question: given}
    found.changed_at = clock.now()
    found.save(update_fields=["answers", "changed_at"])
    return found


@transaction.atomic
def place(token: str, *, sector: str, region: str) -> Diagnostic | None:
    """Keep the sector and region of the team; either may be empty. None when no run has the secret."""
    found = Diagnostic.objects.select_for_update().filter(token_sha256=digest(token)).first()
    if found is None:
        return None
    told = {"sector": sector, "region": region}
    if {name: found.answers.get(name) for name in told} != told:
        found.answers = {**found.answers, **told}
        found.changed_at = clock.now()
        found.save(update_fields=["answers", "changed_at"])
    return found


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
