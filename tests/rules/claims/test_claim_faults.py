"""Faults of wording: each found where it stands, and only there."""

from datetime import date
from decimal import Decimal

import pytest

from mutualise.claims.rules.areas import areas_named
from mutualise.claims.rules.measured import StatedBound

JOBS = "additional-jobs?at=2014-07-23&years=3"
TRUSTED = "staff-feel-trusted?subject=chcp&at=2014-07-23"
VALUE = "services-value?at=2014-07-23"
PEOPLE = "employees?at=2014-07-23"
RATIO = "headcount-ratio?subject=bit&from=2014-02-05&to=2014-08-05"
FLAT = "public-service-productivity-growth?from=1997&to=2010"


def codes(claim):
    return [fault.code for fault in claim.faults]


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("£35,000", PEOPLE),
        ("35 per cent", PEOPLE),
        ("a third of staff", PEOPLE),
        ("doubled", PEOPLE),
        ("three years", PEOPLE),
        ("100 mutuals", PEOPLE),
        ("35,000 people", VALUE),
        ("15 per cent", VALUE),
        ("€1.5 billion", VALUE),
        ("$1.5 billion", VALUE),
        ("£1.5 billion a month", VALUE),
        ("£10m a year", "programme-budget?at=2014-07-23"),
        ("900 staff", TRUSTED),
        ("£90", TRUSTED),
        ("15 percentage points", "staff-productivity-growth?subject=mycsp"),
        ("15 people", "headcount-ratio?subject=bit"),
    ],
)
def test_a_quantity_of_another_kind_cannot_be_judged(world, words, link):
    claim = world.claim(words, link)
    assert str(claim.verdict) == "cannot say"
    assert claim.test is None
    assert "wrong-unit" in codes(claim)
    assert claim.reason


@pytest.mark.parametrize("words", ["£1.5 million", "£1.5 trillion", "£1,500", "£1.5k"])
def test_a_figure_a_thousand_or_million_times_off_is_a_wrong_unit(world, words):
    expected = ["wrong-unit"] if words != "£1.5k" else ["wrong-unit"]
    assert codes(world.claim(words, VALUE)) == expected


@pytest.mark.parametrize("words", ["£1.5bn", "£2bn", "£15bn", "£700m", "£1.5 billion"])
def test_a_figure_that_is_merely_wrong_is_no_slip_of_units(world, words):
    assert codes(world.claim(words, VALUE)) == []


def test_a_slip_needs_every_known_value_to_disagree(world):
    world.plant("services-value", stated=(StatedBound(Decimal(1500000)),))
    assert codes(world.claim("£1.5 million", VALUE)) == []


@pytest.mark.parametrize(
    ("qualifier", "words", "turned"),
    [
        ("<=", "over 3,000 jobs", True),
        ("<=", "at least 3,000 jobs", True),
        ("<", "more than 3,000 jobs", True),
        ("<=", "up to 3,000 jobs", False),
        ("<=", "3,000 jobs", False),
        ("<=", "over 3,100 jobs", True),
        ("<=", "over 3,500 jobs", False),
        (">", "up to 3,000 jobs", True),
        (">=", "as many as 3,000 jobs", True),
        (">", "over 3,000 jobs", False),
        ("=", "over 3,000 jobs", False),
    ],
)
def test_a_stated_bound_may_not_turn_round(world, qualifier, words, turned):
    world.plant("additional-jobs", stated=(StatedBound(Decimal(3000), qualifier),))
    assert codes(world.claim(words, JOBS)) == (["changed-bound"] if turned else [])


AREAS = [
    ("{} in the United Kingdom", "the United Kingdom"),
    ("{} across the UK", "the UK"),
    ("{} in England", "England"),
    ("{} in Wales.", "Wales"),
    ("{} across Great Britain", "Great Britain"),
    ("{} throughout Britain", "Britain"),
    ("{} in the North West", "the North West"),
    ("{} in London", "London"),
    ("{} nationwide", "nationwide"),
    ("In Scotland there are {}", "Scotland"),
    ("{} UK-wide", "UK"),
    ("EMPLOYING {} IN THE UNITED KINGDOM", "THE UNITED KINGDOM"),
]


@pytest.mark.parametrize(("sentence", "named"), AREAS)
def test_another_area_than_the_evidence_covers_is_a_fault(world, sentence, named):
    claim = world.claim("35,000 people", PEOPLE, sentence)
    assert codes(claim) == ["different-area"]
    assert named in claim.faults[0].message
    assert str(claim.verdict) == "not supported"


@pytest.mark.parametrize(
    "sentence",
    [
        "{} in England and Wales",
        "{} in England & Wales",
        "in England, and in Wales, {}",
        "{} according to the Bank of England",
        "NHS England counts {}",
        "The UK government counts {}",
        "One of the UK's largest groups has {}",
        "The Wales Office says {}",
        "City of London Corporation says {}",
        "In the United Kingdom much is new. {} work in it.",
        "{} work. The United Kingdom is larger.",
    ],
)
def test_the_evidence_area_and_names_of_bodies_are_no_fault(world, sentence):
    assert codes(world.claim("35,000 people", PEOPLE, sentence)) == []


