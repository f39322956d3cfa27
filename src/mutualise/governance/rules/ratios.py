"""Three ratios that “employee owned” hides, kept apart, each an exact fraction on a day.

1. Employees' share of the equity, and of it the part their trust holds.
2. The share of employees who are members.
3. Employees' share of the votes, and of the seats on the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from mutualise.governance.rules.directors import HOLDER_OF as SEAT_OF
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.disclosure import tells_of_few
from mutualise.governance.rules.membership import HOLDER_OF, Kind
from mutualise.governance.rules.statutory import Votes

STEP = Decimal("0.001")
EMPLOYEES, TRUST = "employees", "employee-trust"


@dataclass(frozen=True)
class Holding:
    """What one current member counts for. `value` in pence and `votes` by share; 0 without."""

    kind: Kind
    employee: bool
    value: int
    votes: int

    @property
    def holder(self) -> str:
        return EMPLOYEES if self.employee else HOLDER_OF[self.kind]


@dataclass(frozen=True)
class Shares:
    """A whole split among classes of holder, in whole units; what is left over is nobody's own."""

    whole: int
    parts: Mapping[str, int] = field(default_factory=dict)

    def part(self, *holders: str) -> int:
        return sum(self.parts.get(holder, 0) for holder in holders)

    @property
    def employees(self) -> Fraction | None:
        """The part of employees and their trust; None where there is nothing to share."""
        return Fraction(self.part(EMPLOYEES, TRUST), self.whole) if self.whole else None


@dataclass(frozen=True)
class Ratios:
    """The ratios of one body on one day. `employees` is the headcount, None where not recorded."""

    on: date
    equity: Shares
    votes: Shares
    seats: Shares
    employee_members: int
    employees: int | None

    @property
    def membership(self) -> Fraction | None:
        """Employees who are members over all employees; None without a headcount that holds."""
        if not self.employees or self.employee_members > self.employees:
            return None
        return Fraction(self.employee_members, self.employees)


def ratios(
    holdings: Iterable[Holding], *, on: date, votes: Votes, seats: Iterable[Chosen],
    employees: int | None,
) -> Ratios:  # fmt: skip
    """The ratios from current members, who chose each director in office, and the headcount."""
    listed, chosen = list(holdings), list(seats)
    by_share = votes is Votes.SHARE
    return Ratios(
        on=on,
        equity=_split((each.holder, each.value) for each in listed),
        votes=_split((each.holder, each.votes if by_share else 1) for each in listed),
        seats=seats_of(chosen),
        employee_members=sum(1 for each in listed if each.employee),
        employees=employees,
    )


def seats_of(chosen: Sequence[Chosen]) -> Shares:
    """The seats of a board by whose they are; one that all members or the board fill is nobody's."""
    return Shares(len(chosen), _split((SEAT_OF.get(each, ""), 1) for each in chosen).parts)


def _split(given: Iterable[tuple[str, int]]) -> Shares:
    parts: dict[str, int] = {}
    whole = 0
    for holder, amount in given:
        whole += amount
        if holder and amount:
            parts[holder] = parts.get(holder, 0) + amount
    return Shares(whole, parts)


def percent(part: int, whole: int) -> Decimal:
    """Per cent to three decimals, always rounded down: 50.0004% never passes for more than half
    where it is not, nor 49.9999% for half.

    >>> percent(2, 3), percent(499_999_9, 10_000_000)
    (Decimal('66.666'), Decimal('49.999'))
    """
    exact = Fraction(part, whole) * 100
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(STEP, ROUND_DOWN)


def statement(shares: Shares) -> dict[str, Decimal]:
    """Per cent by class of holder, employees always named; empty where there is nothing to share."""
    if not shares.whole:
        return {}
    parts = {EMPLOYEES: 0} | dict(shares.parts)
    return {holder: percent(amount, shares.whole) for holder, amount in parts.items()}


def statements(found: Ratios) -> dict[str, dict[str, Decimal]]:
    """What anyone may read of the shares, by instrument as the public register names them.

    Where so few employees are members that a share would tell of them, nothing is stated of the votes, and
    of the equity what the employee trust holds alone: the same that the public page leaves out.
    """
    said = {
        "equity": statement(found.equity),
        "votes": statement(found.votes),
        "board-seats": statement(found.seats),
    }
    if tells_of_few(found.employee_members):
        said["votes"] = {}
        said["equity"] = {TRUST: said["equity"][TRUST]} if TRUST in said["equity"] else {}
    return {instrument: shares for instrument, shares in said.items() if shares}
