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


Outcome = list[int] | str | None


def other_rules(
    contest: Contested, papers: Papers, order: Sequence[int] = ()
) -> dict[str, Outcome]:
    """`by_other_rules` under the lot of the count, with the elected as sorted numbers."""
    lots = counting.Order(tuple(order)) if order else counting.NoLots()
    poll, constraint = poll_of(contest, papers), constraint_of(contest)
    found = by_other_rules(poll, contest.rule, lots, constraint)
    return {code: sorted(each) if isinstance(each, list) else each for code, each in found.items()}


def by_other_rules(
    poll: counting.Poll, counted_by: str, lots: counting.Order | counting.NoLots,
    constraint: counting.Constraint | None,
) -> dict[str, Outcome]:  # fmt: skip
    """Whom each other rule with transfers would elect, in the order of election; None where it needs a
    lot, and words that say why where it cannot count this contest.

    The same lot and the same reservation stand for each. Empty where the rule is no rule with
    transfers: one choice or a set of names is not a ranking.
    """
    found: dict[str, Outcome] = {}
    if not counting.RULES[counted_by].transferable:
        return found
    for code, rule in counting.RULES.items():
        if code == counted_by or not rule.transferable:
            continue
        try:
            found[code] = list(counting.elected_by(poll, code, lots, constraint))
        except counting.LotNeeded:
            found[code] = None
        except (counting.NoFeasibleOutcome, counting.PollUnfit, counting.RuleUnfit) as unfit:
            found[code] = f"This rule cannot count the contest: {unfit}"
        except Exception as error:  # what another rule would do never stands in a result's way
            found[code] = f"Its program stopped with an error ({type(error).__name__})."
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
