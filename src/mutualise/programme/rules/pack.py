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
