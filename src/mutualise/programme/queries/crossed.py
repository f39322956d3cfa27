"""The programme's figures by kind, lot, sector and region, one of them or several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mutualise.evidence.rules.areas import NATIONS, REGIONS
from mutualise.programme.models import Award, Case
from mutualise.programme.queries.counting import (
    awards_by,
    money_by,
    ordered_by,
    orders_by,
    passed_by,
)
from mutualise.programme.queries.diagnostics import sectors
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.crossing import Counting, Part, parts
from mutualise.programme.rules.sectors import one_spelling
from mutualise.programme.rules.states import State

# Where a case can be: the regions of England, and the nations but England as a whole.
PLACES = [area.slug for area in (*REGIONS, *NATIONS) if area.slug != "england"]


def spellings() -> dict[str, str]:
    """For every sector a case was given, the one spelling it is counted under."""
    return one_spelling(Case.objects.values_list("sector", flat=True).distinct(), sectors())


def parts_at(end: datetime) -> list[Part]:
    """Real enquiries, applications, awards and work orders up to a moment, by every dimension each
    has and by several at once."""
    spelt = spellings()
    cases = Case.objects.filter(demonstration=False, opened_at__lt=end)
    where = {
        number: {"sector": spelt[sector], "region": region}
        for number, sector, region in cases.values_list("pk", "sector", "region")
    }
    known = {"sector": {each["sector"] for each in where.values()}, "region": PLACES}
    reached: dict[State, list[Counting]] = {State.ENQUIRY: [], State.SUBMITTED: []}
    for case, target in sorted(_reached(end)):
        if target in reached:
            reached[target].append(Counting(where[case[0]]))
    bought = {"kind": Award.Kind.values, "lot": LOTS, **known}
    return [
        *parts("programme-enquiries", known, reached[State.ENQUIRY]),
        *parts("programme-applications", known, reached[State.SUBMITTED]),
        *parts("programme-awards", bought, _awards(end, where)),
        *parts("programme-orders", bought, _orders(end, where)),
    ]


def _reached(end: datetime) -> set[tuple[tuple[int, int], State]]:
    """Each round of a case with every state it was ever in."""
    return {(step.way, step.target) for step in passed_by(end, demonstration=False)}


def _awards(end: datetime, where: dict[int, dict[str, str]]) -> Iterator[Counting]:
    """Each award once, and once more within each lot of advice with what was set aside for it: all
    of it where its budget is for that lot alone, else what work orders on the lot called off."""
    money = money_by(end, demonstration=False)["awarded"]
    on_lots = _on_lots(end)
    for award in awards_by(end, demonstration=False).select_related("budget"):
        names = {"kind": award.kind, **where[award.case_id]}
        pence = money.get(award.pk, 0)
        yield Counting(names, pence)
        whole = {award.budget.lot: pence} if award.budget.lot else on_lots.get(award.pk, {})
        for lot, part in whole.items():
            yield Counting({"lot": lot, **names}, part, within="lot")


def _on_lots(end: datetime) -> dict[int, Counter[str]]:
    """Pence by award and lot, of the award's work orders."""
    called_off = ordered_by(end)
    found: dict[int, Counter[str]] = {}
    for order in orders_by(end, demonstration=False):
        found.setdefault(order.award_id, Counter())[order.lot] += called_off.get(order.pk, 0)
    return found


def _orders(end: datetime, where: dict[int, dict[str, str]]) -> Sequence[Counting]:
    rows: Any = orders_by(end, demonstration=False).select_related("award")
    return [
        Counting({"kind": row.award.kind, "lot": row.lot, **where[row.award.case_id]}, row.price_pence)
        for row in rows
    ]  # fmt: skip
