"""The nine figures of the 2014 announcement, in our own words, and how each of them flips."""

from datetime import date
from decimal import Decimal

import pytest

from mutualise.claims.rules.report import exit_status


def codes(claim):
    return {fault.code for fault in claim.faults}


def by_measure(checked):
    return {claim.measure: claim for claim in checked.claims}


def test_nine_claims_are_supported_and_no_figure_is_unchecked(world):
    checked = world.check()
    assert len(checked.claims) == 9
    assert checked.unchecked == ()
    assert [str(claim.verdict) for claim in checked.claims] == ["supported"] * 9
    assert all(claim.faults == () for claim in checked.claims)
    assert exit_status(checked) == 0
    assert (checked.title, checked.date) == ("Mutuals of the public service", date(2014, 7, 23))


def test_each_claim_names_its_line_and_test(world, announcement):
    lines = announcement.splitlines()
    for claim in world.check().claims:
        assert f"claim:{claim.measure}" in lines[claim.line - 1]
    words = {claim.measure: claim.test_words for claim in world.check().claims}
    assert words["services-value"] == "£1.45 billion ≤ x < £1.5 billion a year"
    assert words["live-mutuals"] == "95 ≤ x < 105"
    assert words["additional-jobs"] == "x > 3,000 people"
    assert words["public-service-productivity-growth"] == "−0.1 < x < 0.1 per cent a year"
    assert words["headcount-ratio"] == "x > 2"


FLIPS = [
    ("live-mutuals", "94", "105"),
    ("services-value", "1449999999", "1500000000"),
    ("employees", "34499", "35500"),
    ("additional-jobs", "3000", None),
    ("programme-budget", "9499999.99", "10500000"),
    ("public-service-productivity-growth", "-0.1", "0.1"),
    ("staff-productivity-growth", "14.49", "15.5"),
    ("staff-feel-trusted", "90", None),
    ("headcount-ratio", "2", None),
]


@pytest.mark.parametrize(
    ("measure", "value"), [(m, v) for m, low, high in FLIPS for v in (low, high) if v]
)
def test_a_figure_outside_its_test_flips_that_claim_alone(world, measure, value):
    planted = Decimal(value)
    world.plant(measure, value=planted, lower=planted, upper=planted)
    verdicts = {claim.measure: str(claim.verdict) for claim in world.check().claims}
    assert verdicts.pop(measure) == "not supported"
    assert set(verdicts.values()) == {"supported"}


@pytest.mark.parametrize("measure", [row[0] for row in FLIPS])
def test_evidence_that_cannot_speak_leaves_the_claim_open(world, measure):
    world.plant(measure, speaks=False, reason="Only 3 of 100 mutuals made a return.")
    claim = by_measure(world.check())[measure]
    assert str(claim.verdict) == "cannot say"
    assert claim.reason == "Only 3 of 100 mutuals made a return."


def test_million_for_billion_is_a_wrong_unit(world, announcement):
    checked = world.check(announcement.replace("billion", "million"))
    claim = by_measure(checked)["services-value"]
    assert codes(claim) == {"wrong-unit"}
    assert "a thousand times too small" in claim.faults[0].message
    assert str(claim.verdict) == "not supported"


def test_million_for_billion_is_found_when_the_evidence_cannot_speak(world, announcement):
    world.plant("services-value", speaks=False, reason="Too few returns.")
    claim = by_measure(world.check(announcement.replace("billion", "million")))["services-value"]
    assert str(claim.verdict) == "cannot say"
    assert codes(claim) == {"wrong-unit"}


def test_over_for_as_many_as_is_a_changed_bound(world, announcement, as_many_as_3000):
    world.plant("additional-jobs", stated=(as_many_as_3000,))
    kept = announcement.replace("more than 3,000", "as many as 3,000")
    assert codes(by_measure(world.check(kept))["additional-jobs"]) == set()
    turned = kept.replace("as many as", "over")
    claim = by_measure(world.check(turned))["additional-jobs"]
    assert codes(claim) == {"changed-bound"}
    assert str(claim.verdict) == "not supported"
    assert "the study of 2013" in claim.faults[0].message


def test_the_united_kingdom_for_england_and_wales_is_a_different_area(world, announcement):
    checked = world.check(announcement.replace("in England and Wales", "in the United Kingdom"))
    claim = by_measure(checked)["live-mutuals"]
    assert codes(claim) == {"different-area"}
    assert str(claim.verdict) == "not supported"


def test_a_figure_added_without_a_link_is_listed_with_its_line(world, announcement):
    checked = world.check(announcement + "\nAnother 12 are on their way.\n")
    (unchecked,) = checked.unchecked
    assert (unchecked.text, unchecked.line) == ("12", len(announcement.splitlines()) + 2)
    assert exit_status(checked) == 1
