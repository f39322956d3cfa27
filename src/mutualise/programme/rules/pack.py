"""The decision pack: what would be awarded, and what it leaves in the fund."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class BudgetLine:
    """A budget before and after an award, in pence; `after` below nothing cannot be awarded."""

    name: str
    before: int
    after: int | None

    @property
    def enough(self) -> bool:
        return self.after is None or self.after >= 0


@dataclass(frozen=True)
class FundLine:
    """A whole fund before and after an award, in pence: what is promised (set aside, ordered, owed
    or paid), and what is free in its budgets or not yet in one."""

    name: str
    ceiling: int
    promised: int
    free: int
    pence: int | None

    @property
    def promised_after(self) -> int | None:
        return None if self.pence is None else self.promised + self.pence

    @property
    def free_after(self) -> int | None:
        return None if self.pence is None else self.free - self.pence

    def rows(self) -> list[tuple[str, int, int | None]]:
        """What, now, after: in the order a page and a document show them.

        >>> FundLine("2026", 100, 40, 60, 30).rows()
        [('Promised', 40, 70), ('Free', 60, 30), ('Ceiling', 100, 100)]
        """
        ceiling = None if self.pence is None else self.ceiling
        return [
            ("Promised", self.promised, self.promised_after),
            ("Free", self.free, self.free_after),
            ("Ceiling", self.ceiling, ceiling),
        ]


def considered(recommended: Iterable[int | None]) -> int | None:
    """The amount a pack is made for: the least that an assessor would award, if any would.

    >>> considered([60_000_00, None, 55_000_00])
    5500000
    """
    return min((pence for pence in recommended if pence), default=None)


def after_award(budgets: Iterable[tuple[str, int]], pence: int | None) -> list[BudgetLine]:
    """Each budget, with what an award out of it would leave free.

    >>> after_award([("2026", 100)], 30)
    [BudgetLine(name='2026', before=100, after=70)]
    """
    return [
        BudgetLine(name, free, None if pence is None else free - pence) for name, free in budgets
    ]
