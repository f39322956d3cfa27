"""The one way a case moves: every page, command, bulk action and API call comes through here."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.programme.models import Case, CaseEvent
from mutualise.programme.queries import guards
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.guards import require
from mutualise.programme.rules.reasons import Reason
from mutualise.programme.rules.stages import Actor, NotPermitted, permitted
from mutualise.programme.rules.states import State


class ReasonMissing(Exception):
    """The step needs a coded reason, or words, and had none."""


class MovedMeanwhile(Exception):
    """Somebody else moved the case between its reading and this step."""


@transaction.atomic
def move(
    name: str,
    *,
    case: Case,
    by: Any,
    words: str = "",
    code: str = "",
    seen: int | None = None,
    follows: bool = False,
) -> CaseEvent:
    """Make one step of a case and record it. `by` may be None for an enquiry from nobody known.

    `seen` is the number of the last event on the page that asked; a case that moved since is
    refused. `follows` marks a step of the system that follows from somebody's deed.
    Raises NotPermitted, NotAllowed, GuardsUnmet, ReasonMissing or MovedMeanwhile.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    last = CaseEvent.objects.filter(case=case).order_by("-number").first()
    if seen is not None and (last is None or last.number != seen):
        raise MovedMeanwhile("Somebody moved this case while you were looking at it. Look again.")
    step = permitted(name, State(last.target) if last else None)
    mine = actors_of(by, case) | {Actor.ANYONE} | ({Actor.SYSTEM} if follows else frozenset())
    if not mine & set(step.actors):
        raise NotAllowed(f"You may not take the step “{step.label}” on this case.")
    if step.coded and code not in set(Reason):
        raise ReasonMissing("Choose the reason from the list.")
    if (step.coded or step.worded) and not words.strip():
        raise ReasonMissing("Say why in words: the reason stays in the record.")
    require(step.guards, guards.met(step.guards, case, by))
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            event = CaseEvent.objects.create(
                case=case,
                number=number,
                name=step.name,
                source=last.target if last else "",
                target=step.target.value,
                at=clock.now(),
                by=by,
                code=code if step.coded else "",
                words=words.strip(),
            )
    except IntegrityError as error:
        raise MovedMeanwhile("Somebody moved this case at the same moment. Look again.") from error
    audit.record(f"programme.case.{step.name}", by=by, subject=case.reference, number=number)
    return event


__all__ = ["MovedMeanwhile", "NotPermitted", "ReasonMissing", "move"]
