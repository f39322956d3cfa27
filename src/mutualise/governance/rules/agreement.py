"""Two engines or no result: the first place where two counts of one election differ.

A result cannot be declared while there is a difference (docs/decisions/0023).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Count = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One figure on which two counts differ. `stage` is 0 for the election as a whole."""

    stage: int
    figure: str
    first: str
    second: str

    @property
    def sentence(self) -> str:
        """The difference in one plain sentence.

        >>> Difference(3, "the votes of candidate 4", "12.00000", "11.99999").sentence
        'At stage 3 the votes of candidate 4 are 12.00000 in the first count and 11.99999 in the second.'
        """
        where = f"At stage {self.stage} " if self.stage else "For the whole count "
        verb = "are" if self.figure.startswith(("the votes", "the candidates")) else "is"
        return (
            f"{where}{self.figure} {verb} {self.first} in the first count "
            f"and {self.second} in the second."
        )


def first_difference(first: Count, second: Count) -> Difference | None:
    """The first figure on which two results differ, stage by stage; None if they agree.

    Results are as `second_count.count_again` returns them. Figures are compared by value, so "5"
    and "5.00" are the same; a candidate missing from a stage has no votes there; candidates excluded
    together may be named in any order. The figures that
    only one of the results gives (such as a quota for each stage) are not compared.
    """
    for key, figure in (("rule", "the rule"), ("seats", "the number of seats")):
        if first[key] != second[key]:
            return Difference(0, figure, str(first[key]), str(second[key]))
    for one, other in zip(first["stages"], second["stages"], strict=False):
        for figure, left, right in _figures(one, other):
            if not _same(left, right):
                return Difference(int(one["number"]), figure, _plain(left), _plain(right))
    stages = len(first["stages"]), len(second["stages"])
    if stages[0] != stages[1]:
        return Difference(min(stages) + 1, "the last stage", *(str(number) for number in stages))
    for key, figure in (("quota", "the quota"), ("elected", "the candidates elected")):
        if not _same(first[key], second[key]):
            return Difference(0, figure, _plain(first[key]), _plain(second[key]))
    return None


def _figures(one: Count, other: Count) -> Iterator[tuple[str, Any, Any]]:
    """Each figure of a stage: its name and its value in either count."""
    yield "the number of the stage", one["number"], other["number"]
    if _kind_and_names(one["action"]) != _kind_and_names(other["action"]):
        yield "the action", one["action"], other["action"]
    for who in sorted({*one["votes"], *other["votes"]}, key=int):
        votes = one["votes"].get(who, "0"), other["votes"].get(who, "0")
        yield f"the votes of candidate {who}", *votes
    yield "the non-transferable vote", one["non_transferable"], other["non_transferable"]
    if "quota" in one and "quota" in other:
        yield "the quota", one["quota"], other["quota"]
    yield "the candidates elected", one["elected"], other["elected"]
    yield "the candidates excluded", sorted(one["excluded"]), sorted(other["excluded"])


def _kind_and_names(action: str) -> tuple[str, list[str]]:
    """ "exclusion of 8, 3" and "exclusion of 3, 8" are the same action."""
    kind, _, names = action.partition(" of ")
    return kind, sorted(name.strip() for name in names.split(","))


def _same(left: Any, right: Any) -> bool:
    if left == right:
        return True
    try:
        return Fraction(left) == Fraction(right)
    except (TypeError, ValueError):
        return False


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value) or "none"
    return str(value)
