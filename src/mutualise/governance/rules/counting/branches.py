"""Does a lot matter? Every way every lot could fall is counted.

Stops after LIMIT counts (fewer for very many papers, at least 12), and says so: then "no difference"
means among those counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mutualise.governance.rules.counting.conduct import elected_by
from mutualise.governance.rules.counting.constraint import Constraint
from mutualise.governance.rules.counting.lots import LotNeeded, Script
from mutualise.governance.rules.counting.poll import Poll

LIMIT = 500  # counts; a contest of 20 candidates with no votes at all has 20! ways
_ROWS = 3_000_000  # rows of papers looked at in all, or about a second


@dataclass(frozen=True)
class Branches:
    """The outcomes over all lots: sets of elected candidates with the number of ways to each."""

    outcomes: Mapping[tuple[int, ...], int]
    counted: int
    complete: bool

    @property
    def matters(self) -> bool:
        """Whether the lots decide who is elected."""
        return len(self.outcomes) > 1

    @property
    def always(self) -> tuple[int, ...]:
        """Candidates elected however the lots fall."""
        common = (
            set.intersection(*(set(each) for each in self.outcomes)) if self.outcomes else set()
        )
        return tuple(sorted(common))

    def as_json(self) -> dict[str, Any]:
        return {
            "counted": self.counted, "complete": self.complete, "matters": self.matters,
            "outcomes": [
                {"elected": list(each), "ways": ways} for each, ways in self.outcomes.items()
            ],
        }  # fmt: skip


def every_branch(
    poll: Poll, rule: str, constraint: Constraint | None = None, limit: int | None = None
) -> Branches:
    """Count the poll once for every way its lots can fall, up to `limit` counts."""
    limit = limit or max(12, min(LIMIT, _ROWS // max(1, len(poll.papers))))
    outcomes: dict[tuple[int, ...], int] = {}
    waiting: list[tuple[int, ...]] = [()]
    counted = 0
    while waiting and counted < limit:
        answers = waiting.pop()
        counted += 1
        try:
            elected = elected_by(poll, rule, Script(answers), constraint)
        except LotNeeded as needed:
            waiting += [(*answers, each) for each in reversed(needed.tied)]
        else:
            result = tuple(sorted(elected))
            outcomes[result] = outcomes.get(result, 0) + 1
    return Branches(outcomes, sum(outcomes.values()), not waiting)
