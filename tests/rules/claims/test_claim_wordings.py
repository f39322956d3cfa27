"""Wordings tried by reading as a careful stranger would: each was once read wrongly or not at all."""

import pytest

from mutualise.claims.rules.compile import NotCompilable, compile_quantity
from mutualise.claims.rules.interval import in_words
from mutualise.claims.rules.quantities import find_quantities

TESTS = [
    ("coming up to 100 mutuals", "count", "95 ≤ x < 100"),
    ("close on 100 mutuals", "count", "95 ≤ x < 100"),
    ("nigh on a hundred mutuals", "count", "95 ≤ x < 100"),
    ("not far short of 100 mutuals", "count", "95 ≤ x < 100"),
    ("not far off 100 mutuals", "count", "95 ≤ x < 100"),
    ("as few as 100 mutuals", "count", "x ≥ 100"),
    ("as little as £10m", "GBP", "x ≥ £10 million"),
    ("topped £10m", "GBP", "x > £10 million"),
    ("passed the 100 mark", "count", "x > 100"),
    ("nears £10m", "GBP", "£9.5 million ≤ x < £10 million"),
    ("GBP10m", "GBP", "£9.5 million ≤ x < £10.5 million"),
    ("10 million quid", "GBP", "£9.5 million ≤ x < £10.5 million"),
    ("£10 mln", "GBP", "£9.5 million ≤ x < £10.5 million"),
    ("£1 500 million", "GBP", "£1.45 billion ≤ x < £1.55 billion"),
    ("90-plus per cent", "per cent", "x ≥ 90 per cent"),
    ("90+ per cent", "per cent", "x ≥ 90 per cent"),
    ("90 p.c. of staff", "per cent", "89.5 ≤ x < 90.5 per cent"),
    ("the vast majority of staff", "per cent", "x > 50 per cent"),
    ("a minority of staff", "per cent", "x < 50 per cent"),
    ("most of the staff", "per cent", "x > 50 per cent"),
    ("fell by an average of 15% a year", "per cent a year", "−15.5 ≤ x < −14.5 per cent a year"),
    ("half as many again", "ratio", "1.475 ≤ x ≤ 1.525"),
    ("productivity stood still", "per cent", "−0.1 < x < 0.1 per cent"),
    ("3-4,000 jobs", "people", "3,000 ≤ x ≤ 4,000 people"),
    ("between £3 and £4,000", "GBP", "£3,000 ≤ x ≤ £4,000"),
    ("100 (one hundred) mutuals", "count", "95 ≤ x < 105"),
]


@pytest.mark.parametrize("words", ["up 5 percentage points", "a rise of five percentage points"])
def test_a_change_in_points_is_no_level_in_per_cent(words):
    (quantity,) = find_quantities(words)
    with pytest.raises(NotCompilable, match="a change in percentage points"):
        compile_quantity(quantity, "per cent")


@pytest.mark.parametrize(("words", "unit", "test"), TESTS)
def test_words_are_read_as_a_careful_reader_reads_them(words, unit, test):
    (quantity,) = find_quantities(words)
    assert in_words(compile_quantity(quantity, unit), unit) == test


@pytest.mark.parametrize(
    "words",
    [
        "a 50:50 joint venture",
        "a 60/40 split",
        "35,00 people",
        "1,00,000 people",
        "a seven-figure sum",
        "a multi-million pound deal",
        "a handful of mutuals",
        "a baker's dozen of mutuals",
        "a score of mutuals",
        "a pair of mutuals",
    ],
)
def test_a_figure_without_one_value_is_found_and_said_to_be_untestable(words):
    (quantity,) = find_quantities(words)
    with pytest.raises(NotCompilable):
        compile_quantity(quantity, "count")


@pytest.mark.parametrize(
    "words",
    [
        "Figure 2.1 shows it",
        "Stage 1 of 3",
        "room 4.14",
        "version 2.0",
        "call 999",
        "Company number 07890123",
        "registered charity no. 1234567",
        "(0113) 496 0000",
        "10 Downing Street",
        "70 Whitehall",
        "a two-way street",
        "a three-tier system",
        "make the most of the staff",
    ],
)
def test_what_looks_like_a_figure_and_is_none_is_left_out(words):
    assert find_quantities(words) == ()


def codes(claim):
    return [fault.code for fault in claim.faults]


JOBS = "additional-jobs?at=2014-07-23&years=3"
PEOPLE = "employees?at=2014-07-23"
VALUE = "services-value?at=2014-07-23"
GROWTH = "staff-productivity-growth?subject=mycsp&at=2014-07-23"
TRUSTED = "staff-feel-trusted?subject=chcp&at=2014-07-23"


