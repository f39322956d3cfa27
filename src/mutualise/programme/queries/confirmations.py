"""Which launched mutuals are to be asked, what they are asked, and what they said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from mutualise.chronicle.rules.months import months_after
from mutualise.programme.models import (
    Achievement,
    Award,
    Case,
    CaseMember,
    Confirmation,
    Milestone,
    Objective,
)
from mutualise.programme.queries.awards import award_of, money_of
from mutualise.programme.rules.followup import ASKED_AFTER, reached
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.states import State


@dataclass(frozen=True)
class Due:
    case: Case
    months: int


@dataclass(frozen=True)
class Achieved:
    """What a mutual says of one objective: a value on a day, and whether the support had a part."""

    objective: Objective
    value: Decimal
    on: date
    confirmed: bool


def objectives_of(asked: Confirmation) -> list[Objective]:
    """The objectives a mutual is asked about: those that stand now."""
    return list(Objective.objects.known_at(None).filter(case=asked.case).order_by("pk"))


def counted_achievements(end: datetime, *, demonstration: bool) -> tuple[int, int]:
    """Objectives whose last word by then confirms a part of the support, and how many of them
    reached their target. What is disputed, or stands in a disputed answer, counts in neither, nor does
    anything of a mutual whose last answer disputes the statement."""
    stands = confirmed_cases(end, demonstration=demonstration)
    rows = Achievement.objects.filter(
        confirmation__answered_at__lt=end, confirmation__case__demonstration=demonstration
    ).select_related("objective", "confirmation")
    last = {row.objective_id: row for row in rows.order_by("confirmation__answered_at", "pk")}
    counted = [
        row for row in last.values()
        if row.confirmed and row.confirmation.confirmed and row.confirmation.case_id in stands
    ]  # fmt: skip
    met = [
        row for row in counted
        if reached(row.objective.start_value, row.objective.target_value, row.value)
    ]  # fmt: skip
    return len(counted), len(met)


def due_on(today: date) -> list[Due]:
    """The questions that have come due and were not asked, oldest launch first."""
    done = (
        Milestone.objects.known_at(None)
        .filter(step="LAUNCH", done_on__isnull=False, case__organisation__isnull=False)
        .select_related("case")
        .order_by("done_on")
    )
    asked = set(Confirmation.objects.values_list("case_id", "months"))
    return [
        Due(row.case, months)
        for row in done
        for months in ASKED_AFTER
        if row.done_on
        and months_after(row.done_on, months) <= today
        and (row.case_id, months) not in asked
    ]


def statement_of(case: Case) -> str:
    """What the programme believes the support was and was for, in sentences to confirm."""
    award = award_of(case)
    lines = []
    if award:
        # As varied and released since: the mutual is asked of what it had, not of what was offered.
        money = money_of(award)
        lines.append(
            f"The programme supported {case.team} with an award of {pounds(money.awarded)} "
            f"({Award.Kind(award.kind).label.lower()}), of which {pounds(money.paid)} is paid. It was "
            f"for this: {award.purpose.strip().rstrip('.')}."
        )
    for goal in Objective.objects.known_at(None).filter(case=case).order_by("pk"):
        lines.append(
            f"It was to help with this: {goal.text}, from {goal.start_value.normalize():f} to "
            f"{goal.target_value.normalize():f} {goal.unit} by {goal.target_on:%-d %B %Y}."
        )
    return "\n".join(lines)


def asked_with(token_sha256: str) -> Confirmation | None:
    known = Confirmation.objects.select_related("case").prefetch_related("achievements__objective")
    return known.filter(token_sha256=token_sha256).first()


def person_asked(asked: Confirmation) -> Any:
    """The team lead the link was sent to, also when they left or were erased since: whoever holds
    the link answers in their place, and the row of an erased person names nobody."""
    then = Q(left_at=None) | Q(left_at__gt=asked.sent_at)
    leads = CaseMember.objects.filter(case=asked.case, part="LEAD", joined_at__lte=asked.sent_at)
    lead = leads.filter(then).first() or CaseMember.objects.filter(
        case=asked.case, part="LEAD"
    ).order_by("-pk").first()  # fmt: skip
    return lead.person if lead else None


def confirmed_cases(end: datetime, *, demonstration: bool) -> set[int]:
    """Numbers of the launched cases whose mutual's last answer by then confirms the outcome; nothing else
    counts in a claim."""
    last = dict(_answers(end, demonstration).values_list("case", "confirmed"))
    return {case for case, confirmed in last.items() if confirmed}


def without_support(end: datetime, *, demonstration: bool) -> list[tuple[str, int]]:
    """What launched mutuals say, in their last answer by then, would have happened without the support,
    and how many say so. Every answer that may be given is there."""
    last = dict(_answers(end, demonstration).values_list("case", "counterfactual"))
    said = Counter(last.values())
    return [(choice.label, said[choice.value]) for choice in Confirmation.Counterfactual]


def _answers(end: datetime, demonstration: bool) -> QuerySet[Confirmation]:
    """The answers of launched mutuals by then, the last of each last."""
    return Confirmation.objects.filter(
        case__demonstration=demonstration, answered_at__lt=end, case__events__target=State.LAUNCHED
    ).order_by("answered_at", "pk")
