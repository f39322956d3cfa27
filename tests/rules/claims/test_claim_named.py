"""What a sentence names beside its link: another body, another quantity, a bound or noughts of its own."""

from datetime import date
from decimal import Decimal

import pytest

from mutualise.claims.rules.bodies import other_body, short_name
from mutualise.claims.rules.measured import StatedBound
from mutualise.claims.rules.quantities import find_quantities

CHCP = ("City Health Care Partnership", "CHCP")
OTHERS = ("MyCSP", "Central Surrey Health", "Inspire", "Behavioural Insights Team")
TRUSTED = "staff-feel-trusted?subject=chcp&at=2014-07-23"
RATIO = "headcount-ratio?subject=bit&from=2014-02-05&to=2014-08-05"
PEOPLE = "employees?at=2014-07-23&area=england-and-wales"
VALUE = "services-value?at=2014-07-23&area=england-and-wales"
WORDS = "over 90 per cent of staff feel trusted"


def codes(claim):
    return [fault.code for fault in claim.faults]


@pytest.mark.parametrize(
    "sentence",
    [
        "At MyCSP, {} to do their job.",
        "The Behavioural Insights Team is a place where {}.",
        "Staff at Central Surrey Health are happy, and {}.",
        "MyCSP now has a workforce of whom {}.",
        "There is news that {} at MyCSP.",
    ],
)
def test_another_body_that_the_figure_is_said_to_be_of_is_told(sentence):
    assert other_body(WORDS, sentence.format(WORDS), CHCP, OTHERS)


@pytest.mark.parametrize(
    "sentence",
    [
        "At City Health Care Partnership, {} to do their job.",
        "MyCSP and CHCP are mutuals, and at CHCP {}.",
        "Unlike MyCSP, the partnership found that {}.",
        "MyCSP's report says that {}.",
        "MyCSP says that {}.",
        "According to MyCSP, {}.",
        "The partnership, which advised MyCSP, says {}.",
        "MyCSP was first; here {}.",
        "MyCSP was first but here {}.",
        "A survey at MyCSP was the model: {}.",
        "Inspire your staff, and {}.",
        "The Cabinet Office says {}.",
        "{}, more than at MyCSPs of old.",
        "{}, against a fifth in the report of MyCSP.",
    ],
)
def test_a_body_named_otherwise_is_no_other_body(sentence):
    assert other_body(WORDS, sentence.format(WORDS), CHCP, OTHERS) == ""


def test_a_measure_of_the_sector_has_no_other_body():
    assert other_body("35,000 people", "MyCSP is one of 35,000 people.", (), OTHERS) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [("MyCSP Ltd", "MyCSP"), ("CHCP CIC", "CHCP"), ("Aspire Community Interest Company", "Aspire")],
)
def test_a_body_is_known_without_its_legal_form(name, short):
    assert short_name(name) == short


def test_a_claim_of_another_body_is_not_supported(world):
    world.plant(
        "staff-feel-trusted", subject_names=("City Health Care Partnership",), other_names=OTHERS
    )
    claim = world.claim(WORDS, TRUSTED, "At MyCSP, {}.")
    assert codes(claim) == ["different-body"]
    assert str(claim.verdict) == "not supported"
    assert codes(world.claim(WORDS, TRUSTED, "At City Health Care Partnership, {}.")) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("more than doubled its turnover", "The team has {}."),
        ("more than doubled", "Its turnover has {}."),
        ("more than doubled its profits", "The team has {}."),
        ("more than doubled", "The team's productivity has {}."),
    ],
)
def test_another_quantity_than_headcount_is_told(world, words, sentence):
    world.plant("headcount-ratio", title="Growth of one body's headcount, in times")
    claim = world.claim(words, RATIO, sentence)
    assert codes(claim) == ["different-quantity"]
    assert str(claim.verdict) == "not supported"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("more than doubled its headcount", "The team has {}."),
        ("more than doubled its workforce", "The team has {}, and its turnover is public."),
        ("more than doubled its headcount", "The team, whose turnover is public, has {}."),
        ("more than doubled in size", "The sales team has {}."),
        ("more than doubled its headcount, and its turnover with it,", "The team has {}."),
    ],
)
def test_headcount_beside_another_quantity_is_still_headcount(world, words, sentence):
    world.plant("headcount-ratio", title="Growth of one body's headcount, in times")
    assert codes(world.claim(words, RATIO, sentence)) == []


