"""Numbers in the sentences an estimate gives with its figure."""

from __future__ import annotations

from fractions import Fraction


def bodies(number: int) -> str:
    """1 body, 2 bodies."""
    return "1 body" if number == 1 else f"{number:,} bodies"


def per_cent(share: Fraction) -> str:
    """A share as a whole per cent, never rounded up to all: 199 of 200 is 99%."""
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"
