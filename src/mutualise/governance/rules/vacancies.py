"""A place that falls vacant between elections: who fills it, by what the notice of election said.

No statute says how a mutual fills the place of an elected director who leaves; its own rules do, and
the notice states them before nominations (`rules.seats.Vacancies`). Here stands what each of them
means, so that two people come to the same name:

- **Countback.** The papers of the contest are counted again, whole, by the rule and for the places of
  the notice, as if those who have left or cannot serve had withdrawn: every paper passes them over. Of
  those this count elects, in order of election, the place goes to the first who does not sit already.
  Nobody who sits loses a place by it, also when the count would not elect them again. Both counting
  programs must agree.
- **Next candidate.** Of those the declared count left without a place: who was excluded last, or was
  never excluded; among equals in that, who had more votes at the stage before. Who still stands equal
  is named, and nobody is chosen.
- **By-election** and **vacant**: nobody is chosen from these papers.

A reserved place stays reserved: while fewer of its category sit than places are reserved, only somebody
of the category can fill one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from mutualise.governance.rules.two_programs import Contested, Papers, TwoCounts, count_both


class Cause(StrEnum):
    """Why an elected director left. Kept for the company secretary; no public page shows it."""

    RESIGNED = "RESIGNED"
    MEMBER = "MEMBER"
    REMOVED = "REMOVED"
    DIED = "DIED"
    OTHER = "OTHER"


CAUSE_LABELS = {
    Cause.RESIGNED: "Resigned as a director",
    Cause.MEMBER: "Ceased to be a member, or left the class that elected them",
    Cause.REMOVED: "Removed by a resolution",
    Cause.DIED: "Died",
    Cause.OTHER: "Another reason",
}


@dataclass(frozen=True)
class Places:
    """Who holds the places of a contest, who left one, and who of the rest cannot serve now."""

    sitting: frozenset[int]
    left: frozenset[int]
    unavailable: frozenset[int] = frozenset()

    @property
    def gone(self) -> frozenset[int]:
        return self.left | self.unavailable


@dataclass(frozen=True)
class Filled:
    """What the papers say. `winner` is None where nobody can fill the place, and `why` says why."""

    winner: int | None
    why: str = ""
    counts: TwoCounts | None = None
    contest: Contested | None = None  # as it was counted again


DIFFER = "The two counting programs differ."
NOBODY = (
    "Nobody who stood can fill the place. Call a by-election, or leave it vacant until the next."
)


def countback(
    contest: Contested, papers: Papers, places: Places, order: Sequence[int] = (), seed: str = ""
) -> Filled:
    """Count the papers again without those who are gone. `order` is the lot, as in the first count.

    With papers as [(how many, ranking)]. Raises LotNeeded or ProgramStopped. A difference between the two programs
    chooses nobody.
    """
    again = without(contest, places)
    if len(contest.names) == len(again.withdrawn) or not _say_anything(papers, again.withdrawn):
        return Filled(None, NOBODY)
    counts = count_both(again, papers, order, seed)
    if counts.difference:
        said = f"{DIFFER} {counts.difference}"
        return Filled(None, said, counts, again)
    first = in_line(contest, places, counts.first)
    if len(first) > 1:
        names = " and ".join(contest.names[number - 1] for number in first)
        said = f"{names} were elected together with the same votes at every stage until then. The count does not say who takes the place."
        return Filled(None, said, counts, again)
    return Filled(first[0] if first else None, "" if first else NOBODY, counts, again)


def without(contest: Contested, places: Places) -> Contested:
    """The contest as a countback counts it: every paper passes over those who are gone."""
    fit = contest.in_category - places.gone
    return replace(
        contest, withdrawn=contest.withdrawn | places.gone, in_category=fit,
        reserved=min(contest.reserved, len(fit)),
    )  # fmt: skip


def in_line(contest: Contested, places: Places, result: Mapping[str, Any]) -> list[int]:
    """Whom the place goes to, of those a countback elected; several where more stood equal until
    they were elected than places are vacant.

    `result` is the countback. In which order such equals are told may decide nothing.
    """
    able = [int(each) for each in result["elected"] if _may_take(contest, places, int(each))]
    equal = [each for each in able if _path(result, each) == _path(result, able[0])]
    return equal if len(equal) > contest.seats - len(places.sitting) else able[:1]


def _path(result: Mapping[str, Any], number: int) -> list[Fraction]:
    """With how many votes somebody ended each stage, up to the one that elected them.

    No later one: the surpluses of equals go one after the other.
    """
    votes: list[Fraction] = []
    for stage in result["stages"]:
        votes.append(Fraction(stage["votes"].get(str(number), "0")))
        if number in [int(each) for each in stage["elected"]]:
            break
    return votes


def _say_anything(papers: Papers, withdrawn: frozenset[int]) -> bool:
    return any(set(ranking) - withdrawn for _, ranking in papers)


def next_in_line(contest: Contested, result: Mapping[str, Any], places: Places) -> Filled:
    """The next candidate of a declared count, as `two_programs` gives its result."""
    able = [
        number
        for number in range(1, len(contest.names) + 1)
        if number not in contest.withdrawn | places.gone and _may_take(contest, places, number)
    ]
    if not able or not result["stages"]:
        return Filled(None, NOBODY)
    ranks = {number: _standing(result["stages"], number) for number in able}
    best = max(ranks.values())
    first = [number for number in able if ranks[number] == best]
    if len(first) > 1:
        names = " and ".join(contest.names[number - 1] for number in first)
        return Filled(None, f"{names} stood equal in the count. It does not say which is next.")
    return Filled(first[0])


def _may_take(contest: Contested, places: Places, number: int) -> bool:
    """Whether somebody who does not sit may take a place, by what is reserved."""
    if number in places.sitting:
        return False
    held = len(places.sitting & contest.in_category)
    return held >= contest.reserved or number in contest.in_category


def _standing(stages: Sequence[Mapping[str, Any]], number: int) -> tuple[int, Fraction]:
    """How long a candidate stayed in a count, and with how many votes at the end of that."""
    out = next((at for at, each in enumerate(stages) if number in _numbers(each)), len(stages))
    before = stages[max(out - 1, 0)]["votes"]
    return out, Fraction(before.get(str(number), "0"))


def _numbers(stage: Mapping[str, Any]) -> Iterable[int]:
    return [int(each) for each in stage["excluded"]]
