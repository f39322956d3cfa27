"""Figures of parts by several dimensions at once: grants in London, legal advice for libraries.

Nothing here lists the combinations there might be: each thing counted is put into every part it
belongs to, so only parts with something in them are made. Parts by one dimension are made for every
name that is known, so that a figure of nothing can be told from one that is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from mutualise.evidence.rules.parts import slug_of


@dataclass(frozen=True)
class Counting:
    """One thing counted under its names by dimension, with its money in pence. With `within` it counts
    only in parts by that dimension: what an award spends on one lot is no part of its sector's total."""

    names: Mapping[str, str]
    pence: int = 0
    within: str = ""


@dataclass(frozen=True)
class Part:
    """How many and how much of a kind of figure, of one part: its names by dimension."""

    of: str
    names: Mapping[str, str]
    number: int
    pence: int


def parts(
    of: str, known: Mapping[str, Iterable[str]], counted: Iterable[Counting]
) -> Sequence[Part]:
    """Every part by one dimension for each name known or met, and every part by several that has
    something in it. Names that are written alike in a claim are one part."""
    number: dict[tuple[tuple[str, str], ...], int] = {}
    pence: dict[tuple[tuple[str, str], ...], int] = {}
    for dimension, names in known.items():
        number |= {((dimension, slug_of(name)),): 0 for name in names}
    for each in counted:
        named = [(dimension, slug_of(name)) for dimension, name in sorted(each.names.items())]
        for size in range(1, len(named) + 1):
            for part in combinations(named, size):
                if each.within and each.within not in dict(part):
                    continue
                number[part] = number.get(part, 0) + 1
                pence[part] = pence.get(part, 0) + each.pence
    return [Part(of, dict(part), number[part], pence.get(part, 0)) for part in sorted(number)]
