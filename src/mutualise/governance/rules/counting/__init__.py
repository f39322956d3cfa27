"""Counting ballots: a pure library, without Django, that anyone can import and repeat a count with.

    poll = read(open("ward.blt", "rb").read(), "ward.blt")
    result = count(poll, "scottish")
    result.elected, result.stages, result.as_json()

Amounts are integers in the rule's unit or exact fractions; there is no floating point here.
"""

from mutualise.governance.rules.counting.branches import Branches, every_branch
from mutualise.governance.rules.counting.conduct import RULES, Rule, RuleUnfit, count, elected_by
from mutualise.governance.rules.counting.constraint import (
    Category,
    Constraint,
    NoFeasibleOutcome,
    read_constraint,
)
from mutualise.governance.rules.counting.explain import Explanation, counted
from mutualise.governance.rules.counting.lots import (
    PURPOSES,
    LotNeeded,
    NoLots,
    Order,
    from_seed,
)
from mutualise.governance.rules.counting.poll import Papers, Poll, PollUnfit
from mutualise.governance.rules.counting.publication import (
    Publication,
    as_blt,
    publication,
    sufficient,
)
from mutualise.governance.rules.counting.reading import BallotsUnreadable, read
from mutualise.governance.rules.counting.record import Count, Exact, Stage, Tie
from mutualise.governance.rules.counting.spoken import spoken_names

__all__ = [
    "PURPOSES", "RULES", "BallotsUnreadable", "Branches", "Category", "Constraint", "Count", "Exact", "Explanation", "LotNeeded",
    "NoFeasibleOutcome", "NoLots", "Order", "Papers", "Poll", "PollUnfit", "Publication", "Rule",
    "RuleUnfit", "Stage", "Tie", "as_blt", "count", "counted", "elected_by", "every_branch", "from_seed", "publication", "read",
    "read_constraint", "spoken_names", "sufficient",
]  # fmt: skip
