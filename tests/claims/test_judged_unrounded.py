"""The bridge from an estimate to a claim hands over the figure before it is rounded."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from mutualise.claims.presenters import shown
from mutualise.claims.queries import resolve
from mutualise.claims.queries.resolve import checked
from mutualise.claims.rules.report import as_json
from mutualise.statistics.queries.figure import estimate
from mutualise.statistics.rules.estimate import Exact

pytestmark = pytest.mark.django_db


def test_a_claim_is_judged_by_the_figure_before_it_is_rounded(monkeypatch):
    unrounded = Exact(Fraction(499, 250), Fraction(499, 250), Fraction(499, 250))

    def nearly_double(measure, put):
        two = Decimal("2.00")
        return replace(
            estimate(measure, put),
            speaks=True, value=two, lower=two, upper=two, exact=unrounded,
        )  # fmt: skip

    monkeypatch.setattr(resolve, "estimate", nearly_double)
    link = "claim:headcount-ratio?subject=bit&from=2014-02-05&to=2014-08-05&at=2014-08-05"
    (claim,) = checked(f"The team [doubled its headcount]({link}).").claims
    assert (str(claim.verdict), claim.value) == ("not supported", Decimal("1.996"))
    assert (
        shown(as_json(checked(f"The team [doubled its headcount]({link})."))["claims"][0])[
            "computed"
        ]
        == "1.996"
    )
