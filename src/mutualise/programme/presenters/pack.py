"""What a decision pack says, for its page and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mutualise.chronicle import clock
from mutualise.govuk.figures import day, plain, whole
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.pack import BudgetLine, FundLine
from mutualise.programme.rules.scoring import CRITERIA


@dataclass(frozen=True)
class Money:
    """Budgets and funds an award of `pence` could come from, before and after it."""

    budgets: Sequence[BudgetLine]
    funds: Sequence[FundLine]
    pence: int | None


def amount_said(pence: int | None) -> str:
    """For which amount the pack is made."""
    if pence is None:
        return "No assessor recommends an award: no amount is considered."
    return f"With an award of {pounds(pence)}, from one of these budgets:"


def pack_data(
    case: Any, label: str, panel: dict[str, Any], application: dict[str, Any],
    money: Money, said: Sequence[Any], leave: Sequence[tuple[str, str]],
) -> dict[str, Any]:  # fmt: skip
    """The pack as plain texts, for the PDF. Texts of people stay texts: nothing is markup."""
    done = panel["done"]
    return {
        "title": f"Decision pack: {case.team}",
        "reference": case.reference,
        "made": day(clock.today()),
        "demonstration": case.demonstration,
        "summary": [
            ["Where it stands", label], ["Service", case.service],
            ["Parent body", case.parent_body], ["Sector", case.sector],
            ["Employees", whole(case.employees) if case.employees else "Not known"],
            ["Senior sponsor", sponsor_said(application)],
        ],
        "score_heads": ["Criterion", *(f"Assessor {n}" for n, _ in enumerate(done, 1)), "Settled"],
        "scores": [
            [c.label, *(_score(each, c.code) for each in done), _settled(panel, c.code)]
            for c in CRITERIA
        ],
        "recommendations": [
            [f"Assessor {n} recommends: {each.get_recommendation_display().lower()}"
             + (f", at most {pounds(each.amount_pence)}." if each.amount_pence else "."),
             each.words]
            for n, each in enumerate(done, 1)
        ],
        "said": [[f"{each.label}, {day(each.at)}.", each.words] for each in said],
        "leave": [list(each) for each in leave],
        "amount": amount_said(money.pence),
        "budgets": [
            [b.name, pounds(b.before), "" if b.after is None else pounds(b.after)]
            for b in money.budgets
        ],
        "funds": [
            {"name": each.name,
             "rows": [[what, pounds(now), "" if after is None else pounds(after)]
                      for what, now, after in each.rows()]}
            for each in money.funds
        ],
        "objectives": [
            [row.text, f"{plain(row.start_value)} {row.unit} on {day(row.start_on)}",
             f"{plain(row.target_value)} {row.unit} by {day(row.target_on)}"]
            for row in application["objectives"]
        ],
        "baseline": [
            [row.get_kind_display(), f"{plain(row.value)} {row.unit}", day(row.as_at)]
            for row in application["baseline"].values()
        ],
        "answers": [[q.label, text or "Not answered"] for q, text in application["answers"]],
    }  # fmt: skip


def sponsor_said(application: dict[str, Any]) -> str:
    """Who certified the application and when, and whether it is still as they read it."""
    certified = application["certification"]
    if not certified:
        return "Not certified"
    since = "" if application["certified"] else ". It has changed since"
    return f"{certified.signed}, {day(certified.at)}{since}"


def _score(assessment: Any, code: str) -> str:
    return next(
        (f"{s.score}: {s.reasons}" for s in assessment.scores.all() if s.criterion == code), ""
    )


def _settled(panel: dict[str, Any], code: str) -> str:
    row = panel["moderated"].get(code)
    return f"{row.score}: {row.reasons}" if row else ""
