"""An evidence bundle gives the identical figure, and names any row somebody changed."""

import copy
import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import DAY, LATER, bodies, lenient, people, readings_of, said

from mutualise.statistics.rules.bundle import (
    BundleUnreadable,
    evaluate_bundle,
    make_bundle,
    read_bundle,
)
from mutualise.statistics.rules.evaluate import evaluate, looked_at
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings

MEASURE = lenient("employees")
QUESTION = Question(DAY, as_known_at=LATER)
POPULATION = people(*bodies(6), closures=1, body_years=Fraction(90))


def evidence():
    rows = [said(code, "employees", 100 + 7 * n, "2014-03-31", reference=f"obs-{n}")
            for n, code in enumerate(bodies(6))]  # fmt: skip
    rows += [
        said("body-000", "employees", 90, "2013-03-31", reference="obs-10"),
        said("body-000", "employees", 91, "2012-03-31", reference="obs-11", known_until=LATER),
        said("stranger", "employees", 5, "2014-03-31", reference="obs-12"),
        said("body-000", "turnover", 5, "2014-03-31", reference="obs-13"),
    ]
    return rows


@pytest.fixture
def bundle():
    made = make_bundle(MEASURE, evidence(), POPULATION, QUESTION)
    return json.loads(json.dumps(made))


def test_bundle_gives_the_identical_figure_and_digest(bundle):
    found = evaluate_bundle(bundle)
    direct = evaluate(MEASURE, Readings.of(evidence()), POPULATION, QUESTION)
    assert found.identical
    assert found.estimate == direct
    assert found.digest == bundle["digest"]


def test_bundle_holds_what_the_method_looked_at_and_nothing_else(bundle):
    references = {row["reference"] for row in bundle["evidence"]}
    assert references == {*(f"obs-{n}" for n in range(6)), "obs-10"}


def test_changed_row_changes_the_digest_and_is_named(bundle):
    spoilt = copy.deepcopy(bundle)
    spoilt["evidence"][3]["content"]["value"] = "10000"
    found = evaluate_bundle(spoilt)
    assert not found.identical
    assert found.changed_rows == (spoilt["evidence"][3]["reference"],)
    assert found.digest != bundle["digest"]
    assert found.estimate.value != evaluate_bundle(bundle).estimate.value
    assert "value" in found.differences


def test_changed_note_alone_is_found_though_the_figure_stands(bundle):
    bundle["evidence"][3]["content"]["note"] = "checked again"
    found = evaluate_bundle(bundle)
    assert found.changed_rows == (bundle["evidence"][3]["reference"],)
    assert "value" not in found.differences
    assert not found.identical


def test_row_taken_away_or_slipped_in_is_named(bundle):
    taken = bundle["evidence"].pop(0)
    slipped = copy.deepcopy(bundle["evidence"][0])
    bundle["evidence"].append(slipped | {"reference": "obs-99"})
    found = evaluate_bundle(bundle)
    assert found.missing_rows == (taken["reference"],)
    assert found.added_rows == ("obs-99",)


def test_row_given_twice_or_out_of_its_place_is_named(bundle):
    assert evaluate_bundle(bundle).moved_rows == ()
    twice = copy.deepcopy(bundle)
    twice["evidence"].append(copy.deepcopy(twice["evidence"][0]))
    assert evaluate_bundle(twice).added_rows == (twice["evidence"][0]["reference"],)
    first, second = bundle["evidence"][:2]
    bundle["evidence"][:2] = second, first
    found = evaluate_bundle(bundle)
    assert found.moved_rows == (second["reference"], first["reference"])
    assert not found.identical


def test_retyped_estimate_is_found(bundle):
    bundle["estimate"]["value"] = "35000"
    found = evaluate_bundle(bundle)
    assert not found.identical
    assert found.differences == ("value",)


