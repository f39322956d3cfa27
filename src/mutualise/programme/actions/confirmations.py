"""Months after launch, the mutual itself says what the support achieved."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.programme.actions import letters
from mutualise.programme.models import Achievement, CaseMember, Confirmation
from mutualise.programme.queries.confirmations import Achieved, Due, due_on, statement_of


class AnsweredAlready(Exception):
    """The question was answered before; it is answered once."""


class AnswerIncomplete(Exception):
    """Something of the answer is missing; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def ask_due(today: date) -> int:
    """Ask every launched mutual whose six or twelve months have come; says how many were asked."""
    return sum(1 for due in due_on(today) if ask(due))


@transaction.atomic
def ask(due: Due) -> Confirmation | None:
    """Write the question and its letter, once; None when there is nobody to ask."""
    lead = CaseMember.objects.filter(case=due.case, part="LEAD", left_at=None).first()
    if lead is None:
        return None
    token = secrets.token_urlsafe(24)
    asked = Confirmation.objects.create(
        case=due.case,
        months=due.months,
        token_sha256=digest(token),
        statement=statement_of(due.case),
        sent_at=clock.now(),
    )
    letters.write(
        "confirmation_asked",
        to=lead.person.email,
        case=due.case,
        reason=f"{due.months} months after launch",
        key=f"confirmation-{due.case.pk}-{due.months}",
        token=token,
        months=due.months,
        case_team=due.case.team,
    )
    audit.record(
        "programme.confirmation.asked", by=None, subject=due.case.reference, months=due.months
    )
    return asked


@transaction.atomic
def answer(
    *, asked: Confirmation, by: Any, confirmed: bool, counterfactual: str, words: str,
    achieved: Sequence[Achieved] = (),
) -> Confirmation:  # fmt: skip
    """Record the mutual's answer, with the value it reached of each objective it measured. `by` is
    whoever the question was sent to.

    Raises AnsweredAlready or AnswerIncomplete.
    """
    locked = Confirmation.objects.select_for_update().get(pk=asked.pk)
    if locked.answered_at is not None:
        raise AnsweredAlready("This question has been answered. Thank you.")
    if counterfactual not in Confirmation.Counterfactual.values:
        raise AnswerIncomplete("counterfactual", "Select what would have happened without it.")
    if not confirmed and not words.strip():
        raise AnswerIncomplete("words", "Say what is not right in the statement.")
    for each in achieved:
        if not each.objective.start_on <= each.on <= clock.today():
            day = f"{each.objective.start_on:%-d %B %Y}"
            raise AnswerIncomplete(f"on-{each.objective.pk}",
                                   f"The day must be between {day} and today.")  # fmt: skip
    locked.answered_at, locked.answered_by = clock.now(), by
    locked.confirmed, locked.counterfactual = confirmed, counterfactual
    locked.words = words.strip()
    locked.save()
    for each in achieved:
        Achievement.objects.create(
            confirmation=locked, objective=each.objective, value=each.value, on=each.on,
            confirmed=each.confirmed,
        )  # fmt: skip
    audit.record(
        "programme.confirmation.answered", by=by, subject=locked.case.reference, confirmed=confirmed
    )
    return locked


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
