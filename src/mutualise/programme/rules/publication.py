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

from mutualise.evidence.rules.parts import REST, part_of
from mutualise.evidence.rules.programme import ProgrammeFigure
from mutualise.programme.rules.crossing import Part
from mutualise.programme.rules.funnel import Passed, Stage
from mutualise.programme.rules.money import exact_pounds
from mutualise.programme.rules.states import State

SUBJECT = "support-programme"
FIGURES, FUND, AWARDS = "/support/figures/", "/support/fund/", "/awards/"
WITH_VALUE = ("programme-awards", "programme-orders")
# What is published by parts too.
IN_PARTS = (
    *WITH_VALUE, *(f"{kind}-value" for kind in WITH_VALUE), "programme-reached",
    "programme-conversion", "programme-days-in-stage", "programme-stops",
)  # fmt: skip


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
    # The funnel, and stopped cases by coded reason as pairs of name and number.
    stages: Sequence[Stage] = ()
    stops: Sequence[tuple[str, int]] = ()
    # Objectives with a confirmed outcome, and those of them that reached their target.
    objectives: tuple[int, int] = (0, 0)


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
        *_of_parts(counted.parts),
        _count("programme-objectives-confirmed", counted.objectives[0]),
        _count("programme-objectives-met", counted.objectives[1]),
        _count("programme-stops", sum(number for _, number in counted.stops)),
        *(_named(_count("programme-stops", n), "reason", name) for name, n in counted.stops),
        *_of_stages(counted.stages),
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


def cannot_say(counted: Counted) -> list[str]:
    """Kinds of figures that rest on an outcome and have none left: a mutual's last answer disputes what an
    earlier one confirmed."""
    return [] if counted.confirmed_launches else ["programme-cost-a-launch"]


def _of_parts(found: Iterable[Part]) -> list[ProgrammeFigure]:
    """The figures of every part, and for each kind of figure that has parts by several dimensions what
    holds of all that have nothing in them."""
    rows: list[ProgrammeFigure] = []
    for part in found:
        rows += [replace(row, part=part_of(part.names)) for row in _both(part)]
    nothing = {kind.of: Part(kind.of, {}, 0, 0) for kind in found}
    return rows + [replace(row, part=REST) for part in nothing.values() for row in _both(part)]


def _both(part: Part) -> list[ProgrammeFigure]:
    """Number and, where the figure has one, value."""
    rows = [_count(part.of, part.number)]
    if part.of in WITH_VALUE:
        rows.append(_pounds(f"{part.of}-value", part.pence, FIGURES))
    return rows


def _of_stages(found: Sequence[Stage]) -> list[ProgrammeFigure]:
    """How many cases reached each stage, of those that reached the one before, and how long it took. The
    launch is left out: what came of the support is claimed only as far as the mutual confirms it."""
    rows: list[ProgrammeFigure] = []
    found = [stage for stage in found if stage.state is not State.LAUNCHED]
    for number, stage in enumerate(found):
        before = found[number - 1] if number else None
        figures = [_count("programme-reached", stage.reached)]
        if before is not None and before.reached:
            figures.append(_share("programme-conversion", stage.reached, before.reached))
        if stage.days is not None:
            figures.append(_days("programme-days-in-stage", stage.days))
        rows += [_named(figure, "stage", stage.state) for figure in figures]
    return rows


def _named(figure: ProgrammeFigure, dimension: str, name: str) -> ProgrammeFigure:
    return replace(figure, part=part_of({dimension: name}))


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