def test_changed_question_or_recording_time_changes_the_digest(bundle):
    other = copy.deepcopy(bundle)
    other["evidence"][0]["recorded_at"] = "2014-01-01T00:00:00+00:00"
    assert evaluate_bundle(other).digest != bundle["digest"]
    assert not evaluate_bundle(other).identical


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: {},
        lambda b: [],
        lambda b: b | {"format": "zip"},
        lambda b: {key: each for key, each in b.items() if key != "evidence"},
        lambda b: b | {"evidence": [{"reference": "obs-1"}]},
        lambda b: b | {"question": b["question"] | {"as_at": "someday"}},
        lambda b: b | {"evidence": "none"},
    ],
)
def test_damaged_bundle_is_refused(bundle, spoil):
    with pytest.raises(BundleUnreadable):
        evaluate_bundle(spoil(bundle))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda row: row["content"] | {"qualifier": "X"}, "qualifier is 'X': use one of =, ~"),
        (lambda row: row["content"] | {"subject": 7}, "subject is 7: it must be text"),
        (lambda row: row["content"] | {"value": "1.23456"}, "more than four decimal places"),
        (lambda row: row["content"] | {"value": "9" * 30}, "too large"),
        (lambda row: row["content"] | {"value": "many"}, "give a number in digits"),
        (lambda row: row["content"] | {"valid_from": "soon"}, "soon"),
        (lambda row: row["content"] | {"base_count": 9**25}, "too large"),
        (lambda row: {"value": "3"}, "missing"),
        (lambda row: None, "damaged"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_the_field(bundle, spoil, said):
    row = bundle["evidence"][2]
    row["content"] = spoil(row)
    with pytest.raises(BundleUnreadable, match=said) as refused:
        evaluate_bundle(bundle)
    assert str(refused.value).startswith(f"Row {row['reference']}")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("change", "X", "change is 'X'"),
        ("ended_by", None, "ended_by is None"),
        ("recorded_at", "2014-08-01T00:00:00", "no time zone"),
        ("known_until", "2014-08-01T00:00:00", "no time zone"),
        ("reference", 7, "reference is 7"),
    ],
)
def test_a_row_recorded_in_a_way_nobody_can_read_is_named(bundle, field, value, said):
    bundle["evidence"][2][field] = value
    with pytest.raises(BundleUnreadable, match=said):
        evaluate_bundle(bundle)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: b["question"].update(as_known_at="2014-08-01T00:00:00"),
        lambda b: b["question"].update(years="x"),
        lambda b: b["population"].update(body_years="1/0"),
        lambda b: b["evidence"].append(7),
    ],
)
def test_a_bundle_no_figure_can_be_computed_from_is_refused(bundle, spoil):
    spoil(bundle)
    with pytest.raises(BundleUnreadable):
        evaluate_bundle(bundle)


def test_a_key_given_twice_is_refused_and_named(bundle):
    text = json.dumps(bundle)
    assert read_bundle(text) == bundle
    value = f'"value": "{bundle["evidence"][0]["content"]["value"]}"'
    with pytest.raises(BundleUnreadable, match="“value” is given twice"):
        read_bundle(text.replace(value, f'"value": "999", {value}', 1))


@given(st.lists(readings_of(("employees",), tuple(bodies(6))), max_size=30))
@settings(deadline=None, max_examples=20)
def test_rows_looked_at_are_enough_for_any_evidence(rows):
    readings = Readings.of(rows)
    seen = set(looked_at(MEASURE, readings, POPULATION, QUESTION))
    kept = [row for row in rows if row.digest in seen]
    assert evaluate(MEASURE, Readings.of(kept), POPULATION, QUESTION) == evaluate(
        MEASURE, readings, POPULATION, QUESTION
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("source_published", "2001-01-01"),
        ("recorded_at", "2010-01-01T00:00:00+00:00"),
        ("known_until", "2030-01-01T00:00:00+00:00"),
        ("change", "UPDATE"),
        ("digest", "0" * 64),
    ],
)
def test_a_row_changed_in_anything_it_says_is_named(bundle, name, value):
    assert bundle["evidence"][2][name] != value
    bundle["evidence"][2][name] = value
    found = evaluate_bundle(bundle)
    assert found.changed_rows == (bundle["evidence"][2]["reference"],)
    assert not found.identical
