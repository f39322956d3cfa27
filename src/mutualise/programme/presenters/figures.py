"""The programme's figures as rows and words."""

from __future__ import annotations

from fractions import Fraction

from mutualise.evidence.rules.areas import AREAS
from mutualise.programme.queries.figures import Figures
from mutualise.programme.rules.money import exact_pounds, pounds

COLUMNS = ("section", "item", "number", "pounds", "share_per_cent", "median_days", "waiting")


def per_cent(share: Fraction | None) -> str | None:
    return None if share is None else f"{round(share * 100)}%"


def area_name(slug: str) -> str:
    return AREAS[slug].label if slug in AREAS else slug


def as_rows(found: Figures) -> list[dict[str, object]]:
    """Every figure of the page, one a row, for the downloads."""
    rows = [
        _row("stage", s.label, s.reached, share=s.share, days=s.days, waiting=s.waiting)
        for s in found.stages
    ]
    rows += [_row("stop", f"{state}: {why}".rstrip(": "), n) for state, why, n in found.stopped]
    rows.append(_row("enquiries", "Not confirmed and in no other figure", found.unconfirmed))
    for section, lines in (
        ("awards by kind", found.by_kind),
        ("awards by lot", found.by_award_lot),
        ("work orders by lot", found.by_lot),
        ("awards by sector", found.by_sector),
        ("awards by region", found.by_region),
    ):
        rows += [_row(section, name, n, pence=pence) for name, n, pence in lines]
    rows += [
        _row("money", "Awarded", None, pence=found.awarded_pence),
        _row("money", "Paid", None, pence=found.paid_pence),
        _row("money", "Cost a launch", None, pence=found.cost_a_launch_pence),
        _row("money", "Cost a launch that the mutual confirmed", None,
             pence=found.cost_confirmed_pence),
        _row("money", "Work orders", None, pence=found.ordered_pence),
        _row("money", "Work orders with small firms", None, pence=found.ordered_small_pence),
        _row("outcome", "Launches the mutual confirmed last", found.confirmed_launches),
        _row("outcome", "Confirmed by the mutual", found.confirmed),
        _row("outcome", "Disputed by the mutual", found.disputed),
        _row("outcome", "Asked and not answered", found.unanswered),
        _row("outcome", "Objectives with a confirmed outcome", found.objectives[0]),
        _row("outcome", "Objectives met, as confirmed", found.objectives[1]),
        *(_row("without the support", said, number) for said, number in found.without_support),
    ]  # fmt: skip
    return rows


def _row(
    section: str, item: str, number: int | None, *, pence: int | None = None,
    share: Fraction | None = None, days: int | None = None, waiting: int | None = None,
) -> dict[str, object]:  # fmt: skip
    values = (
        section,
        item,
        number,
        None if pence is None else exact_pounds(pence),
        None if share is None else round(share * 100),
        days,
        waiting,
    )
    return dict(zip(COLUMNS, values, strict=True))


def small_share(found: Figures) -> str | None:
    """The part of the work orders' value that went to small firms."""
    if not found.ordered_pence:
        return None
    return per_cent(Fraction(found.ordered_small_pence, found.ordered_pence))


__all__ = ["COLUMNS", "area_name", "as_rows", "per_cent", "pounds", "small_share"]
