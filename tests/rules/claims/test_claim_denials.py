"""A sentence that denies its figure, or speaks of a movement the other way, is not borne out by the number."""

from decimal import Decimal

import pytest

PEOPLE, MUTUALS = "employees?at=2014-07-23", "live-mutuals?at=2014-07-23"
JOBS, TRUST = "additional-jobs?years=3", "staff-feel-trusted?subject=chcp"
GROWTH = "staff-productivity-growth?subject=mycsp"


@pytest.mark.parametrize(
    ("words", "link", "sentence"),
    [
        ("Over 90 per cent of staff", TRUST, "{} do not feel trusted."),
        ("Over 90 per cent", TRUST, "{} of staff did not feel trusted in their jobs."),
        ("Over 90 per cent of staff don't feel trusted", TRUST, "{}."),
        ("100 mutuals", MUTUALS, "There are not {}."),
        ("not 100 mutuals", MUTUALS, "There are {}."),
        ("100 mutuals", MUTUALS, "There aren't {} in England."),
        ("100 mutuals", MUTUALS, "There have never been {}."),
        ("100 mutuals", MUTUALS, "It is not true that there are {}."),
        ("100 mutuals", MUTUALS, "There is no evidence that the programme led to {}."),
        ("100 mutuals", MUTUALS, "The union denied that there were {}."),
        ("100 mutuals", MUTUALS, "The programme failed to launch {}."),
        ("100 mutuals", MUTUALS, "There are nowhere near {}."),
        ("100 mutuals", MUTUALS, "{} no longer exist."),
        ("no 35,000 people", PEOPLE, "Mutuals employ {}."),
        ("35,000 people", PEOPLE, "Mutuals did not in fact employ {}."),
        ("35,000 people", PEOPLE, "Nobody believes that mutuals employ {}."),
        ("35,000 people", PEOPLE, "Mutuals cannot be said to employ {}."),
        ("more than 3,000 additional jobs", JOBS, "No mutual created {}."),
        ("more than 3,000 additional jobs", JOBS, "None of the mutuals created {}."),
        ("has yet to double", "headcount-ratio?subject=bit", "The team {}."),
    ],
)
def test_a_denied_figure_cannot_be_judged(world, words, link, sentence):
    claim = world.claim(words, link, sentence)
    assert (str(claim.verdict), claim.test) == ("cannot say", None)
    assert "denies the figure" in claim.reason


@pytest.mark.parametrize(
    ("words", "link", "sentence"),
    [
        ("100 mutuals", MUTUALS, "There are not only {} but many more teams on their way."),
        ("100 mutuals", MUTUALS, "There is no doubt that there are {}."),
        ("100 mutuals", MUTUALS, "It is no secret that the country has {}."),
        ("100 mutuals", MUTUALS, "None of the {} has left its sector."),
        ("100 mutuals", MUTUALS, "This is not a promise: there are {}."),
        ("100 mutuals", MUTUALS, "Not one council objected, and {} are live."),
        ("no fewer than 100 mutuals", MUTUALS, "There are {}."),
        ("35,000 people", PEOPLE, "Mutuals that do not pay a dividend employ {}."),
        ("35,000 people", PEOPLE, "Mutuals not owned by councils employ {}."),
        ("35,000 people", PEOPLE, "With no new money the mutuals employ {}."),
        ("35,000 people", PEOPLE, "{} work in bodies which are not charities."),
        ("35,000 people", PEOPLE, "Mutuals employ {} and do not pay a dividend."),
        ("35,000 people", PEOPLE, "Mutuals do not pay a dividend but employ {}."),
        ("35,000 people", PEOPLE, "Mutuals do not just employ {}."),
    ],
)
def test_a_negation_beside_the_figure_does_not_deny_it(world, words, link, sentence):
    assert str(world.claim(words, link, sentence).verdict) == "supported"


@pytest.mark.parametrize(
    ("words", "link", "value"),
    [
        ("rose by up to 15 per cent a year", GROWTH, "-10.6"),
        ("fell by up to 15 per cent a year", GROWTH, "14"),
        ("grew by less than 15 per cent a year", GROWTH, "-1"),
        ("fewer than 3,000 additional jobs", JOBS, "-300"),
        ("up to 3,000 additional jobs", JOBS, "-1"),
        ("grew by up to 20 per cent", "headcount-ratio?subject=bit", "0.9"),
    ],
)
def test_a_cap_on_a_rise_is_not_met_by_a_fall(world, words, link, value):
    world.plant(
        link.partition("?")[0], value=Decimal(value), lower=Decimal(value), upper=Decimal(value)
    )
    claim = world.claim(words, link)
    assert str(claim.verdict) == "not supported"
    assert "the other way" in claim.reason


def test_a_cap_on_a_rise_is_a_point_only_where_the_range_reaches_into_a_fall(world):
    world.plant("additional-jobs", value=Decimal(50), lower=Decimal(-20), upper=Decimal(120))
    assert str(world.claim("up to 3,000 additional jobs", JOBS).verdict) == "point only"


@pytest.mark.parametrize("words", ["has doubled", "was flat", "has halved"])
def test_a_share_of_the_staff_does_not_double(world, words):
    world.plant("staff-feel-trusted", value=Decimal(100), lower=Decimal(100), upper=Decimal(100))
    claim = world.claim(words, TRUST, "The share that feels trusted {}.")
    assert "wrong-unit" in [fault.code for fault in claim.faults]
    assert str(claim.verdict) != "supported"