def test_turnover_for_the_value_of_services_is_told(world):
    title = "Value of public services delivered by mutuals a year"
    world.plant("services-value", title=title)
    assert codes(world.claim("a turnover of nearly £1.5 billion", VALUE)) == ["different-quantity"]
    assert codes(world.claim("nearly £1.5 billion of public services", VALUE)) == []


@pytest.fixture
def silent(world):
    """The evidence gives no count of people; the official statement is exactly 35,000."""
    exact = StatedBound(Decimal(35000), "=", date(2014, 7, 23), "the announcement")
    world.plant("employees", value=None, lower=None, upper=None, speaks=False, stated=(exact,))
    return world


@pytest.mark.parametrize("words", ["over 35,000 people", "under 35,000 people"])
def test_a_bound_added_to_an_exact_figure_is_told(silent, words):
    (fault,) = silent.claim(words, PEOPLE).faults
    assert fault.code == "changed-bound"
    assert "the announcement (23 July 2014) says “35,000 people”" in fault.message


@pytest.mark.parametrize(
    "words",
    ["35,000 people", "about 35,000 people", "at least 35,000 people", "over 34,000 people"],
)
def test_words_the_exact_figure_bears_are_no_added_bound(silent, words):
    assert codes(silent.claim(words, PEOPLE)) == []


def test_a_bound_another_statement_bears_is_not_added(silent):
    exact, over = silent.known["employees"].stated[0], StatedBound(Decimal(35000), ">")
    silent.plant("employees", stated=(exact, over))
    assert codes(silent.claim("over 35,000 people", PEOPLE)) == []


def test_an_added_bound_is_judged_by_the_evidence_where_it_speaks(world):
    world.plant("employees", stated=(StatedBound(Decimal(35000), "="),))
    assert codes(world.claim("over 35,000 people", PEOPLE)) == []


@pytest.mark.parametrize(
    "words",
    ["350,000 people", "3,500 people", "over 350,000 people", "a third of a million people"],
)
def test_a_figure_far_from_every_statement_is_told(silent, words):
    claim = silent.claim(words, PEOPLE)
    assert codes(claim) == ["far-from-stated"]
    assert str(claim.verdict) == "cannot say"


@pytest.mark.parametrize(
    "words", ["30,000 people", "50,000 people", "over 3,500 people", "up to 350,000 people"]
)
def test_a_figure_that_is_merely_different_is_not_far_off(silent, words):
    assert codes(silent.claim(words, PEOPLE)) == []


def test_a_statement_of_another_area_says_nothing_of_this_one(silent):
    only = silent.known["employees"].stated[0]
    elsewhere = StatedBound(only.value, "=", only.on, only.source, area="england-and-wales")
    silent.plant("employees", stated=(elsewhere,), area="wales", area_label="Wales")
    assert codes(silent.claim("1,000 people", PEOPLE, "{} in Wales")) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a third of a million people", 325_000, 335_000),
        ("two thirds of a million people", 665_000, 675_000),
        ("one third of a billion pounds", 325_000_000, 335_000_000),
    ],
)
def test_a_third_of_a_million_is_a_number(text, low, high):
    (only,) = find_quantities(text)
    assert (only.value - only.step / 2, only.value + only.step / 2) == (low, high)


def test_a_third_of_the_staff_stays_a_part():
    (only,) = find_quantities("a third of staff")
    assert str(only.kind) == "fraction"


def test_wales_alone_is_not_england_and_wales(world):
    assert codes(world.claim("35,000 people", PEOPLE, "{} in Wales alone.")) == ["different-area"]
    assert codes(world.claim("35,000 people", PEOPLE, "{} in England and Wales alone.")) == []
