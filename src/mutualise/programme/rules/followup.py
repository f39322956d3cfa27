"""When a launched mutual is asked what the support achieved: after six and after twelve months."""

from __future__ import annotations

from decimal import Decimal

ASKED_AFTER = (6, 12)


def reached(start: Decimal, target: Decimal, value: Decimal) -> bool:
    """Whether a value is at the target or beyond it, on the side away from the start.

    >>> reached(Decimal(9), Decimal(7), Decimal("6.5")), reached(Decimal(9), Decimal(7), Decimal(8))
    (True, False)
    """
    return value <= target if target < start else value >= target
