"""Whether each guard of a transition holds for a case now, read from the record alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mutualise.programme.models import Baseline, Case, CaseEvent, Objective
from mutualise.programme.queries import assessment
from mutualise.programme.queries.application import is_certified, is_complete
from mutualise.programme.queries.awards import (
    no_open_orders,
    subsidy_confirmed,
    subsidy_within_limit,
)
from mutualise.programme.queries.delivery import launch_steps_done
from mutualise.programme.queries.pipeline import is_eligible
from mutualise.programme.rules.stages import Guard


def met(guards: tuple[Guard, ...], case: Case, by: Any) -> frozenset[Guard]:
    """Those of `guards` that hold for the case, for a deed of `by`. Called with the case locked."""
    return frozenset(guard for guard in guards if CHECKS[guard](case, by))


def _objectives_measurable(case: Case, by: Any) -> bool:
    return Objective.objects.known_at(None).filter(case=case).exists()


def _baseline_dated(case: Case, by: Any) -> bool:
    known = Baseline.objects.known_at(None).filter(case=case)
    return set(known.values_list("kind", flat=True)) == set(Baseline.Kind.values)


def _not_appealed_before(case: Case, by: Any) -> bool:
    return not CaseEvent.objects.filter(case=case, name="appeal").exists()


CHECKS: dict[Guard, Callable[[Case, Any], bool]] = {
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
    Guard.LAUNCH_STEPS_DONE: launch_steps_done,
    Guard.SUBSIDY_WITHIN_LIMIT: subsidy_within_limit,
    Guard.SUBSIDY_CONFIRMED: subsidy_confirmed,
}
