"""An assessment whose assessor has a conflict after all, and the assessment that begins anew for it.

A conflict declared and one found from a record are treated alike: whoever may not see a case has not
judged it. What was decided before stands.
"""

from __future__ import annotations

from django.db import transaction

from mutualise.accounts.models import Person
from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import letters
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Assignment, Case, CaseEvent
from mutualise.programme.queries.assessment import assessments
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.fallen import judged_in_conflict
from mutualise.programme.queries.visible import is_closed_to
from mutualise.programme.rules.stages import UNDECIDED, NotPermitted
from mutualise.programme.rules.states import State

# The team reads this too: it says neither who nor why.
FELL_AWAY = (
    "One of the two assessments cannot count any more. Two assessors read the application anew."
)


@transaction.atomic
def look_again(case: Case) -> bool:
    """Count no assessment of a case on which nothing is decided whose assessor the case is closed to; where
    both were in, it is assessed anew, and who acts now is told. Says whether it begins anew."""
    Case.objects.select_for_update().get(pk=case.pk)
    state = state_of(case)
    if state is not State.ASSESSING and state not in UNDECIDED:
        return False
    done = [each.assignment for each in assessments(case)]
    fallen = _fallen(case)
    Assignment.objects.filter(pk__in=[each.pk for each in fallen]).update(ended_at=clock.now())
    if not fallen or state is State.ASSESSING:
        return False
    event = move("assess_anew", case=case, by=None, words=FELL_AWAY, follows=True)
    _tell(event, [each.assessor for each in done if each not in fallen])
    return True


def look_again_at(person: Person) -> None:
    """`look_again` at every case which the person assessed and which is closed to them now."""
    for case in judged_in_conflict(person):
        look_again(case)


def require_standing(case: Case) -> None:
    """Raise NotPermitted where an assessment fell away, before anything is decided on it. What begins anew
    stays begun: called outside the deed's own transaction."""
    # Nearly always there is none: then nothing is held for it.
    if _fallen(case) and look_again(case):
        raise NotPermitted(FELL_AWAY)


def _fallen(case: Case) -> list[Assignment]:
    """The assignments of this round, with an assessment in, of those to whom the case is closed."""
    done = [each.assignment for each in assessments(case)]
    return [each for each in done if is_closed_to(each.assessor, case)]


def _tell(event: CaseEvent, others: list[Person]) -> None:
    """Write to whoever assessed without a conflict, and to the officers, who ask two assessors."""
    case, reason = event.case, "The assessment begins anew"
    for person in others:
        letters.write("assessed_anew", to=person.email, case=case, reason=reason, asks=False,
                      key=f"anew-{event.pk}-{person.pk}")  # fmt: skip
    for person in [case.officer] if case.officer else holders_of(Role.PROGRAMME_OFFICER, [""]):
        letters.write("assessed_anew", to=person.email, case=case, reason=reason, asks=True,
                      key=f"anew-{event.pk}-asks-{person.pk}")  # fmt: skip
