"""Voting papers as the second engine holds them: bundles of like papers, read from the top.

This engine shares no line with the first (`rules/counting`): it is written from the text of each
rule alone, so that a slip in one is shown by the other (docs/decisions, two engines or no result).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

# A bundle is (how many papers, the preferences on each that have not been used yet).
Bundle = tuple[int, tuple[int, ...]]
Parcels = dict[int, list[Bundle]]
Result = dict[str, Any]

NOBODY = 0
"""Where a paper goes that has no next available preference."""


def valid_papers(
    candidates: int, papers: Iterable[tuple[int, tuple[int, ...]]], withdrawn: Collection[int]
) -> dict[tuple[int, ...], int]:
    """Papers by ranking, without withdrawn candidates; like papers are counted together.

    A withdrawn candidate is passed over as if not on the paper. A paper with no preference for
    anybody still standing expresses no first preference and is not valid (ERS97 6.9; rule 46 of
    the Northern Ireland rules), so it takes no part in the quota.
    Raises ValueError for a negative count, an unknown candidate or one ranked twice.
    """
    piles: dict[tuple[int, ...], int] = defaultdict(int)
    for how_many, ranking in papers:
        if how_many < 0:
            raise ValueError(f"A number of papers cannot be {how_many}; give 0 or more.")
        if len(set(ranking)) != len(ranking):
            raise ValueError(f"The paper {ranking} ranks a candidate twice; rank each once.")
        if any(not 1 <= candidate <= candidates for candidate in ranking):
            raise ValueError(f"The paper {ranking} names a candidate not in 1 to {candidates}.")
        left = tuple(candidate for candidate in ranking if candidate not in withdrawn)
        if left and how_many:
            piles[left] += how_many
    return dict(piles)


def first_preferences(papers: dict[tuple[int, ...], int]) -> Parcels:
    """Parcels by first preference; each bundle keeps the later preferences."""
    parcels: Parcels = defaultdict(list)
    for ranking, how_many in papers.items():
        parcels[ranking[0]].append((how_many, ranking[1:]))
    return parcels


def sort_by_next(bundles: Iterable[Bundle], continuing: Collection[int]) -> Parcels:
    """Parcels by next available preference for a continuing candidate; NOBODY holds the rest."""
    parcels: dict[int, dict[tuple[int, ...], int]] = defaultdict(lambda: defaultdict(int))
    for how_many, later in bundles:
        place = next((i for i, who in enumerate(later) if who in continuing), None)
        if place is None:
            parcels[NOBODY][()] += how_many
        else:
            parcels[later[place]][later[place + 1 :]] += how_many
    return {who: [(n, later) for later, n in pile.items()] for who, pile in parcels.items()}


def number_of(bundles: Iterable[Bundle]) -> int:
    """How many papers are in the bundles."""
    return sum(how_many for how_many, _ in bundles)


def as_text(units: int, places: int) -> str:
    """Votes held in units of 1/10^places, written with that many decimals."""
    if not places:
        return str(units)
    sign, (whole, part) = "-" * (units < 0), divmod(abs(units), 10**places)
    return f"{sign}{whole}.{part:0{places}d}"
