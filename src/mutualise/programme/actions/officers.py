"""What officers do to cases: check eligibility, move them one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.programme.actions import letters
from mutualise.programme.actions.stages import MovedMeanwhile, ReasonMissing, move
from mutualise.programme.models import Case, CaseEvent, EligibilityCheck
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.pipeline import eligibility, eligibility_number
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.eligibility import QUESTIONS
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.stages import BY_NAME, Actor, NotPermitted
from mutualise.programme.rules.states import STATE_LABELS, State

REFUSALS = (NotPermitted, NotAllowed, GuardsUnmet, ReasonMissing, MovedMeanwhile)


@dataclass(frozen=True)
class Moved:
    """What a bulk step did to one case: moved, or why not."""

    case: Case
    refused: str = ""


@transaction.atomic
def check_eligibility(
    *, case: Case, by: Any, answers: dict[str, tuple[bool, str]], seen: int | None = None
) -> None:
    """Answer the eligibility questions: met or not, with a note.

    `seen` is the `eligibility_number` of the page that asked; answers given since are not written
    over. Raises NotAllowed, NotPermitted or MovedMeanwhile.
    """
    if Actor.OFFICER not in actors_of(by, case):
        raise NotAllowed("Only a programme officer checks eligibility.")
    Case.objects.select_for_update().get(pk=case.pk)
    if state_of(case) is not State.SUBMITTED:
        raise NotPermitted("Eligibility is checked when an application has been submitted.")
    if seen is not None and seen != eligibility_number(case):
        raise MovedMeanwhile(
            "Somebody answered these questions while you were looking at them. Open the page again."
        )
    said = eligibility(case)
    for question, (met, note) in answers.items():
        if question not in QUESTIONS:
            raise NotPermitted("There is no such question.")
        old = EligibilityCheck.objects.known_at(None).filter(case=case, question=question).first()
        if question in said and (said[question].met, said[question].note) == (met, note.strip()):
            continue
        row = EligibilityCheck(
            case=case, question=question, met=met, note=note.strip(), recorded_by=by,
            recorded_at=clock.now(),
        )  # fmt: skip
        if old:
            row.replaces, row.change, row.reason = (
                old,
                Change.UPDATE,
                note.strip() or "Looked again",
            )
        row.save()
    audit.record("programme.eligibility.checked", by=by, subject=case.reference)


@transaction.atomic
def take_step(
    name: str, *, case: Case, by: Any, words: str = "", code: str = "", seen: int | None = None
) -> CaseEvent:
    """One step by an officer or decision maker, and the letter that tells the team. Raises as `move`."""
    event = move(name, case=case, by=by, words=words, code=code, seen=seen)
    tell_team(event)
    return event


def tell_team(event: CaseEvent, template: str = "moved", **context: object) -> None:
    """Write to each lead of the team what a step decided, and why; part of the step's transaction."""
    letters.write_to_leads(
        template, case=event.case, reason=BY_NAME[event.name].label, key=f"event-{event.pk}",
        words=event.words, label=STATE_LABELS[State(event.target)], **context,
    )  # fmt: skip


def take_step_for_all(
    name: str,
    *,
    cases: Sequence[Case],
    by: Any,
    words: str = "",
    code: str = "",
    seen: Mapping[str, int | None] | None = None,
) -> list[Moved]:
    """The same step for many cases, each by exactly the rules of a single one, each in its own
    transaction: one that is refused does not hold back the others. `seen` is, by reference, the
    number of the last event on the page that asked."""
    done = []
    for case in cases:
        try:
            take_step(
                name, case=case, by=by, words=words, code=code,
                seen=seen.get(case.reference) if seen else None,
            )  # fmt: skip
        except REFUSALS as refusal:
            done.append(Moved(case, str(refusal)))
        else:
            done.append(Moved(case))
    return done
