"""Wordings of announcements nobody had tried: each was misread, or not found, when it was first written down."""

from decimal import Decimal

import pytest

from mutualise.claims.rules.compile import NotCompilable, compile_quantity
from mutualise.claims.rules.interval import in_words
from mutualise.claims.rules.quantities import find_quantities


@pytest.mark.parametrize(
    ("sentence", "unit", "test"),
    [
        ("The sector has broken through £1.5 billion.", "GBP", "x > £1.5 billion"),
        ("the best part of £1.5bn", "GBP", "£1.45 billion ≤ x < £1.5 billion"),
        ("It cost not a penny over £10m.", "GBP", "x ≤ £10 million"),
        ("It doesn't exceed £10m.", "GBP", "x ≤ £10 million"),
        ("without exceeding £10m", "GBP", "x ≤ £10 million"),
        ("not a single job more than 3,000", "people", "x ≤ 3,000 people"),
        ("not only over 3,000 jobs", "people", "x > 3,000 people"),
        ("It has all but doubled.", "ratio", "1.9 ≤ x < 2"),
        ("100ish mutuals", "count", "95 ≤ x ≤ 105"),
        ("the dozen mutuals of Wales", "count", "11.5 ≤ x < 12.5"),
        ("a rise of 300 to 500 jobs", "people", "300 ≤ x ≤ 500 people"),
        ("a rise of 3 to 15 per cent", "per cent", "3 ≤ x ≤ 15 per cent"),
        ("£10 mill", "GBP", "£9.5 million ≤ x < £10.5 million"),
        ("£1.5bil", "GBP", "£1.45 billion ≤ x < £1.55 billion"),
        ("£1.500m", "GBP", "£1.4995 million ≤ x < £1.5005 million"),
        ("a half per cent", "per cent", "0.45 ≤ x < 0.55 per cent"),
        ("a half of staff", "per cent", "47.5 ≤ x ≤ 52.5 per cent"),
        ("negative growth of 15 per cent", "per cent a year", "−15.5 ≤ x < −14.5 per cent a year"),
        ("a 15 per cent slide", "per cent a year", "−15.5 ≤ x < −14.5 per cent a year"),
        ("Productivity leapt by 15 per cent.", "ratio", "1.145 ≤ x < 1.155"),
        ("half as large again", "ratio", "1.475 ≤ x ≤ 1.525"),
        ("half the size it was", "ratio", "0.475 ≤ x ≤ 0.525"),
        ("ninety-odd per cent of staff", "per cent", "85.5 ≤ x ≤ 94.5 per cent"),
        ("a good third of staff", "per cent", "31.6667 ≤ x ≤ 35 per cent"),
        ("Nine staff out of ten feel trusted.", "per cent", "85.5 ≤ x ≤ 94.5 per cent"),
        ("four employees in five", "per cent", "76 ≤ x ≤ 84 per cent"),
        ("3,000 jobs at the very least", "people", "x ≥ 3,000 people"),
        ("3,000 jobs and then some", "people", "x ≥ 3,000 people"),
        ("up to and including 3,000 jobs", "people", "x ≤ 3,000 people"),
        ("a ceiling of 3,000 jobs", "people", "x ≤ 3,000 people"),
        ("max. 3,000 jobs", "people", "x ≤ 3,000 people"),
        ("0.035m people", "people", "34,500 ≤ x < 35,500 people"),
        ("nil contracts", "count", "−0.5 ≤ x < 0.5"),
    ],
)
def test_it_is_read_as_its_writer_meant_it(sentence, unit, test):
    (quantity,) = find_quantities(sentence)
    assert in_words(compile_quantity(quantity, unit), unit) == test


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("35.000 people", "not set apart by commas"),
        ("£35.000", "not set apart by commas"),
        ("35'000 people", "not set apart by commas"),
        ("£1 1/2 billion", "read in two ways"),
        ("1e6 people", "power of ten"),
        ("10^6 people", "power of ten"),
        ("3, 000 jobs", "commas are not before groups"),
        ("£1.5xyz of services", "letters after the sum"),
        ("all but 5 per cent of staff", "state what remains"),
    ],
)
def test_what_cannot_be_read_for_sure_is_found_and_not_guessed(sentence, why):
    (quantity,) = find_quantities(sentence)
    with pytest.raises(NotCompilable, match=why):
        compile_quantity(quantity, "people")


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("a rise of 3,000 to 35,000 staff", ["3,000", "35,000"]),
        ("Nine teams in ten counties left.", ["Nine", "ten"]),
        ("12 staff in 50 to 60 teams", ["12", "50 to 60"]),
        ("a full quarter and a third party", ["quarter"]),
        ("They won two-nil and paid nil for 3 seats.", ["two", "3"]),
    ],
)
def test_two_figures_are_not_read_as_one(sentence, figures):
    assert [quantity.text for quantity in find_quantities(sentence)] == figures


