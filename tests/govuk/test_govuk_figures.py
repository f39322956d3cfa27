"""How numbers and days read."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.govuk import figures


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1460000000", "£1.46 billion"),
        ("1500000000", "£1.5 billion"),
        ("999600000", "£1 billion"),
        ("999400000", "£999 million"),
        ("10000000", "£10 million"),
        ("12345678", "£12.3 million"),
        ("999999", "£999,999"),
        ("12345.67", "£12,345.67"),
        ("12345.00", "£12,345"),
        ("0.5", "£0.50"),
        ("-2500000", "−£2.5 million"),
        ("0", "£0"),
    ],
)
def test_money_reads_as_a_person_would_say_it(amount, words):
    assert figures.money(Decimal(amount)) == words


def test_money_in_full_shows_every_pound():
    assert figures.money(Decimal(1460000001), full=True) == "£1,460,000,001"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Fraction(4, 7), "57%"),
        (Fraction(1, 1000), "less than 1%"),
        (Fraction(999, 1000), "more than 99%"),
        (Decimal(1), "100%"),
        (Decimal(0), "0%"),
        (Decimal("-0.001"), "0%"),
    ],
)
def test_a_share_never_reads_all_or_nothing_when_it_is_not(part, words):
    assert figures.share(part) == words


@pytest.mark.parametrize("bad", [1.5, None, "12", True, Decimal("NaN"), Decimal("Infinity")])
@pytest.mark.parametrize("show", [figures.whole, figures.money, figures.share])
def test_what_is_not_an_exact_number_is_refused(show, bad):
    with pytest.raises(figures.NotAFigure):
        show(bad)


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_can_be_read_back(number):
    shown = figures.whole(number)
    assert int(shown.replace(",", "").replace(figures.MINUS, "-")) == number


@given(st.decimals(min_value=10**6, max_value=10**14, places=2))
def test_rounded_money_is_within_half_of_its_third_digit(amount):
    number, word = figures.money(amount)[1:].split(" ")
    read = Decimal(number.replace(",", "")) * (10**9 if word == "billion" else 10**6)
    assert abs(read - amount) <= max(amount / 200, Decimal(500_000))


def test_days_and_instants_are_read_in_london():
    assert figures.day(date(2014, 7, 3)) == "3 July 2014"
    assert figures.moment(datetime(2014, 7, 23, 23, 30, tzinfo=UTC)) == "24 July 2014, 12:30am"
    assert figures.iso_day(datetime(2014, 7, 23, 23, 30, tzinfo=UTC)) == "2014-07-24"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (35000, "people", "35,000 people"),
        (1, "people", "1 person"),
        (1, "days", "1 day"),
        (Decimal("0.5"), "days", "0.5 days"),
        (Decimal("120.46"), "FTE", "120.5 full-time equivalent"),
        (Decimal("1.5e9"), "GBP a year", "£1.5 billion a year"),
        (15, "per cent a year", "15% a year"),
        (Decimal("2.10"), "ratio", "2.1 times"),
        (100, "count", "100"),
    ],
)
def test_a_quantity_reads_with_its_unit(value, unit, words):
    assert figures.quantity(value, unit) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0 entries"), (1, "1 entry"), (Decimal("1.00"), "1 entry"), (Decimal("0.50"), "0.5 entries"), (1234, "1,234 entries")],
)  # fmt: skip
def test_so_many_of_a_thing_read_as_people_say_it(value, words):
    assert figures.counted(value, "entry", "entries") == words


def test_a_unit_without_words_is_refused():
    with pytest.raises(figures.NotAFigure, match="furlongs"):
        figures.quantity(3, "furlongs")
