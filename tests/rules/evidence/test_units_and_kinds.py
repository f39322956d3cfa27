"""Numbers are kept exactly or refused, and a known kind has its own units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.evidence.rules import kinds, units

NO_NUMBERS = [
    "",
    "NaN",
    "inf",
    "-Infinity",
    "1e9999",
    "1e3",
    "1,500",
    "£5",
    "+5",
    "5 %",
    "0x10",
]
NO_NUMBERS += [
    "1.",
    ".5",
    "--1",
    "1.2.3",
    "\u0661\u0662",
    "9" * 41,
    "=1+1",
    "1\n2",
    "−5",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("unit", units.UNITS)
def test_a_value_is_plain_digits_or_refused_with_a_remedy(text, unit):
    with pytest.raises(units.ValueUnreadable) as refusal:
        units.parse_value(text, unit)
    assert refusal.value.remedy in str(refusal.value)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1.005", "GBP"),
        ("0.001", "GBP a year"),
        ("1.00001", "per cent"),
        ("12.5", "people"),
        ("-1", "people"),
        ("-0.5", "ratio"),
        ("123456789012345", "GBP"),
        ("1234567890123.1234", "index"),
    ],
)
def test_a_value_that_cannot_be_kept_exactly_in_its_unit_is_refused(text, unit):
    with pytest.raises(units.ValueUnreadable):
        units.parse_value(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1500000000", "GBP", "1500000000"),
        ("367720000.00", "GBP", "367720000"),
        ("-30000", "GBP", "-30000"),
        ("-1.3", "per cent a year", "-1.3"),
        ("-0", "people", "0"),
        ("0012", "people", "12"),
        ("132.2500", "index", "132.25"),
        ("9999999999999.99", "GBP", "9999999999999.99"),
    ],
)
def test_a_value_is_kept_exactly(text, unit, value):
    assert units.parse_value(text, unit) == Decimal(value)


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=4))
def test_four_decimals_survive_where_the_unit_allows_them(number):
    assert units.parse_value(format(number, "f"), "per cent") == number


@given(st.integers(0, 10**13 - 1))
def test_pounds_and_pence_survive(pounds):
    assert units.parse_value(f"{pounds}.25", "GBP") == Decimal(pounds) + Decimal("0.25")


@given(st.integers(0, 10**15 - 1), st.integers(0, 4))
def test_every_value_taken_survives_a_database_that_keeps_floats(digits, places):
    number = Decimal(digits).scaleb(-places)
    assert Decimal(str(float(number))).quantize(Decimal("0.0001")) == number


def test_sixteen_digits_are_refused_because_a_float_would_change_them():
    with pytest.raises(units.ValueUnreadable, match="15 in all"):
        units.parse_value("99999999999999.99", "GBP")


@given(st.text(max_size=60), st.sampled_from(units.UNITS))
def test_any_text_is_a_finite_number_or_refused(text, unit):
    try:
        assert units.parse_value(text, unit).is_finite()
    except units.ValueUnreadable as refusal:
        assert refusal.remedy


def test_money_has_two_decimal_places_and_people_are_not_money():
    assert units.is_money("GBP")
    assert units.is_money("GBP a year")
    assert not units.is_money("people")


@pytest.mark.parametrize("unit", ["", "gbp", "GBP million", "£", "percent"])
def test_an_unknown_unit_is_refused_with_the_known_ones(unit):
    with pytest.raises(units.UnitUnknown, match="per cent a year"):
        units.parse_value("1", unit)


def test_a_known_kind_is_refused_in_a_unit_it_is_not_measured_in():
    assert kinds.check_kind("employees", "people") == "employees"
    with pytest.raises(kinds.UnitNotOfKind, match="give it in people"):
        kinds.check_kind("employees", "GBP")


def test_a_kind_no_measure_uses_may_be_recorded_in_any_unit():
    assert kinds.check_kind("youth-clubs", "count") == "youth-clubs"
    assert kinds.label_of("youth-clubs") == "Youth clubs"
    assert kinds.label_of("employees") == "Employees (headcount)"


@pytest.mark.parametrize(
    "name", ["", "Employees", "staff_transferred", "-a", "a--b", "é", "a" * 61]
)
def test_a_kind_that_is_not_kebab_case_is_refused(name):
    with pytest.raises(kinds.KindUnknown, match="joined by hyphens"):
        kinds.check_kind(name, "count")


def test_every_known_kind_has_a_name_that_may_be_recorded_and_known_units():
    assert kinds.KINDS
    for name, kind in kinds.KINDS.items():
        assert kind.units
        assert [kinds.check_kind(name, unit) for unit in kind.units]
        assert len(kind.label) > 5
