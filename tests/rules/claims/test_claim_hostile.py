"""Wordings of a hostile reader and of a press officer with something to hide: each was once read as more or less
than it says."""

import pytest

from mutualise.claims.rules.compile import NotCompilable, compile_quantity
from mutualise.claims.rules.interval import in_words
from mutualise.claims.rules.quantities import find_quantities

FLAT = "public-service-productivity-growth?at=2014-07-23&from=1997&to=2010"


@pytest.mark.parametrize(
    ("words", "unit", "test"),
    [
        ("just over 100 mutuals", "count", "100 < x ≤ 105"),
        ("a little more than 35,000 people", "people", "35,000 < x ≤ 36,750 people"),
        ("barely over £1.5bn", "GBP", "£1.5 billion < x ≤ £1.575 billion"),
        ("just over 90 per cent", "per cent", "90 < x ≤ 94.5 per cent"),
        ("just over half of staff", "per cent", "50 < x ≤ 52.5 per cent"),
        ("just over doubled its headcount", "ratio", "2 < x ≤ 2.1"),
        ("just over 9 people", "people", "9 < x ≤ 10 people"),
        ("well over 100 mutuals", "count", "x > 100"),
        ("one in a hundred staff", "per cent", "0.95 ≤ x ≤ 1.05 per cent"),
        ("Three in a thousand", "per cent", "0.285 ≤ x ≤ 0.315 per cent"),
        ("about 30,000 to 35,000 people", "people", "30,000 ≤ x ≤ 35,000 people"),
        ("no fewer than one hundred and one mutuals", "count", "x ≥ 101"),
        ("nine-tenths of staff", "per cent", "85.5 ≤ x ≤ 94.5 per cent"),
        ("£900m–£1.2bn", "GBP", "£900 million ≤ x ≤ £1.2 billion"),
        ("NO FEWER THAN THIRTY-FIVE THOUSAND PEOPLE", "people", "x ≥ 35,000 people"),
        ("twice as many staff", "ratio", "x ≥ 2"),
    ],
)
def test_it_is_read_as_what_it_says(words, unit, test):
    (quantity,) = find_quantities(words)
    assert in_words(compile_quantity(quantity, unit), unit) == test


@pytest.mark.parametrize(
    ("words", "unit", "why"),
    [
        ("just under £1.5 to £2bn", "GBP", "“just under” bounds one figure, and a range has two"),
        ("over 3,000 to 4,000 jobs", "people", "bounds one figure"),
        ("up to 90–95%", "per cent", "bounds one figure"),
        ("£10MM", "GBP", "letters after the sum"),
        ("£3km", "GBP", "letters after the sum"),
        ("up 25 basis points", "per cent", "a change in percentage points"),
        ("25 bps", "per cent a year", "a percentage"),
        ("a 7-figure sum", "GBP", "not a number"),
        ("a couple of hundred mutuals", "count", "not a number"),
    ],
)
def test_it_is_found_and_refused_where_it_says_no_one_thing(words, unit, why):
    (quantity,) = find_quantities(words)
    with pytest.raises(NotCompilable, match=why):
        compile_quantity(quantity, unit)


@pytest.mark.parametrize(
    "words",
    [
        "Telephone: 020 7946 0018", "Write to SW1A 2AS by 1 May.", "Under regulation 12(4) and rule 7.3",
        "the week of 4–8 August", "the M25 and the A63", "The twenty-third mutual joined.",
        "a third-party audit of a second-hand car", "On 4.8.14 it opened.", "Catch-22",
    ],
)  # fmt: skip
def test_numbers_that_count_nothing_are_left_out(words):
    assert find_quantities(words) == ()


@pytest.mark.parametrize("year", ["1997", "the start of 1997"])
def test_since_a_year_is_up_to_now(world, year):
    claim = world.claim(f"was flat since {year}", FLAT, "Productivity {}.")
    assert [fault.code for fault in claim.faults] == ["different-period"]
    assert str(claim.verdict) == "not supported"


def test_just_over_is_no_cover_for_four_times_as_many(world):
    world.plant("live-mutuals", value=400, lower=400, upper=400)
    claim = world.claim("just over 100 mutuals", "live-mutuals?at=2014-07-23", "There are {}.")
    assert str(claim.verdict) == "not supported"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("35,000 additional jobs", "They have {}."),
        ("35,000 new public service jobs", "They brought {}."),
        ("35,000 jobs", "They have created {}."),
        ("35,000 jobs were created", "In all {}."),
        ("35,000 more staff", "They have {}."),
    ],
)
def test_people_added_are_not_all_people_employed(world, words, sentence):
    world.plant("employees", title="People employed by public service mutuals")
    claim = world.claim(words, "employees?at=2014-07-23", sentence)
    assert [fault.code for fault in claim.faults] == ["wrong-unit"]
    assert str(claim.verdict) == "not supported"


@pytest.mark.parametrize("words", ["35,000 jobs", "35,000 new-style staff"])
def test_people_employed_are(world, words):
    world.plant("employees", title="People employed by public service mutuals")
    claim = world.claim(words, "employees?at=2014-07-23", "They provide {}.")
    assert (claim.faults, str(claim.verdict)) == ((), "supported")
