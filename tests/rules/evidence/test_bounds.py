"""A bound is kept as a bound: "over 3,000" is never 3,000."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.evidence.rules.bounds import (
    QUALIFIERS,
    Bounds,
    QualifierUnknown,
    bounds_of,
)

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


def test_a_value_has_no_bound():
    assert bounds_of("=", Decimal(66)) == Bounds(value=Decimal(66))
    assert bounds_of("~", Decimal(66)) == Bounds(value=Decimal(66))
    assert not bounds_of("~", Decimal(66)).is_bound


def test_over_three_thousand_is_a_lower_bound_that_does_not_admit_three_thousand():
    over = bounds_of(">", Decimal(3000))
    assert over == Bounds(lower=Decimal(3000), lower_inclusive=False)
    assert not over.admits(Decimal(3000))
    assert over.admits(Decimal(3001))


def test_as_many_as_three_thousand_is_an_upper_bound_that_admits_three_thousand():
    up_to = bounds_of("<=", Decimal(3000))
    assert up_to == Bounds(upper=Decimal(3000), upper_inclusive=True)
    assert up_to.admits(Decimal(3000))
    assert not up_to.admits(Decimal(3001))


@pytest.mark.parametrize("qualifier", ["", "==", "about", "≥", "=>", "< "])
def test_an_unknown_qualifier_is_refused_with_the_known_ones(qualifier):
    with pytest.raises(QualifierUnknown, match="> >= < <="):
        bounds_of(qualifier, Decimal(1))


@given(st.sampled_from(QUALIFIERS), numbers)
def test_there_is_a_value_or_one_bound_and_never_both(qualifier, number):
    bounds = bounds_of(qualifier, number)
    known = [part for part in (bounds.value, bounds.lower, bounds.upper) if part is not None]
    assert known == [number]
    assert bounds.is_bound is (qualifier not in "=~")


@given(numbers, numbers)
def test_bounds_admit_what_the_comparison_admits(number, tried):
    assert bounds_of(">", number).admits(tried) is (tried > number)
    assert bounds_of(">=", number).admits(tried) is (tried >= number)
    assert bounds_of("<", number).admits(tried) is (tried < number)
    assert bounds_of("<=", number).admits(tried) is (tried <= number)
    assert bounds_of("=", number).admits(tried) is (tried == number)
