"""The thresholds each method knows, with their defaults, and the evidence it needs.

`window_months`: how old a figure may be and still be fresh. `carry_years`: how much older it may
be and still be brought up to date. `coverage`, `coverage_weight`: the shares of the bodies and of
the total that must be fresh for a total to speak. `strata`: ascending size limits, each with its
own growth where it has `fewest_donors`. `never_measured`: "median" or "nothing". A method that
changes gets a new version beside the old one, so that what was published can be computed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# A threshold of a method: months, a share, a word, or ascending size limits.
Rule = int | Decimal | str | tuple[Decimal, ...]


@dataclass(frozen=True)
class Knows:
    """What a measure may set for a method; `kinds` is how many kinds of evidence it must name."""

    thresholds: Mapping[str, Rule]
    kinds: int = 1


TOTALS: Mapping[str, Rule] = {
    "window_months": 15,
    "carry_years": 5,
    "coverage": Decimal("0.6"),
    "coverage_weight": Decimal("0.75"),
    "fewest_donors": 5,
    "strata": (Decimal(50), Decimal(250)),
}

ORGANIC = Knows({**TOTALS, "years": 3, "tolerance_days": 183}, kinds=5)
KNOWN: Mapping[str, Knows] = {
    "register-count/1": Knows(
        {"coverage": Decimal("0.8"), "official_months": 12, "official_subject": "sector"},
    ),
    "stated/1": Knows({"max_age_months": 24}),
    "latest-fact/1": Knows({}),
    "stock-total/1": Knows({**TOTALS, "never_measured": "median"}),
    "annual-value/1": Knows(
        {
            **TOTALS,
            "never_measured": "median",
            "life_kind": "contract-value",
            "years_kind": "contract-length-years",
        },
    ),
    "organic-change/1": ORGANIC,
    "organic-change/2": ORGANIC,
    "organic-change/3": ORGANIC,
    "period-growth/1": Knows({"rounded_to": Decimal("0.1"), "index_rounded_to": Decimal("0.1")}),
    "subject-growth/1": Knows({"tolerance_days": 183}, kinds=2),
    "ratio-between/1": Knows({"tolerance_days": 92, "small_base": 20}),
    "proportion/1": Knows(
        {"max_age_months": 36, "small_base": 30, "good_response": Decimal("0.5")},
    ),
}
