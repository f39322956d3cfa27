"""The methods, by name and version: each a pure function from inputs to an estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.inputs import Inputs
from mutualise.statistics.rules.methods.annual_value import annual_value
from mutualise.statistics.rules.methods.latest_fact import latest_fact
from mutualise.statistics.rules.methods.organic_change import organic_change
from mutualise.statistics.rules.methods.period_growth import period_growth
from mutualise.statistics.rules.methods.proportion import proportion
from mutualise.statistics.rules.methods.ratio_between import ratio_between
from mutualise.statistics.rules.methods.register_count import register_count
from mutualise.statistics.rules.methods.stated import stated
from mutualise.statistics.rules.methods.stock_total import stock_total
from mutualise.statistics.rules.methods.subject_growth import subject_growth

METHODS: Mapping[str, Callable[[Inputs], Estimate]] = {
    "register-count/1": register_count,
    "stated/1": stated,
    "latest-fact/1": latest_fact,
    "stock-total/1": stock_total,
    "annual-value/1": annual_value,
    "organic-change/1": organic_change,
    "organic-change/2": organic_change,
    "organic-change/3": organic_change,
    "period-growth/1": period_growth,
    "subject-growth/1": subject_growth,
    "ratio-between/1": ratio_between,
    "proportion/1": proportion,
}
