"""The register of directors: terms, how they end, and ties they declare."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts.models import Person
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.governance import models
from mutualise.governance.actions.members import RegisterRefused, locked, note
from mutualise.governance.rules.directors import Chosen


@transaction.atomic
def begin_term(
    *, by: Person, register: models.MemberRegister, name: str, chosen: Chosen, on: date,
    term_ends_on: date | None = None, by_what: str = "", member: models.Member | None = None,
    constituency: models.Constituency | None = None,
) -> models.DirectorTerm:  # fmt: skip
    """Enter a director for a term. A member who was a director before keeps their entry.

    Raises NotAllowed or RegisterRefused.
    """
    register = locked(by, register)
    if term_ends_on is not None and term_ends_on <= on:
        raise RegisterRefused("The term must end after it begins.", "term_ends_on")
    if not name.strip():
        raise RegisterRefused("Enter the director's name.", "name")
    director = register.directors.filter(member=member).first() if member else None
    director = director or register.directors.create(name=name.strip(), member=member)
    if (
        models.DirectorTerm.objects.known_at(None)
        .filter(director=director, valid_until=None)
        .exists()
    ):
        raise RegisterRefused("They are a director already. End that term first.", "name")
    row: models.DirectorTerm = models.DirectorTerm.objects.create(
        register=register, director=director, chosen=chosen.value, constituency=constituency,
        by_what=by_what, term_ends_on=term_ends_on, valid_from=on, recorded_by=by,
    )  # fmt: skip
    note("director.began", by, register, director=director.pk, chosen=chosen.value)
    return row


@transaction.atomic
def end_term(
    *, by: Person, term: models.DirectorTerm, on: date, reason: str
) -> models.DirectorTerm:
    """End a term on a day. Raises NotAllowed, ReasonMissing, RegisterRefused, NoLongerStands."""
    if on <= term.valid_from:
        raise RegisterRefused("The end must be after the beginning.", "on")
    made: models.DirectorTerm = _replaced(by, term, reason, change=Change.UPDATE, valid_until=on)
    note("director.ended", by, term.register, director=term.director_id)
    return made


@transaction.atomic
def withdraw_term(*, by: Person, term: models.DirectorTerm, reason: str) -> models.DirectorTerm:
    """Say that a term did not last a day. The register keeps that it was entered, and by whom.

    Raises NotAllowed, ReasonMissing or NoLongerStands.
    """
    made: models.DirectorTerm = _replaced(
        by, term, reason, change=Change.WITHDRAWAL, withdrawn=True
    )
    note("director.withdrawn", by, term.register, director=term.director_id)
    return made


@transaction.atomic
def declare(
    *, by: Person, director: models.Director, nature: str, on: date
) -> models.DirectorInterest:
    """Record a tie a director declared. Raises NotAllowed or RegisterRefused."""
    register = locked(by, director.register)
    if not nature.strip():
        raise RegisterRefused("Say what the tie is.", "nature")
    row: models.DirectorInterest = models.DirectorInterest.objects.create(
        register=register, director=director, nature=nature.strip(), valid_from=on, recorded_by=by
    )
    note("director.declared", by, register, director=director.pk)
    return row


@transaction.atomic
def end_interest(
    *, by: Person, interest: models.DirectorInterest, reason: str, on: date | None = None
) -> models.DirectorInterest:
    """Say that a tie ended on a day, or without one that it was entered by mistake. The register keeps both.

    Raises NotAllowed, ReasonMissing, RegisterRefused or NoLongerStands.
    """
    if on is not None and on <= interest.valid_from:
        raise RegisterRefused("It ended after it was declared.", "on")
    made: models.DirectorInterest
    if on is None:
        made = _replaced(by, interest, reason, change=Change.WITHDRAWAL, withdrawn=True)
    else:
        made = _replaced(by, interest, reason, change=Change.UPDATE, valid_until=on)
    note("director.tie_ended", by, interest.register, director=interest.director_id)
    return made


def _replaced(by: Person, row: Any, reason: str, **says: Any) -> Any:
    locked(by, row.register)
    if not reason.strip():
        raise ReasonMissing
    made = type(row)(**(row.content() | says), replaces=row, recorded_by=by, reason=reason.strip())
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise NoLongerStands("Somebody changed this meanwhile. Look again.") from error
    return made
