"""Counting a poll by a rule, with the exact-fraction count beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mutualise.governance.rules.counting import ers97, meek, northern_ireland, scottish, small_polls
from mutualise.governance.rules.counting.constraint import Constraint, Guard
from mutualise.governance.rules.counting.lots import LotNeeded, Lots, NoLots
from mutualise.governance.rules.counting.piles import Diverged, Table
from mutualise.governance.rules.counting.poll import Poll
from mutualise.governance.rules.counting.record import Count, Exact
from mutualise.governance.rules.counting.tallying import Tally


@dataclass(frozen=True)
class Rule:
    """A counting rule: how it is called, its text and precision, and what carries it out.

    `tally` carries a tally of whole papers to the end, and can do so in exact fractions; `whole` counts
    a poll by a rule that keeps no such tally.
    """

    code: str
    title: str
    text: str
    unit: int
    tally: Callable[[Tally], Count] | None = None
    whole: Callable[..., Count] | None = None
    backwards: bool = False

    @property
    def transferable(self) -> bool:
        return self.unit > 1

    def start(self, poll: Poll, lots: Lots, **more: Any) -> Tally:
        """A fresh tally for this rule."""
        return Tally(poll, self.unit, lots, backwards=self.backwards, **more)


def _rule(code: str, title: str, module: Any, unit: int, **more: Any) -> Rule:
    return Rule(code, title, module.__doc__ or "", unit, **more)


RULES: Mapping[str, Rule] = {
    each.code: each
    for each in (
        _rule("scottish", "Scottish STV (weighted inclusive Gregory, 5 decimals)", scottish, scottish.UNIT,
              tally=scottish.run, backwards=True),
        _rule("ers97", "ERS97 (Electoral Reform Society, 3rd edition)", ers97, ers97.UNIT, tally=ers97.run),
        _rule("ni", "Northern Ireland STV (SI 1985/454)", northern_ireland, northern_ireland.UNIT,
              tally=northern_ireland.run),
        _rule("meek", "Meek (Proportional Representation Foundation reference)", meek, meek.UNIT,
              whole=meek.count_meek),
        _rule("plurality", "Plurality (most first preferences)", small_polls, 1,
              whole=small_polls.count_plurality),
        _rule("approval", "Approval (named on most papers)", small_polls, 1,
              whole=small_polls.count_approval),
    )
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
    chosen, more = asked(rule, constraint)
    lots = lots or NoLots()
    if chosen.tally is None:
        assert chosen.whole is not None  # noqa: S101 - a rule has one or the other
        done = chosen.whole(poll, lots, **more)
        return done.beside(_beside(done, lots, more)) if chosen.transferable else done
    tally = chosen.start(poll, lots, **more)
    done = chosen.tally(tally)
    return done.beside(_exact(done, chosen, lots, tally.table, more))


def elected_by(
    poll: Poll, rule: str, lots: Lots, constraint: Constraint | None = None
) -> tuple[int, ...]:
    """Only who is elected, without the exact count beside. Raises as `count` does."""
    chosen, more = asked(rule, constraint)
    if chosen.tally is None:
        assert chosen.whole is not None  # noqa: S101 - a rule has one or the other
        return chosen.whole(poll, lots, **more).elected
    return chosen.tally(chosen.start(poll, lots, **more)).elected


def asked(rule: str, constraint: Constraint | None) -> tuple[Rule, dict[str, Any]]:
    """The rule with this code and what it takes with it. Raises RuleUnfit."""
    if rule not in RULES:
        raise RuleUnfit(f"“{rule}” is not a counting rule. Use one of: {', '.join(RULES)}.")
    if constraint is None:
        return RULES[rule], {}
    if not RULES[rule].transferable:
        raise RuleUnfit(
            "A constraint inside a contest is counted by a rule with transfers only: scottish, ers97, ni "
            "or meek."
        )
    return RULES[rule], {"guard": Guard(constraint)}


_SAME = "the same rule in exact fractions"


def _exact(done: Count, rule: Rule, lots: Lots, table: Table, more: dict[str, Any]) -> Exact:
    """The same rule without rounding. The papers are looked at again only where they part ways."""
    try:
        return _compared(done, rule, lots, _SAME, "rounding", replay=table, **more)
    except Diverged:
        return _compared(done, rule, lots, _SAME, "rounding", **more)


def _beside(done: Count, lots: Lots, more: dict[str, Any]) -> Exact:
    method = "weighted inclusive Gregory in exact fractions"
    return _compared(done, RULES["scottish"], lots, method, "rule", **more)


def _compared(
    done: Count, rule: Rule, lots: Lots, method: str, compares: str, **more: Any
) -> Exact:
    assert rule.tally is not None  # noqa: S101 - only asked of such a rule
    try:
        elected = rule.tally(rule.start(done.poll, lots, exact=True, **more)).elected
    except LotNeeded:
        return Exact(method, compares, None, False)
    return Exact(method, compares, elected, set(elected) == set(done.elected))
