"""The verdict is arithmetic on the test, the value and its range; grave faults take support away."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mutualise.claims.rules.interval import Test, grouped, in_words, plain
from mutualise.claims.rules.measured import Measured
from mutualise.claims.rules.verdict import Judgement, Verdict, judge, with_faults

VALUES = st.decimals(-1000, 1000, places=2)


@st.composite
def intervals(draw):
    lower, upper = sorted((draw(VALUES), draw(VALUES)))
    return Test(
        draw(st.sampled_from([lower, None])),
        draw(st.sampled_from([upper, None])),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def ranged(draw):
    lower, value, upper = sorted(draw(st.tuples(VALUES, VALUES, VALUES)))
    return Measured("count", value=value, lower=lower, upper=upper)


@given(intervals(), ranged())
def test_support_means_that_every_value_of_the_range_passes(test, measured):
    verdict = judge(test, measured).verdict
    ends = test.holds(measured.lower) and test.holds(measured.upper)
    if not test.holds(measured.value):
        assert verdict is Verdict.NOT_SUPPORTED
    else:
        assert verdict is (Verdict.SUPPORTED if ends else Verdict.POINT_ONLY)


@given(intervals(), ranged())
def test_a_narrower_range_never_loses_support(test, measured):
    assume(judge(test, measured).verdict is Verdict.SUPPORTED)
    narrower = replace(measured, lower=measured.value, upper=measured.value)
    assert judge(test, narrower).verdict is Verdict.SUPPORTED


@given(intervals(), ranged())
def test_without_a_range_there_is_never_support(test, measured):
    for missing in (replace(measured, lower=None), replace(measured, upper=None)):
        assert judge(test, missing).verdict in {Verdict.POINT_ONLY, Verdict.NOT_SUPPORTED}


@given(intervals(), ranged(), st.booleans())
def test_evidence_that_does_not_speak_is_never_judged(test, measured, has_value):
    silent = replace(
        measured, speaks=False, reason="Too few.", value=measured.value if has_value else None
    )
    assert judge(test, silent) == Judgement(Verdict.CANNOT_SAY, "Too few.")


def test_no_value_means_no_verdict():
    assert judge(Test(), Measured("count")).verdict is Verdict.CANNOT_SAY


@given(intervals(), ranged())
def test_a_grave_fault_only_takes_support_away(test, measured):
    before = judge(test, measured)
    after = with_faults(before, "Wrong words.")
    if before.verdict is Verdict.SUPPORTED:
        assert (after.verdict, "Wrong words." in after.reason) == (Verdict.NOT_SUPPORTED, True)
    else:
        assert after == before
    assert with_faults(before, "") == before


@given(intervals(), VALUES)
def test_a_negated_test_holds_of_the_negated_value(test, value):
    assert test.negated().holds(-value) == test.holds(value)


@given(intervals(), VALUES)
def test_a_mapped_test_holds_of_the_mapped_value(test, value):
    mapped = test.mapped(factor=Decimal(100), plus=Decimal(-100))
    assert mapped.holds(value * 100 - 100) == test.holds(value)


@pytest.mark.parametrize(
    ("value", "written", "shown"),
    [
        ("1.450E+9", "1450000000", "1,450,000,000"),
        ("0E-10", "0", "0"),
        ("-0.0", "0", "0"),
        ("-1234.50", "-1234.5", "−1,234.5"),
        ("-0.05", "-0.05", "−0.05"),
        ("1E-7", "0.0000001", "0.0000001"),
    ],
)
def test_decimals_are_written_plainly(value, written, shown):
    assert (plain(Decimal(value)), grouped(Decimal(value))) == (written, shown)


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (Test(Decimal(1), Decimal(2), True, False), "1 ≤ x < 2 people"),
        (Test(Decimal(1), Decimal(1), True, True), "x = 1 people"),
        (Test(Decimal(1), None), "x > 1 people"),
        (Test(Decimal(1), None, True), "x ≥ 1 people"),
        (Test(None, Decimal(2)), "x < 2 people"),
        (Test(None, Decimal(2), False, True), "x ≤ 2 people"),
    ],
)
def test_a_test_in_words(test, words):
    assert in_words(test, "people") == words


@given(intervals(), intervals(), VALUES)
def test_an_interval_that_is_covered_passes_whole_and_one_that_is_excluded_not_at_all(
    test, known, value
):
    assume(known.holds(value))
    if test.covers(known):
        assert test.holds(value)
    if test.excludes(known):
        assert not test.holds(value)


@pytest.mark.parametrize(
    ("bound", "test", "verdict"),
    [
        (Test(lower=Decimal(3000)), Test(lower=Decimal(3000)), Verdict.SUPPORTED),
        (Test(lower=Decimal(3000)), Test(lower=Decimal(2999)), Verdict.SUPPORTED),
        (Test(lower=Decimal(3000)), Test(lower=Decimal(3001)), Verdict.CANNOT_SAY),
        (
            Test(lower=Decimal(3000), lower_inclusive=True),
            Test(lower=Decimal(3000)),
            Verdict.CANNOT_SAY,
        ),
        (Test(lower=Decimal(3000)), Test(upper=Decimal(3000), upper_inclusive=True), Verdict.NOT_SUPPORTED),
        (Test(upper=Decimal(3000)), Test(upper=Decimal(3500)), Verdict.SUPPORTED),
        (Test(upper=Decimal(3000)), Test(lower=Decimal(3000)), Verdict.NOT_SUPPORTED),
        (Test(upper=Decimal(3000)), Test(lower=Decimal(2000)), Verdict.CANNOT_SAY),
        (Test(), Test(lower=Decimal(2000)), Verdict.CANNOT_SAY),
    ],
)  # fmt: skip
def test_a_statement_of_a_bound_is_judged_by_all_it_leaves_open(bound, test, verdict):
    measured = Measured(
        "people", lower=bound.lower, upper=bound.upper,
        lower_inclusive=bound.lower_inclusive, upper_inclusive=bound.upper_inclusive,
    )  # fmt: skip
    assert judge(test, measured).verdict is verdict


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (2501, None, Verdict.SUPPORTED),
        (2400, None, Verdict.CANNOT_SAY),
        (None, 2400, Verdict.NOT_SUPPORTED),
        (None, 2600, Verdict.CANNOT_SAY),
    ],
)
def test_a_range_open_at_one_end_supports_what_all_of_it_passes(lower, upper, verdict):
    ends = {name: None if each is None else Decimal(each)
            for name, each in (("lower", lower), ("upper", upper))}  # fmt: skip
    assert judge(Test(Decimal(2500)), Measured("people", **ends)).verdict is verdict
