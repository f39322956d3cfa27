"""What is told beside a count: whether its lot mattered, and what the other rules would have done.

Neither is the result. Both look at preferences that the count itself did not, so in a small contest
they could say something about a voter; `disclosure.papers_may_be_shown` decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mutualise.governance.rules import counting
from mutualise.governance.rules.two_programs import Contested, Papers, constraint_of, poll_of


def lot_mattered(contest: Contested, papers: Papers, *, in_full: bool) -> dict[str, Any]:
    """Every way the lots can fall, counted: whether they decide who is elected.

    With `in_full` also who would be elected in how many ways; without it that one fact alone, which
    members need to judge the lot.
    """
    found = counting.every_branch(poll_of(contest, papers), contest.rule, constraint_of(contest))
    told: dict[str, Any] = {
        "matters": found.matters, "complete": found.complete, "counted": found.counted,
    }  # fmt: skip
    if in_full:
        told["outcomes"] = found.as_json()["outcomes"]
    return told


def other_rules(
    contest: Contested, papers: Papers, order: Sequence[int] = ()
) -> dict[str, list[int] | None]:
    """Whom the other rules with transfers would elect, as sorted numbers; None where one needs a lot.

    The same lot stands for each. Empty where the rule is no rule with transfers: one choice or a
    set of names is not a ranking. A rule that cannot count this contest is left out.
    """
    if not counting.RULES[contest.rule].transferable:
        return {}
    poll, constraint = poll_of(contest, papers), constraint_of(contest)
    lots = counting.Order(tuple(order)) if order else counting.NoLots()
    found: dict[str, list[int] | None] = {}
    for code, rule in counting.RULES.items():
        if code == contest.rule or not rule.transferable:
            continue
        try:
            found[code] = sorted(counting.elected_by(poll, code, lots, constraint))
        except counting.LotNeeded:
            found[code] = None
        except Exception:  # noqa: S112 - what another rule would do never stands in a result's way
            continue
    return found


def lot_used(result: Mapping[str, Any]) -> bool:
    """Whether a tie of this count was settled by lot."""
    return any(tie["settled"] == "lot" for tie in result["ties"])


def told(result: Mapping[str, Any], may_show: bool) -> dict[str, Any]:
    """The result as it is kept and published: without the count by another rule where that may not be.

    Beside Meek the exact count is by another rule, and so a what-if.
    """
    exact = result["exact"]
    hide = exact is not None and exact["compares"] == "rule" and not may_show
    return {**result, "exact": None if hide else exact}


def told_beside(
    contest: Contested, papers: Papers, *, order: Sequence[int], result: Mapping[str, Any],
    may_show: bool,
) -> dict[str, Any]:  # fmt: skip
    """What a count keeps beside its result: `lot` where one was used, `what_if` where it may be."""
    found: dict[str, Any] = {}
    if lot_used(result):
        found["lot"] = lot_mattered(contest, papers, in_full=may_show)
    if may_show and papers:
        found["what_if"] = other_rules(contest, papers, order)
    return found
