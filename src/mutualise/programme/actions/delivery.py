"""Planning the way to launch: milestones and risks. A changed plan is a newer row."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.programme.models import Case, CaseFact, Milestone, Risk
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.delivery import plans_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.milestones import (
    BY_CODE,
    WAIVED_BY_STAFF,
    Plan,
    first_plan,
    out_of_reach,
    transfer_stops,
)
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.rules.states import State

PLANNING = {State.AWARDED, State.DELIVERING}


class ChangedMeanwhile(Exception):
    """Somebody changed the same row between its reading and this deed."""


class Refused(Exception):
    """The deed cannot stand; `field` names the field to change and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def begin_plan(*, case: Case, by: Any, launch_on: date) -> None:
    """Give a case its first plan, reckoned back from a launch day.

    Raises NotAllowed, NotPermitted or Refused.
    """
    _check(case, by)
    if launch_on <= clock.today():
        raise Refused("launch_on", "The day of launch must be in the future.")
    _check_reach("launch_on", launch_on)
    if Milestone.objects.known_at(None).filter(case=case).exists():
        raise Refused("launch_on", "This case has a plan already. Change its steps one by one.")
    for plan in first_plan(launch_on):
        row = Milestone(case=case, step=plan.step, starts=plan.starts, due=plan.due)
        row.recorded_by, row.recorded_at = by, clock.now()
        row.save()
    audit.record("programme.plan.begun", by=by, subject=case.reference, launch_on=str(launch_on))


@transaction.atomic
def change_step(
    *, case: Case, by: Any, old: Milestone, plan: Plan, note: str, seen: int | None = None
) -> Milestone:
    """Move a step, record that it is done, or that it is not needed, with a note. `seen` is the
    number of the version on the page that asked: a newer one is not written over.

    Raises NotAllowed, NotPermitted, Refused or ChangedMeanwhile.
    """
    _check(case, by)
    if seen is not None and seen != old.pk:
        raise ChangedMeanwhile(
            "Somebody changed this step while you were looking at it. Open the page again."
        )
    if plan.due < plan.starts:
        raise Refused("due", "The end must be on or after the start.")
    for field in ("starts", "due", "done_on"):
        _check_reach(field, getattr(plan, field))
    if plan.done_on and plan.done_on > clock.today():
        raise Refused("done_on", "The day it was done cannot be in the future.")
    if plan.step == "LAUNCH" and plan.done_on != old.done_on:
        raise Refused(
            "done_on", "A programme officer records the launch, once every step before it is done."
        )
    if plan.not_needed:
        _check_waiver(case, by, old, plan)
    _check_transfer(case, plan)
    moved = (plan.starts, plan.due) != (old.starts, old.due)
    if (plan.not_needed or moved) and not note.strip():
        raise Refused("note", "Say why: the reason stays in the record.")
    row = Milestone(
        case=case, step=plan.step, starts=plan.starts, due=plan.due, done_on=plan.done_on,
        not_needed=plan.not_needed, note=note.strip(),
    )  # fmt: skip
    _replace(old, row, by, note.strip() or "Progress")
    return row


def _check_reach(field: str, day: date | None) -> None:
    if out_of_reach(day, clock.today()):
        raise Refused(field, "This day is more than 20 years away. Check the year.")


def _check_waiver(case: Case, by: Any, old: Milestone, plan: Plan) -> None:
    step = BY_CODE[plan.step]
    if not step.waivable:
        raise Refused("not_needed", f"{step.label} is always needed.")
    if plan.done_on:
        raise Refused("not_needed", "A step is done or not needed, not both.")
    newly = not old.not_needed
    if newly and step.code in WAIVED_BY_STAFF and Actor.OFFICER not in actors_of(by, case):
        raise Refused(
            "not_needed",
            f"Only a programme officer can record that {step.label.lower()} is not needed.",
        )


def _check_transfer(case: Case, plan: Plan) -> None:
    """The transfer, and what it rests on, stay in order whichever of them is recorded last."""
    if plan.step != "TRANSFER" and plan.step not in WAIVED_BY_STAFF:
        return
    plans = plans_of(case) | {plan.step: plan}
    transfer = plans.get("TRANSFER")
    if transfer and transfer.done_on:
        stops = transfer_stops(plans, transfer.done_on)
        if stops:
            raise Refused("done_on", " ".join(stop.message for stop in stops))


@transaction.atomic
def add_risk(*, case: Case, by: Any, given: dict[str, Any]) -> Risk:
    """Put a risk on the register of a case. Raises NotAllowed, NotPermitted or Refused."""
    _check(case, by)
    if given["review_on"] < clock.today():
        raise Refused("review_on", "The day to look at it again must not be in the past.")
    row = _risk(case, given)
    row.recorded_by, row.recorded_at = by, clock.now()
    row.save()
    audit.record("programme.risk.added", by=by, subject=case.reference, row=row.pk)
    return row


@transaction.atomic
def change_risk(*, case: Case, by: Any, old: Risk, given: dict[str, Any]) -> Risk:
    """Reassess or close a risk, with a reason. Raises as `change_step`."""
    _check(case, by)
    if not given["reason"].strip():
        raise Refused("reason", "Say why: the reason stays in the record.")
    if not given.get("closed_on") and given["review_on"] < clock.today():
        raise Refused("review_on", "Say on which day to come it is looked at again, or close it.")
    row = _risk(case, given)
    _replace(old, row, by, given["reason"].strip())
    return row


def _risk(case: Case, given: dict[str, Any]) -> Risk:
    if given.get("closed_on") and given["closed_on"] > clock.today():
        raise Refused("closed_on", "The day it was closed cannot be in the future.")
    return Risk(
        case=case, title=given["title"].strip(), likelihood=int(given["likelihood"]),
        impact=int(given["impact"]), mitigation=given["mitigation"].strip(),
        owner_id=int(given["owner"]), review_on=given["review_on"],
        closed_on=given.get("closed_on"),
    )  # fmt: skip


def _check(case: Case, by: Any) -> None:
    if not actors_of(by, case) & {Actor.TEAM, Actor.OFFICER}:
        raise NotAllowed("Only the team and programme officers plan the way to launch.")
    Case.objects.select_for_update().get(pk=case.pk)
    if state_of(case) not in PLANNING:
        raise NotPermitted("The way to launch is planned between the award and the launch.")


def _replace(old: CaseFact, row: CaseFact, by: Any, reason: str) -> None:
    row.replaces, row.change, row.reason = old, Change.UPDATE, reason
    row.recorded_by, row.recorded_at = by, clock.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ChangedMeanwhile("Somebody changed this at the same time. Look again.") from error
    name = row._meta.model_name
    audit.record(f"programme.{name}.changed", by=by, subject=row.case.reference, row=row.pk)
