"""The criteria of an assessment, and when two assessments are too far apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST = 4
SCALE = {0: "Not addressed", 1: "Weak", 2: "Fair", 3: "Good", 4: "Strong"}
# One criterion so far apart, or totals so far apart, goes to moderation.
APART_ON_ONE = 2
APART_IN_ALL = 5


@dataclass(frozen=True)
class Criterion:
    code: str
    label: str
    hint: str


CRITERIA = (
    Criterion("SERVICE", "Service and contract", "A public service somebody would contract for, by a lawful route"),
    Criterion("BENEFIT", "Benefit", "What changes, with measurable objectives and a dated start"),
    Criterion("CONTROL", "Employee control", "A significant role of employees in running it"),
    Criterion("MONEY", "Money", "Income and costs that work after launch"),
    Criterion("TEAM", "Team and sponsor", "People and backing to carry it through"),
    Criterion("VALUE", "Value of the support", "What the support would buy, for what it costs"),
)  # fmt: skip
CODES = frozenset(criterion.code for criterion in CRITERIA)


@dataclass(frozen=True)
class Marked:
    """One assessor's scores by criterion and recommendation (AWARD, DEFER or REFUSE)."""

    scores: Mapping[str, int]
    recommendation: str

    @property
    def total(self) -> int:
        return sum(self.scores.values())


def disputed(one: Marked, other: Marked) -> list[str]:
    """The criteria two assessors are too far apart on, in order."""
    return [
        criterion.code
        for criterion in CRITERIA
        if abs(one.scores[criterion.code] - other.scores[criterion.code]) >= APART_ON_ONE
    ]


def agree(one: Marked, other: Marked) -> bool:
    """Whether two assessments can stand together, whoever is named first.

    >>> same = Marked(dict.fromkeys(CODES, 3), "AWARD")
    >>> agree(same, Marked(dict.fromkeys(CODES, 3), "REFUSE"))
    False
    """
    opposite = {one.recommendation, other.recommendation} == {"AWARD", "REFUSE"}
    far = abs(one.total - other.total) >= APART_IN_ALL
    return not opposite and not far and not disputed(one, other)