PEOPLE = "employees?at=2014-07-23&area=england-and-wales"
VALUE = "services-value?at=2014-07-23&area=england-and-wales"
JOBS = "additional-jobs?at=2014-07-23&years=3&area=england-and-wales"
TRUSTED = "staff-feel-trusted?subject=chcp&at=2014-07-23"
GROWTH = "staff-productivity-growth?subject=mycsp&at=2014-07-23"


@pytest.mark.parametrize(
    ("words", "link", "sentence", "fault"),
    [
        ("35,000 people", PEOPLE, "They care for {}.", "wrong-unit"),
        ("35,000 people", PEOPLE, "They serve {} every day.", "wrong-unit"),
        ("35,000 owners", PEOPLE, "They have {}.", "wrong-unit"),
        ("35,000 people", PEOPLE, "They employ {} across these islands.", "different-area"),
        ("35,000 people", PEOPLE, "They employ {} in the north of England.", "different-area"),
        (
            "nearly £1.5bn",
            VALUE,
            "They have delivered {} of services since 2010.",
            "different-period",
        ),
        ("nearly £1.5bn", VALUE, "They save {}.", "wrong-unit"),
        ("nearly £1.5bn of savings", VALUE, "They deliver {}.", "wrong-unit"),
        ("over 3,000 additional jobs", JOBS, "They made {} since 2010.", "different-period"),
        ("over 3,000 jobs", JOBS, "They safeguarded {}.", "wrong-unit"),
        ("over 3,000 jobs lost", JOBS, "There were {}.", "wrong-unit"),
        ("over nine in ten patients", TRUSTED, "{} feel trusted.", "different-denominator"),
        ("over 90 per cent more staff", TRUSTED, "{} feel trusted.", "wrong-unit"),
        ("15 per cent in total", GROWTH, "Productivity rose {}.", "different-period"),
    ],
)
def test_a_sentence_about_something_else_is_at_fault(world, words, link, sentence, fault):
    world.plant("additional-jobs", title="Additional jobs over three years")
    claim = world.claim(words, link, sentence)
    assert fault in [one.code for one in claim.faults]
    assert str(claim.verdict) == "not supported"


@pytest.mark.parametrize(
    ("words", "link", "sentence"),
    [
        ("35,000 employee owners", PEOPLE, "They have {}."),
        ("35,000 staff", PEOPLE, "Mutuals look after {} well."),
        ("nearly £1.5bn", VALUE, "They deliver {} a year, more than ever since 2010."),
        ("over 3,000 additional jobs", JOBS, "They made {} since 2011."),
        ("more than nine staff in ten", TRUSTED, "{} feel trusted."),
        ("by 15 per cent a year", GROWTH, "Productivity rose {}."),
    ],
)
def test_a_sentence_about_the_same_thing_is_not(world, words, link, sentence):
    world.plant("additional-jobs", title="Additional jobs over three years")
    claim = world.claim(words, link, sentence)
    assert (claim.faults, str(claim.verdict)) == ((), "supported")


