"""Reminders on the way to launch and after: steps to the team, late ones to officers, risks to their
owners, an enquiry to whom it names, and the question of what came of the support to whoever has not answered it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import letters
from mutualise.programme.models import (
    Case,
    CaseMember,
    Confirmation,
    Letter,
    Milestone,
    Output,
    Risk,
)
from mutualise.programme.queries.delivery import plan_of
from mutualise.programme.queries.enquiries import token_of, waiting_to_be_confirmed
from mutualise.programme.rules.milestones import BY_CODE, reminder_due
from mutualise.programme.rules.retention import ASK_TO_CONFIRM, confirm_by
from mutualise.programme.rules.states import State

# An answer on outcomes is asked for again after so many days, and once more after as many again.
ASK_AGAIN, ASK_AGAIN_AT_MOST = timedelta(days=14), 2
# So is a team about an output it has not decided on.
OUTPUT_AGAIN, OUTPUT_AGAIN_AT_MOST = timedelta(days=7), 3


def remind(today: date) -> int:
    """Write the reminders that fall due today, each once; says how many were new."""
    before = Letter.objects.count()
    cases = Case.objects.with_state().filter(state=State.DELIVERING.value)  # type: ignore[misc]
    _of_steps(cases, today)
    _of_risks(cases, today)
    _of_outcomes(today)
    _of_outputs(today)
    _of_enquiries(today)
    return Letter.objects.count() - before


def _of_steps(cases: QuerySet[Case], today: date) -> None:
    leads = dict(
        CaseMember.objects.filter(part="LEAD", left_at=None).values_list("case", "person__email")
    )
    officers = [person.email for person in holders_of(Role.PROGRAMME_OFFICER, [""])]
    calling: dict[Case, list[dict[str, object]]] = defaultdict(list)
    rows = Milestone.objects.known_at(None).filter(case__in=cases).select_related("case")
    for row in rows.order_by("case", "due", "pk"):
        kind = reminder_due(plan_of(row), today)
        if not kind:
            continue
        told = {"step": BY_CODE[row.step].label, "due": row.due, "late": kind != "soon"}
        calling[row.case].append(told)
        # Officers hear of a late step once, when it has been late for a week.
        for email in officers if kind == "late-1" else ():
            letters.write(
                "reminder_officer", to=email, case=row.case, reason="Step late for a week",
                key=f"officer-{row.case_id}-{row.step}-{row.due}-{email}"[:120], **told,
            )  # fmt: skip
    # One letter a week names every step of a case: a plan that slips is no flood of mail.
    monday = today - timedelta(days=today.weekday())
    for case, steps in calling.items():
        if case.pk in leads:
            letters.write(
                "reminder", to=leads[case.pk], case=case, steps=steps,
                reason="Steps to launch that are late or due soon",
                key=f"remind-{case.pk}-{monday}",
            )  # fmt: skip


def _of_risks(cases: QuerySet[Case], today: date) -> None:
    """To the owner on the day of review, and every week after it until the risk is looked at."""
    open_risks = Risk.objects.known_at(None).filter(
        case__in=cases, closed_on=None, review_on__lte=today
    )
    for risk in open_risks.select_related("case", "owner"):
        week = (today - risk.review_on).days // 7
        told = letters.write(
            "reminder_risk", to=risk.owner.email, case=risk.case, risk=risk,
            reason="A risk to look at again", key=f"risk-{risk.pk}-{week}",
        )  # fmt: skip
        if told is None:
            # Its owner left, or the case is closed to them: the team is to give it another. Which of
            # the two is nobody's business.
            letters.write_to_leads(
                "reminder_risk", case=risk.case, risk=risk, key=f"risk-{risk.pk}-{week}",
                unowned=True,
                reason="A risk to look at again, which nobody who may be written to owns",
            )  # fmt: skip


def _of_outputs(today: date) -> None:
    """To the leads of a team that has not said for a week whether it accepts an output: nothing of
    it can be paid, and its order cannot be finished, before they do."""
    waiting = Output.objects.filter(state="HANDED_IN").select_related("order__award__case")
    for row in waiting:
        turn = (today - timezone.localdate(row.handed_in_at)) // OUTPUT_AGAIN
        if turn >= 1:
            letters.write_to_leads(
                "reminder_output", case=row.order.award.case, output=row, order=row.order,
                reason="An output still waits for the team",
                key=f"output-{row.pk}-again-{min(turn, OUTPUT_AGAIN_AT_MOST)}",
            )  # fmt: skip


def _of_enquiries(today: date) -> None:
    """Once to whom an enquiry names and who has not confirmed it, with the link again."""
    for lead in waiting_to_be_confirmed():
        case: Any = lead.case
        since = timezone.localdate(case.since)
        if since + ASK_TO_CONFIRM <= today <= confirm_by(since):
            letters.write(
                "reminder_enquiry", to=lead.person.email, case=case, token=token_of(lead),
                by=confirm_by(since), reason="An enquiry is not confirmed yet",
                key=f"confirm-again-{case.pk}-{since}",
            )  # fmt: skip


def _of_outcomes(today: date) -> None:
    """To whoever was asked and has not answered, with the first letter and its link again."""
    for asked in Confirmation.objects.filter(answered_at=None).select_related("case"):
        turn = (today - timezone.localdate(asked.sent_at)) // ASK_AGAIN
        first = Letter.objects.filter(key=f"confirmation-{asked.case_id}-{asked.months}").first()
        if first is not None and turn >= 1:
            turn = min(turn, ASK_AGAIN_AT_MOST)
            letters.write(
                "reminder_outcome", to=first.to, case=asked.case, first=first.body,
                months=asked.months, reason="An answer on outcomes is missing",
                key=f"confirmation-{asked.case_id}-{asked.months}-again-{turn}",
            )  # fmt: skip
