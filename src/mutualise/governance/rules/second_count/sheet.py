"""The result sheet: what every rule writes down at the end of a stage."""

from __future__ import annotations

from collections.abc import Iterable

from mutualise.governance.rules.second_count.papers import Result, as_text


class Sheet:
    """Stages in order, votes as text to the rule's precision (`places` decimals)."""

    def __init__(self, rule: str, seats: int, candidates: int, places: int) -> None:
        self.rule, self.seats, self.candidates, self.places = rule, seats, candidates, places
        self.stages: list[Result] = []

    def record(
        self, action: str, votes: dict[int, int], non_transferable: int, quota: int,
        elected: Iterable[int] = (), excluded: Iterable[int] = (),
    ) -> None:  # fmt: skip
        """Write one stage. A candidate who has withdrawn stands at nought throughout."""
        self.stages.append({
            "number": len(self.stages) + 1,
            "action": action,
            "quota": as_text(quota, self.places),
            "votes": {
                str(who): as_text(votes.get(who, 0), self.places)
                for who in range(1, self.candidates + 1)
            },
            "non_transferable": as_text(non_transferable, self.places),
            "elected": list(elected),
            "excluded": list(excluded),
        })  # fmt: skip

    def result(self, elected: list[int], ties: list[dict[str, object]]) -> Result:
        """The whole count; `elected` in order of election, `quota` that of the first stage."""
        return {
            "rule": self.rule, "seats": self.seats, "quota": self.stages[0]["quota"],
            "elected": list(elected), "stages": self.stages, "ties": ties,
        }  # fmt: skip


def surplus_of(candidate: int) -> str:
    """The name of a stage that transfers a surplus."""
    return f"surplus of {candidate}"


def exclusion_of(candidates: Iterable[int]) -> str:
    """The name of a stage that excludes one candidate or several together, lowest first."""
    return "exclusion of " + ", ".join(str(candidate) for candidate in candidates)