@pytest.mark.parametrize(
    ("words", "link", "sentence", "fault"),
    [
        ("over 3,000 jobs a year", JOBS, "{}", "different-period"),
        ("over 3,000 jobs since 2013", JOBS, "{}", "different-period"),
        ("over 3,000 jobs between 2010 and 2014", JOBS, "{}", "different-period"),
        ("over 3,000 jobs", JOBS, "In the past five years they made {}.", "different-period"),
        ("£1.5bn over three years", VALUE, "{}", "different-period"),
        ("a rise of 15 per cent over two years", GROWTH, "{}", "different-period"),
        ("up 15% since 2012", GROWTH, "{}", "different-period"),
        ("35,000 people", PEOPLE, "They employ {} up and down the country.", "different-area"),
        ("35,000 people", PEOPLE, "English mutuals employ {}.", "different-area"),
        ("35,000 people", PEOPLE, "Worldwide they employ {}.", "different-area"),
        ("35,000 customers", PEOPLE, "{}", "wrong-unit"),
        ("35,000 full-time staff", PEOPLE, "{}", "wrong-unit"),
        ("35,000 FTE", PEOPLE, "{}", "wrong-unit"),
        ("£43,000 per employee", VALUE, "{}", "wrong-unit"),
        ("12 jobs per mutual", JOBS, "{}", "wrong-unit"),
        ("over 90 per cent of patients", TRUSTED, "{}", "different-denominator"),
    ],
)
def test_a_sentence_about_something_else_is_at_fault(world, words, link, sentence, fault):
    claim = world.claim(words, link, sentence)
    assert fault in codes(claim)
    assert str(claim.verdict) in {"not supported", "cannot say"}


@pytest.mark.parametrize(
    ("words", "link", "sentence"),
    [
        ("over 3,000 jobs since 2011", JOBS, "{}"),
        ("over 3,000 jobs", JOBS, "In three years they made {}."),
        ("35,000 patient-facing staff", PEOPLE, "{}"),
        ("35,000 people", PEOPLE, "The British government says they employ {}."),
        ("over 90 per cent of staff", TRUSTED, "{} who see patients."),
        ("nearly £1.5 billion a year", VALUE, "{}"),
    ],
)
def test_a_sentence_about_the_same_thing_is_not(world, words, link, sentence):
    assert codes(world.claim(words, link, sentence)) == []


def in_table(column, row, words, link):
    return f"| What | {column} |\n|---|---|\n| {row} | [{words}](claim:{link}) |"


@pytest.mark.parametrize(
    ("column", "row", "words", "link", "test"),
    [
        ("£bn", "Services", "nearly 1.5", VALUE, "£1.45 billion ≤ x < £1.5 billion a year"),
        ("£ million", "Services", "1,470", VALUE, "£1.465 billion ≤ x < £1.475 billion a year"),
        ("Value (£m)", "All", "£1,470", VALUE, "£1.465 billion ≤ x < £1.475 billion a year"),
        ("2014", "Services, £bn", "1.5", VALUE, "£1.45 billion ≤ x < £1.55 billion a year"),
        ("£", "Services", "1.5bn", VALUE, "£1.45 billion ≤ x < £1.55 billion a year"),
        ("% of staff", "Trusted", "over 90", TRUSTED, "x > 90 per cent"),
        ("Staff (000s)", "All", "35", PEOPLE, "34,500 ≤ x < 35,500 people"),
        ("Staff ('000)", "All", "35.1", PEOPLE, "35,050 ≤ x < 35,150 people"),
        ("Staff (thousands)", "All", "35 to 36", PEOPLE, "35,000 ≤ x ≤ 36,000 people"),
    ],
)
def test_a_cell_takes_the_unit_of_its_head(world, column, row, words, link, test):
    (claim,) = world.check(in_table(column, row, words, link)).claims
    assert claim.test_words == test


@pytest.mark.parametrize(
    ("column", "words", "link"),
    [
        ("Mutuals", "35,000", PEOPLE),
        ("€m", "1,470", VALUE),
        ("Value (£m a month)", "125", VALUE),
        ("Figure", "1.5", VALUE),
    ],
)
def test_a_head_of_another_unit_than_the_measure_is_a_wrong_unit(world, column, words, link):
    (claim,) = world.check(in_table(column, "All", words, link)).claims
    assert codes(claim) == ["wrong-unit"]


def test_a_number_under_a_head_of_people_is_no_year(world):
    text = "| Year | Staff |\n|---|---|\n| 2013 | 2014 |"
    assert [(u.text, u.line) for u in world.check(text).unchecked] == [("2014", 3)]


def test_a_head_is_no_figure_itself(world):
    assert world.check("| Staff (thousands) |\n|---|\n| none |").unchecked == ()
