"""Numerals: whatever number is written, in whatever way, the same number is read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.claims.rules.compile import compile_quantity
from mutualise.claims.rules.quantities import find_quantities
from mutualise.claims.rules.units import Kind

SPELT_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
SPELT_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
UNITS, TENS = SPELT_UNITS.split(), SPELT_TENS.split()
SCALES = [(10**9, "billion"), (10**6, "million"), (10**3, "thousand")]


def spell_below_thousand(number: int) -> str:
    words = []
    if number >= 100:
        words.append(f"{UNITS[number // 100]} hundred")
        number %= 100
        if number:
            words.append("and")
    if number >= 20:
        words.append(TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else ""))
    elif number:
        words.append(UNITS[number])
    return " ".join(words)


def spell(number: int) -> str:
    """British spelling of a whole number, written apart from the code it tests."""
    words = []
    for scale, name in SCALES:
        if number >= scale:
            words.append(f"{spell_below_thousand(number // scale)} {name}")
            number %= scale
    if number:
        words.append(("and " if words and number < 100 else "") + spell_below_thousand(number))
    return " ".join(words)


def only(text: str):
    (quantity,) = find_quantities(text)
    return quantity


@given(st.integers(2, 10**12 - 1))
def test_words_are_read_as_the_number_they_spell(number):
    assert only(f"about {spell(number)} people").value == number


@given(st.integers(2, 10**12 - 1))
def test_words_in_capitals_and_at_the_start_read_the_same(number):
    assert only(f"{spell(number).capitalize()} people").value == number
    assert only(f"{spell(number).upper()} PEOPLE").value == number


@given(st.integers(0, 10**12))
def test_digits_read_the_same_with_and_without_commas(number):
    assert only(f"{number:,} people").value == number
    assert only(f"{number} people").value == number


@given(st.integers(1, 999_999), st.sampled_from([("k", 3), ("m", 6), ("bn", 9)]))
def test_a_scale_multiplies_the_digits(hundredths, scale):
    mantissa = Decimal(hundredths) / 100
    suffix, power = scale
    word = {3: "thousand", 6: "million", 9: "billion"}[power]
    expected = mantissa * Decimal(10) ** power
    for text in (f"£{mantissa}{suffix}", f"£{mantissa} {word}", f"{mantissa} {word} pounds"):
        quantity = only(text)
        assert (quantity.kind, quantity.currency) == (Kind.MONEY, "GBP")
        assert quantity.value == expected


@given(st.integers(1, 99), st.sampled_from(["{}%", "{} %", "{} per cent", "{} percent", "{}pc"]))
def test_per_cent_in_every_spelling(number, spelling):
    quantity = only(spelling.format(number))
    assert (quantity.kind, quantity.value) == (Kind.PERCENT, number)


@given(st.integers(0, 10**9))
def test_the_test_of_a_bare_number_contains_it(number):
    test = compile_quantity(only(f"{number:,} people"), "people")
    assert test.holds(Decimal(number))
    assert not test.holds(test.upper)
    assert test.holds(test.lower)


@given(st.integers(1, 10**9), st.integers(2, 10))
def test_a_bare_number_says_something_about_its_size(number, factor):
    test = compile_quantity(only(f"{number:,} people"), "people")
    assert not test.holds(Decimal(number) * factor)


@given(st.decimals("0.01", "999.99", places=2))
def test_a_bare_sum_holds_to_half_its_last_digit(pounds):
    test = compile_quantity(only(f"£{pounds}m"), "GBP")
    half = Decimal("0.005") * 10**6
    value = pounds * 10**6
    assert (test.lower, test.upper) == (value - half, value + half)


@given(st.integers(1, 10**9))
def test_the_bounds_around_a_number_fit_together(number):
    def compiled(quantifier):
        return compile_quantity(only(f"{quantifier} {number:,} people"), "people")

    value = Decimal(number)
    assert not compiled("over").holds(value)
    assert compiled("at least").holds(value)
    assert not compiled("under").holds(value)
    assert compiled("up to").holds(value)
    assert compiled("exactly").holds(value)
    assert not compiled("nearly").holds(value)
    assert compiled("nearly").holds(value - 1)
    assert compiled("about").holds(value)
    assert compiled("about").holds(compiled("").lower)


@pytest.mark.parametrize("digits", ["9" * 31, "1" * 5000, "1" * 40 + ".5"])
def test_a_number_too_long_to_mean_anything_is_shown_and_not_computed(digits):
    (quantity,) = find_quantities(f"{digits} people")
    assert quantity.text == digits
    assert "too long" in quantity.problem


@pytest.mark.parametrize(
    ("words", "value", "step"),
    [
        ("half a per cent", "0.5", "0.1"),
        ("half of one per cent", "0.5", "0.1"),
        ("a quarter of 1%", "0.25", "0.01"),
        ("three quarters of a percentage point", "0.75", "0.01"),
        ("a tenth of a per cent", "0.1", "0.1"),
        ("a third of one per cent", "0.33", "0.01"),
        ("½ a percent", "0.5", "0.1"),
    ],
)
def test_a_part_of_one_per_cent_is_not_that_part_of_the_whole(words, value, step):
    found = only(f"It rose by {words} a year.")
    assert (found.kind, found.value, found.step) == (Kind.PERCENT, Decimal(value), Decimal(step))
    assert found.points == words.endswith("point")


def test_a_part_of_the_whole_stays_one():
    for words in ("half of the staff", "a third of a team", "a tenth of one region"):
        assert only(f"They are {words}.").kind is Kind.FRACTION