def test_the_area_nearest_to_the_claim_counts(world):
    text = (
        "[100 mutuals](claim:live-mutuals) in the United Kingdom and "
        "[35,000 people](claim:employees) in England and Wales."
    )
    first, second = world.check(text).claims
    assert (codes(first), codes(second)) == (["different-area"], [])


@pytest.mark.parametrize("words", ["east midlands", "wales", "england"])
def test_places_need_their_capital(words):
    assert areas_named(words) == []


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("{} of staff feel trusted", True),
        ("{} of employees feel trusted", True),
        ("{} of its people feel trusted", True),
        ("{} of respondents feel trusted", False),
        ("{} of staff who answered feel trusted", False),
        ("{} of the staff surveyed feel trusted", False),
        ("In the staff survey {} felt trusted", False),
        ("{} feel trusted", False),
    ],
)
def test_respondents_are_not_all_staff(world, sentence, fault):
    world.plant("staff-feel-trusted", denominator="respondents")
    claim = world.claim("over 90 per cent", TRUSTED, sentence)
    assert codes(claim) == (["different-denominator"] if fault else [])
    assert str(claim.verdict) == ("not supported" if fault else "supported")


def test_staff_are_not_respondents(world):
    claim = world.claim("over 90 per cent", TRUSTED, "{} of respondents feel trusted")
    assert codes(claim) == ["different-denominator"]


@pytest.mark.parametrize(("base", "small"), [(19, True), (20, False), (1, True)])
def test_a_base_under_twenty_is_small_and_only_a_warning(world, base, small):
    world.plant("staff-feel-trusted", base_count=base)
    claim = world.claim("over 90 per cent", TRUSTED)
    assert codes(claim) == (["small-base"] if small else [])
    assert str(claim.verdict) == "supported"


def test_a_ratio_that_starts_from_few_is_a_small_base(world):
    world.plant("headcount-ratio", base_value=Decimal(16))
    claim = world.claim("more than doubled", RATIO)
    assert codes(claim) == ["small-base"]
    assert "16" in claim.faults[0].message
    assert str(claim.verdict) == "supported"


def test_an_unpublished_base_is_said_to_be_so(world):
    world.plant("staff-feel-trusted", base_count=None, base_known=False)
    (fault,) = world.claim("over 90 per cent", TRUSTED).faults
    assert fault.code == "small-base"
    assert "not published" in fault.message


@pytest.mark.parametrize(
    ("until", "old"), [(date(2013, 7, 23), False), (date(2013, 7, 22), True), (None, False)]
)
def test_evidence_over_a_year_before_the_claim_is_an_older_figure(world, until, old):
    world.plant("employees", evidence_until=until)
    claim = world.claim("35,000 people", PEOPLE)
    assert codes(claim) == (["older-figure"] if old else [])
    assert str(claim.verdict) == "supported"


def test_without_a_day_of_its_own_a_claim_is_as_old_as_its_document(world):
    world.plant("employees", evidence_until=date(2012, 2, 29))
    text = "---\ndate: {}\n---\n[35,000 people](claim:employees)"
    assert codes(world.check(text.format("2013-02-28")).claims[0]) == []
    assert codes(world.check(text.format("2013-03-01")).claims[0]) == ["older-figure"]


@pytest.mark.parametrize(
    ("words", "link", "different"),
    [
        ("over 3,000 jobs in three years", JOBS, False),
        ("over 3,000 jobs over 36 months", JOBS, False),
        ("over 3,000 jobs in two years", JOBS, True),
        ("over 3,000 jobs in a year", JOBS, True),
        ("over 3,000 jobs in the past decade", JOBS, True),
        ("over 3,000 jobs", JOBS, False),
        ("more than doubled in six months", RATIO, False),
        ("more than doubled in under six months", RATIO, False),
        ("more than doubled within half a year", RATIO, False),
        ("more than doubled in three months", RATIO, True),
        ("more than doubled in a year", RATIO, True),
        ("flat between 1997 and 2010", FLAT, False),
        ("flat from 1997 to 2010", FLAT, False),
        ("flat for thirteen years", FLAT, False),
        ("flat between 1997 and 2012", FLAT, True),
        ("flat from 2000 to 2010", FLAT, True),
        ("flat for five years", FLAT, True),
        ("35,000 people in 2012", PEOPLE, True),
        ("35,000 people in 2014", PEOPLE, False),
        ("35,000 people, more than in 2010", PEOPLE, True),
    ],
)
def test_a_period_other_than_the_figures_own_is_a_fault(world, words, link, different):
    assert codes(world.claim(words, link)) == (["different-period"] if different else [])


def test_the_period_of_the_evidence_counts_as_well_as_that_of_the_link(world):
    world.plant("additional-jobs", window_years=2)
    claim = world.claim("more than 3,000 jobs over three years", JOBS)
    assert codes(claim) == ["different-period"]
    assert str(claim.verdict) == "not supported"