@pytest.mark.parametrize(
    ("words", "test"),
    [
        ("Every member of staff", (100, 100)),
        ("Each and every one of the staff", (100, 100)),
        ("All of our employees", (100, 100)),
        ("Everybody", (100, 100)),
        ("No respondent", (0, 0)),
        ("None of the staff", (0, 0)),
        ("All staff", (100, 100)),
        ("Every one of its employees", (100, 100)),
        ("All the partnership's staff", (100, 100)),
        ("Every single member of staff", (100, 100)),
        ("All civil servants", (100, 100)),
        ("Each employee", (100, 100)),
        ("No member of staff", (0, 0)),
        ("No one", (0, 0)),
        ("Nobody", (0, 0)),
        # What says less than all, or is about something else, states no figure.
        ("Nearly all staff", None),
        ("Not every employee", None),
        ("Everything that staff do all year", None),
        ("The staff", None),
        ("Not quite all staff", None),
        ("Far from all staff", None),
        ("Well-nigh all staff", None),
        ("More or less everyone", None),
        ("All except managers", None),
        ("Everyone except managers", None),
        ("All bar one member of staff", None),
        ("All staff bar one", None),
        ("All staff groups", None),
        ("All staff groups but one", None),
        ("All senior staff", None),
        ("All staff who answered", None),
        ("All employees' managers", None),
        ("Every other employee", None),
        ("Few of all employees", None),
        ("No fewer staff", None),
        ("Nobody but the chair", None),
        ("Everyone else", None),
    ],
)
def test_all_and_none_are_shares(world, words, test):
    found = world.claim(words, TRUSTED, "{} at the partnership feel trusted.").test
    assert (found and (found.lower, found.upper)) == test


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("every employee", "Not {} feels trusted."),
        ("all staff", "Nearly {} feel trusted."),
        ("all staff", "It isn't so that {} feel trusted."),
        ("all staff", "Few say that {} feel trusted."),
        ("All staff", "{} but one feel trusted."),
        ("All staff", "{} training is about trust."),
        ("All staff", "{} were asked whether they feel trusted."),
        ("Everyone", "{} except managers feels trusted."),
        ("No member of staff", "{} does not feel trusted."),
        ("No member of staff", "{} doesn't feel trusted."),
        ("Each year staff are asked", "{} about trust."),
        ("Every year more employees feel trusted", "{}."),
        ("Each respondent was asked; most agreed", "{} that they feel trusted."),
        ("no difference between staff groups", "There is {} in feeling trusted."),
        ("No staff survey", "{} was held."),
    ],
)
def test_all_and_none_are_no_shares_where_the_sentence_says_otherwise(world, words, sentence):
    claim = world.claim(words, TRUSTED, sentence)
    assert (claim.test, str(claim.verdict)) == (None, "cannot say")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("all staff", "At the partnership {} feel trusted."),
        ("every employee", "In 2014 {} felt trusted."),
    ],
)
def test_all_is_a_share_further_on_in_its_sentence(world, words, sentence):
    assert world.claim(words, TRUSTED, sentence).test.lower == 100


@pytest.mark.parametrize(
    ("words", "lower", "upper"),
    [
        ("five score mutuals", 95, 105),
        ("six-score mutuals", 115, 125),
        ("five score of mutuals", 95, 105),
        ("three score and ten mutuals", "69.5", "70.5"),
        # A verb, and a thing of its own.
        ("five score highly", "4.5", "5.5"),
        ("five score well among mutuals", "4.5", "5.5"),
        ("twelve score cards", "11.5", "12.5"),
    ],
)
def test_a_score_is_twenty(world, words, lower, upper):
    found = world.claim(words, "live-mutuals?at=2014-07-23", "There are {}.").test
    assert (found.lower, found.upper) == (Decimal(lower), Decimal(upper))


@pytest.mark.parametrize("words", ["100 mutuals a year", "100 new mutuals every month"])
def test_how_many_there_are_is_not_how_many_come_in_a_time(world, words):
    claim = world.claim(words, "live-mutuals?at=2014-07-23", "The programme makes {}.")
    assert [fault.code for fault in claim.faults] == ["different-period"]
