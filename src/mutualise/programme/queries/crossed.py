"""The programme's figures by kind, lot, sector and region, one of them or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from mutualise.evidence.rules.areas import NATIONS, REGIONS
from mutualise.programme.models import Award, Case
from mutualise.programme.queries.counting import (
    awards_by,
    money_by,
    ordered_by,
    orders_by,
)
from mutualise.programme.queries.diagnostics import sectors
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.crossing import Counting, Part, parts
from mutualise.programme.rules.funnel import Passed
from mutualise.programme.rules.sectors import one_spelling
from mutualise.programme.rules.states import State

# Where a case can be: the regions of England, and the nations but England as a whole.
PLACES = [area.slug for area in (*REGIONS, *NATIONS) if area.slug != "england"]


def spellings() -> dict[str, str]:
    """For every sector a case was given, the one spelling it is counted under."""
    return one_spelling(Case.objects.values_list("sector", flat=True).distinct(), sectors())


def parts_at(end: datetime, passed: Iterable[Passed]) -> list[Part]:
    """Real enquiries, applications, awards and work orders up to a moment, by every dimension each
    has and by several at once. `passed` are the steps of real cases by then."""
    spelt = spellings()
    cases = Case.objects.filter(demonstration=False, opened_at__lt=end)
    where = {
        number: {"sector": spelt[sector], "region": region}
        for number, sector, region in cases.values_list("pk", "sector", "region")
    }
    known = {"sector": {each["sector"] for each in where.values()}, "region": PLACES}
    reached: dict[State, list[Counting]] = {State.ENQUIRY: [], State.SUBMITTED: []}
    for case, target in sorted({(step.way, step.target) for step in passed}):
        if target in reached:
            reached[target].append(Counting(where[case[0]]))
    bought = {"kind": Award.Kind.values, "lot": LOTS, **known}
    return [
        *parts("programme-enquiries", known, reached[State.ENQUIRY]),
        *parts("programme-applications", known, reached[State.SUBMITTED]),
        *parts("programme-awards", bought, _awards(end, where)),
        *parts("programme-orders", bought, _orders(end, where)),
    ]


def awards_on_lots(
    end: datetime, awarded: Mapping[int, int], *, demonstration: bool
) -> dict[int, Mapping[str, int]]:
    """Pence by award and lot of advice: all of an award (`awarded`, by award) whose budget is for one
    lot alone, else what its work orders called off on each lot."""
    called_off = ordered_by(end)
    found: dict[int, dict[str, int]] = {}
    for order in orders_by(end, demonstration=demonstration):
        lots = found.setdefault(order.award_id, {})
        lots[order.lot] = lots.get(order.lot, 0) + called_off.get(order.pk, 0)
    whole = awards_by(end, demonstration=demonstration).exclude(budget__lot="")
    return {
        **found,
        **{pk: {lot: awarded.get(pk, 0)} for pk, lot in whole.values_list("pk", "budget__lot")},
    }


def _awards(end: datetime, where: dict[int, dict[str, str]]) -> Iterator[Counting]:
    """Each award once, and once more within each lot of its advice."""
    money = money_by(end, demonstration=False)["awarded"]
    on_lots = awards_on_lots(end, money, demonstration=False)
    for award in awards_by(end, demonstration=False):
        names = {"kind": award.kind, **where[award.case_id]}
        yield Counting(names, money.get(award.pk, 0))
        for lot, pence in on_lots.get(award.pk, {}).items():
            yield Counting({"lot": lot, **names}, pence, within="lot")


def _orders(end: datetime, where: dict[int, dict[str, str]]) -> Sequence[Counting]:
    rows: Any = orders_by(end, demonstration=False).select_related("award")
    return [
        Counting({"kind": row.award.kind, "lot": row.lot, **where[row.award.case_id]}, row.price_pence)
        for row in rows
    ]  # fmt: skip
