"""Counting ballots: a pure library, without Django, that anyone can import and repeat a count with.

    poll = read(open("ward.blt", "rb").read(), "ward.blt")
    result = count(poll, "scottish")
    result.elected, result.stages, result.as_json()

Amounts are integers in the rule's unit or exact fractions; there is no floating point here.
"""

from mutualise.governance.rules.counting.conduct import RULES, Rule, RuleUnfit, count
from mutualise.governance.rules.counting.constraint import (
    Category,
    Constraint,
    NoFeasibleOutcome,
    read_constraint,
)
from mutualise.governance.rules.counting.lots import LotNeeded, NoLots, Order, from_seed
from mutualise.governance.rules.counting.poll import Papers, Poll, PollUnfit
from mutualise.governance.rules.counting.reading import BallotsUnreadable, read
from mutualise.governance.rules.counting.record import Count, Exact, Stage, Tie

__all__ = [
    "RULES", "BallotsUnreadable", "Category", "Constraint", "Count", "Exact", "LotNeeded",
    "NoFeasibleOutcome", "NoLots", "Order", "Papers", "Poll", "PollUnfit", "Rule", "RuleUnfit",
    "Stage", "Tie", "count", "from_seed", "read", "read_constraint",
]  # fmt: skip
