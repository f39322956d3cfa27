"""Reminders of steps on the way to launch: before they are due, and weekly when they are late."""

from __future__ import annotations

from datetime import date

from mutualise.programme.actions import letters
from mutualise.programme.models import Case, CaseMember, Letter, Milestone
from mutualise.programme.queries.delivery import plan_of
from mutualise.programme.rules.milestones import BY_CODE, reminder_due
from mutualise.programme.rules.states import State


def remind(today: date) -> int:
    """Write the reminders that fall due today, each once; says how many were new."""
    cases = Case.objects.with_state().filter(state=State.DELIVERING.value)  # type: ignore[misc]
    leads = dict(
        CaseMember.objects.filter(part="LEAD", left_at=None).values_list("case", "person__email")
    )
    before = Letter.objects.count()
    for row in Milestone.objects.known_at(None).filter(case__in=cases).select_related("case"):
        kind = reminder_due(plan_of(row), today)
        if kind and row.case_id in leads:
            letters.write(
                "reminder", to=leads[row.case_id], case=row.case, reason=f"Step {kind}",
                key=f"remind-{row.case_id}-{row.step}-{row.due}-{kind}",
                step=BY_CODE[row.step].label, due=row.due, late=kind != "soon",
            )  # fmt: skip
    return Letter.objects.count() - before
