"""The programme's own figures as evidence: what is published of a day, and what is not said.

A share of nothing and a cost of nothing are left out. An outcome counts only once the mutual itself
has confirmed it, and no longer when its last answer disputes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from mutualise.evidence.rules.parts import part_of, slug_of
from mutualise.evidence.rules.programme import ProgrammeFigure
from mutualise.programme.rules.funnel import Passed
from mutualise.programme.rules.money import exact_pounds
from mutualise.programme.rules.states import State

SUBJECT = "support-programme"
FIGURES, FUND, AWARDS = "/support/figures/", "/support/fund/", "/awards/"


@dataclass(frozen=True)
class Counted:
    """What the record says at the end of a day. Money in pence."""

    ceiling: int
    promised: int
    paid: int
    enquiries: int
    applications: int
    awards: int
    awarded: int
    days_to_award: int | None
    ordered: int
    ordered_small: int
    confirmed_launches: int
    orders: int = 0
    parts: Sequence[Part] = ()
    # Usual days by stage and stopped cases by coded reason, each as pairs of name and number.
    stages: Sequence[tuple[str, int]] = ()
    stops: Sequence[tuple[str, int]] = ()
    # Objectives with a confirmed outcome, and those of them that reached their target.
    objectives: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Part:
    """Awards (for the lots: work orders) of one kind, lot, sector or region. Money in pence."""

    dimension: str
    name: str
    number: int
    pence: int


def parts(dimension: str, known: Iterable[str], amounts: Iterable[tuple[str, int]]) -> list[Part]:
    """One part for each name known, none of which is left out because it had nothing, and for
    each name among the amounts. Names that are written alike in a claim are one part."""
    number = dict.fromkeys(map(slug_of, known), 0)
    pence = dict(number)
    for name, amount in amounts:
        slug = slug_of(name)
        number[slug] = number.get(slug, 0) + 1
        pence[slug] = pence.get(slug, 0) + amount
    return [Part(dimension, slug, number[slug], pence[slug]) for slug in sorted(number)]


def published(counted: Counted) -> list[ProgrammeFigure]:
    """The figures to record as evidence, each with the page it can be seen on."""
    rows = [
        _pounds("programme-fund-ceiling", counted.ceiling, FUND),
        _pounds("programme-fund-promised", counted.promised, FUND),
        _pounds("programme-fund-paid", counted.paid, FUND),
        _count("programme-enquiries", counted.enquiries),
        _count("programme-applications", counted.applications),
        _count("programme-awards", counted.awards),
        _pounds("programme-awards-value", counted.awarded, AWARDS),
        _count("programme-launches-confirmed", counted.confirmed_launches),
        _count("programme-orders", counted.orders),
        _pounds("programme-orders-value", counted.ordered, FIGURES),
        *(figure for part in counted.parts for figure in _of_part(part)),
        _count("programme-objectives-confirmed", counted.objectives[0]),
        _count("programme-objectives-met", counted.objectives[1]),
        _count("programme-stops", sum(number for _, number in counted.stops)),
        *(_named(_count("programme-stops", n), "reason", name) for name, n in counted.stops),
        *(_named(_days("programme-days-in-stage", n), "stage", name) for name, n in counted.stages),
    ]
    if counted.enquiries:
        rows.append(_share("programme-award-rate", counted.awards, counted.enquiries))
    if counted.days_to_award is not None:
        rows.append(_days("programme-days-to-award", counted.days_to_award))
    if counted.ordered:
        rows.append(_share("programme-small-firm-share", counted.ordered_small, counted.ordered))
    if counted.confirmed_launches:
        each = counted.paid // counted.confirmed_launches
        rows.append(_pounds("programme-cost-a-launch", each, FIGURES))
    return rows


def _of_part(part: Part) -> list[ProgrammeFigure]:
    what = "programme-orders" if part.dimension == "lot" else "programme-awards"
    rows = [_count(what, part.number), _pounds(f"{what}-value", part.pence, FIGURES)]
    return [replace(row, part=part_of(part.dimension, part.name)) for row in rows]


def _named(figure: ProgrammeFigure, dimension: str, name: str) -> ProgrammeFigure:
    return replace(figure, part=part_of(dimension, name))


def _days(kind: str, number: int) -> ProgrammeFigure:
    return ProgrammeFigure(kind, Decimal(number), "days", FIGURES)


def days_to_award(events: Iterable[Passed]) -> int | None:
    """The median of whole days from the first event of a case's round to its first offer of an award."""
    began: dict[tuple[int, int], datetime] = {}
    offered: dict[tuple[int, int], int] = {}
    for event in events:
        first = began.setdefault(event.way, event.at)
        if event.target is State.AWARDED:
            offered.setdefault(event.way, (event.at - first).days)
    return int(median(offered.values())) if offered else None


def _count(kind: str, number: int) -> ProgrammeFigure:
    return ProgrammeFigure(kind, Decimal(number), "count", FIGURES)


def _pounds(kind: str, pence: int, page: str) -> ProgrammeFigure:
    return ProgrammeFigure(kind, exact_pounds(pence), "GBP", page)


def _share(kind: str, part: int, whole: int) -> ProgrammeFigure:
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return ProgrammeFigure(kind, share, "per cent", FIGURES)
