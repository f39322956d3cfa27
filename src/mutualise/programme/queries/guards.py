"""Whether each guard of a transition holds for a case now, read from the record alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mutualise.programme.models import Baseline, Case, Objective
from mutualise.programme.queries import assessment
from mutualise.programme.queries.application import is_certified, is_complete
from mutualise.programme.queries.awards import (
    no_open_orders,
    subsidy_confirmed,
    subsidy_within_limit,
)
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.delivery import launch_steps_done
from mutualise.programme.queries.enquiries import is_confirmed, nobody_confirmed
from mutualise.programme.queries.pipeline import is_eligible
from mutualise.programme.queries.rounds import is_appealed
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.stages import Actor, Guard, Transition
from mutualise.programme.rules.states import State


def met(guards: tuple[Guard, ...], case: Case, by: Any) -> frozenset[Guard]:
    """Those of `guards` that hold for the case, for a deed of `by`. Called with the case locked."""
    return frozenset(guard for guard in guards if CHECKS[guard](case, by))


def _objectives_measurable(case: Case, by: Any) -> bool:
    return Objective.objects.known_at(None).filter(case=case).exists()


def _baseline_dated(case: Case, by: Any) -> bool:
    known = Baseline.objects.known_at(None).filter(case=case)
    return set(known.values_list("kind", flat=True)) == set(Baseline.Kind.values)


def _not_appealed_before(case: Case, by: Any) -> bool:
    return not is_appealed(case)


def _appeal_spent(case: Case, by: Any) -> bool:
    """A refusal is appealed before a new round; other ends have no appeal."""
    return state_of(case) is not State.REFUSED or is_appealed(case)


def _appeal_is_the_teams(case: Case, by: Any) -> bool:
    """An appeal is decided, or withdrawn by the team: nobody else ends it."""
    return state_of(case) is not State.APPEALED or Actor.TEAM in actors_of(by, case)


# Guards that nothing the person does can meet while the case stands where it is.
BARS = frozenset({
    Guard.ENQUIRY_CONFIRMED, Guard.NOT_APPEALED_BEFORE, Guard.APPEAL_SPENT, Guard.APPEAL_IS_THE_TEAMS,
})  # fmt: skip


def not_barred(steps: Sequence[Transition], case: Case, by: Any) -> list[Transition]:
    """The steps to show on a page: one that can only be refused is left out."""
    return [
        step
        for step in steps
        if (bars := tuple(guard for guard in step.guards if guard in BARS)) == ()
        or met(bars, case, by) == set(bars)
    ]


CHECKS: dict[Guard, Callable[[Case, Any], bool]] = {
    Guard.ENQUIRY_CONFIRMED: is_confirmed,
    Guard.NOBODY_CONFIRMED: nobody_confirmed,
    Guard.APPLICATION_COMPLETE: is_complete,
    Guard.SPONSOR_CERTIFIED: is_certified,
    Guard.ELIGIBILITY_CHECKED: is_eligible,
    Guard.TWO_ASSESSMENTS: assessment.two_assessments,
    Guard.ASSESSORS_AGREE: assessment.assessors_agree,
    Guard.ASSESSORS_DISAGREE: assessment.assessors_disagree,
    Guard.MODERATED_BY_ANOTHER: assessment.moderated_by_another,
    Guard.CHECKED_BY_ANOTHER: assessment.checked_by_another,
    Guard.DECIDED_BY_ANOTHER: assessment.decided_by_another,
    Guard.NO_OPEN_ORDERS: no_open_orders,
    Guard.OBJECTIVES_MEASURABLE: _objectives_measurable,
    Guard.BASELINE_DATED: _baseline_dated,
    Guard.NOT_APPEALED_BEFORE: _not_appealed_before,
    Guard.APPEAL_SPENT: _appeal_spent,
    Guard.APPEAL_IS_THE_TEAMS: _appeal_is_the_teams,
    Guard.LAUNCH_STEPS_DONE: launch_steps_done,
    Guard.SUBSIDY_WITHIN_LIMIT: subsidy_within_limit,
    Guard.SUBSIDY_CONFIRMED: subsidy_confirmed,
}
