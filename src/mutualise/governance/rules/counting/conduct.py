"""Counting a poll by a rule, with the exact-fraction count beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mutualise.governance.rules.counting import ers97, meek, northern_ireland, scottish, small_polls
from mutualise.governance.rules.counting.constraint import Constraint, Guard
from mutualise.governance.rules.counting.lots import LotNeeded, Lots, NoLots
from mutualise.governance.rules.counting.poll import Poll
from mutualise.governance.rules.counting.record import Count, Exact


@dataclass(frozen=True)
class Rule:
    """A counting rule: how it is called, its text, and the function that carries it out."""

    code: str
    title: str
    text: str
    run: Callable[..., Count]
    exact: bool  # the same rule can run in exact fractions
    transferable: bool = True


RULES: Mapping[str, Rule] = {
    "scottish": Rule(
        "scottish", "Scottish STV (weighted inclusive Gregory, 5 decimals)",
        scottish.__doc__ or "", scottish.count_scottish, True,
    ),
    "ers97": Rule(
        "ers97", "ERS97 (Electoral Reform Society, 3rd edition)",
        ers97.__doc__ or "", ers97.count_ers97, True,
    ),
    "ni": Rule(
        "ni", "Northern Ireland STV (SI 1985/454)",
        northern_ireland.__doc__ or "", northern_ireland.count_northern_ireland, True,
    ),
    "meek": Rule(
        "meek", "Meek (Proportional Representation Foundation reference)",
        meek.__doc__ or "", meek.count_meek, False,
    ),
    "plurality": Rule(
        "plurality", "Plurality (most first preferences)",
        small_polls.__doc__ or "", small_polls.count_plurality, False, False,
    ),
    "approval": Rule(
        "approval", "Approval (named on most papers)",
        small_polls.__doc__ or "", small_polls.count_approval, False, False,
    ),
}  # fmt: skip


class RuleUnfit(ValueError):
    """A rule that does not exist, or cannot do what is asked of it."""


def count(
    poll: Poll,
    rule: str = "scottish",
    lots: Lots | None = None,
    constraint: Constraint | None = None,
) -> Count:
    """Count `poll` by the rule with this code (a key of RULES).

    `lots` decides ties that the rule leaves to a lot; without it LotNeeded is raised at the first.
    Raises LotNeeded, PollUnfit, NoFeasibleOutcome, RuleUnfit.
    """
    if rule not in RULES:
        raise RuleUnfit(f"“{rule}” is not a counting rule. Use one of: {', '.join(RULES)}.")
    chosen = RULES[rule]
    more: dict[str, Any] = {}
    if constraint is not None:
        if rule != "scottish":
            raise RuleUnfit("A constraint inside a contest is counted by the Scottish rule only.")
        more["guard"] = Guard(constraint)
    lots = lots or NoLots()
    done = chosen.run(poll, lots, **more)
    return done.beside(_exact(done, chosen, lots, more)) if chosen.transferable else done


def _exact(done: Count, rule: Rule, lots: Lots, more: dict[str, Any]) -> Exact:
    run = rule.run if rule.exact else scottish.count_scottish
    method = (
        "the same rule in exact fractions" if rule.exact
        else "weighted inclusive Gregory in exact fractions"
    )  # fmt: skip
    try:
        elected = run(done.poll, lots, exact=True, **more).elected
    except LotNeeded:
        return Exact(method, "rounding" if rule.exact else "rule", None, False)
    return Exact(
        method, "rounding" if rule.exact else "rule", elected, set(elected) == set(done.elected)
    )
