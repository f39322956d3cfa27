"""The way of a case to launch: its plan, its risks, and what came of the support."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualise.programme.models import Case, Confirmation, Milestone, Risk
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.milestones import BY_CODE, STEPS, Plan, faults, launch_stops
from mutualise.register.queries.facts import facts_of


def milestones_of(case: Case) -> dict[str, Milestone]:
    """The standing row of each step that has one, in the order of the steps."""
    found = {row.step: row for row in Milestone.objects.known_at(None).filter(case=case)}
    return {step.code: found[step.code] for step in STEPS if step.code in found}


def plans_of(case: Case) -> dict[str, Plan]:
    return {code: plan_of(row) for code, row in milestones_of(case).items()}


def plan_of(row: Milestone) -> Plan:
    return Plan(row.step, row.starts, row.due, row.done_on, row.not_needed)


def milestone(case: Case, step: str) -> Milestone | None:
    return Milestone.objects.known_at(None).filter(case=case, step=step).first()


def history_of(case: Case, step: str) -> Sequence[Milestone]:
    """Every version of a step, newest first: how its date slipped."""
    return list(
        Milestone.objects.filter(case=case, step=step).select_related("recorded_by").order_by("-pk")
    )


def risks_of(case: Case) -> Sequence[Risk]:
    """Open risks, heaviest first, then closed ones."""
    rows = Risk.objects.known_at(None).filter(case=case).select_related("owner")
    return sorted(rows, key=lambda r: (r.closed_on is not None, -r.likelihood * r.impact, r.pk))


def risk(case: Case, number: int) -> Risk | None:
    return Risk.objects.known_at(None).filter(case=case, pk=number).first()


def confirmations_of(case: Case) -> Sequence[Confirmation]:
    found = Confirmation.objects.filter(case=case).prefetch_related("achievements__objective")
    return list(found.order_by("months"))


def launch_steps_done(case: Case, by: Any) -> bool:
    """Whether nothing stops the launch. The day is that of the milestone; guard of `launch`."""
    plans = plans_of(case)
    day = plans["LAUNCH"].done_on if "LAUNCH" in plans else None
    return day is not None and not launch_stops(plans, day)


def launched_as(case: Case) -> tuple[str, str] | None:
    """Code and name in the register of the body a case launched."""
    if case.organisation is None:
        return None
    code = case.organisation.code
    facts = facts_of(code)
    return code, facts.name if facts else code


def panel(seen: Viewing) -> dict[str, Any]:
    """What the pages of a case show of its way to launch."""
    case = seen.case
    rows = milestones_of(case)
    plans = {code: plan_of(row) for code, row in rows.items()}
    return {
        "steps": [(BY_CODE[code], row) for code, row in rows.items()],
        "faults": faults(plans),
        "risks": risks_of(case),
        "confirmations": confirmations_of(case),
        "launched_as": launched_as(case),
    }
