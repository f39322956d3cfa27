"""The three ratios as lines of a table, with small numbers left out where anyone may read them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mutualise.governance.rules.disclosure import LEAST, shown, tells_of_few
from mutualise.governance.rules.ratios import EMPLOYEES, TRUST, Ratios, Shares, percent

FEW = f"Not shown: a group of fewer than {LEAST} people could be known from it"
CONTRADICT = "More members are entered as employees than people are recorded as employed: one of the two is wrong"
NOBODY = "Not applicable: there is nothing to share"


@dataclass(frozen=True)
class Shown:
    """One ratio. `part` and `whole` are what was counted, None where it is not shown."""

    name: str
    unit: str
    part: int | Decimal | None
    whole: int | Decimal | None
    per_cent: Decimal | None
    note: str = ""


def ratio_lines(found: Ratios, *, public: bool) -> list[Shown]:
    """Every ratio, each by itself. Raises nothing: what is not known says why."""
    few = public and tells_of_few(found.employee_members)
    return [
        _share("Employees’ share of the equity", "£", found.equity, few, money=True),
        _share("Of it, held by the employee trust", "£", found.equity, False, TRUST, money=True),
        _membership(found, public),
        _share("Employees’ share of the votes", "vote", found.votes, few),
        _share("Board seats chosen by employees or their trust", "seat", found.seats, False),
    ]


def _share(
    name: str, unit: str, shares: Shares, few: bool, *holders: str, money: bool = False
) -> Shown:
    if not shares.whole:
        return Shown(name, unit, None, None, None, NOBODY)
    if few:
        return Shown(name, unit, None, None, None, FEW)
    part = shares.part(*(holders or (EMPLOYEES, TRUST)))
    rate = percent(part, shares.whole)
    if money:
        return Shown(name, unit, Decimal(part) / 100, Decimal(shares.whole) / 100, rate)
    return Shown(name, unit, part, shares.whole, rate)


def _membership(found: Ratios, public: bool) -> Shown:
    name, unit = "Employees who are members", "person"
    if found.employees is None:
        return Shown(name, unit, None, None, None, "The number of employees is not recorded")
    if found.membership is None:
        why = CONTRADICT if found.employee_members > found.employees else NOBODY
        return Shown(name, unit, None, None, None, why)
    if public and not shown(found.employee_members, found.employees):
        return Shown(name, unit, None, None, None, FEW)
    rate = percent(found.employee_members, found.employees)
    return Shown(name, unit, found.employee_members, found.employees, rate)
