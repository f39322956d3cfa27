"""A measure is one YAML file; a file that cannot be used is refused with its name and a remedy."""

import re
from dataclasses import replace
from datetime import date

import pytest
from made_readings import MEASURES, shipped

from mutualise.statistics.rules.measure import MeasureUnreadable
from mutualise.statistics.rules.methods import METHODS
from mutualise.statistics.rules.thresholds import KNOWN
from mutualise.statistics.rules.versions import as_version, computes_as, in_force, parse_measure

CODES = sorted(path.stem for path in MEASURES.glob("*.yaml"))
SHIPPED = {
    "live-mutuals", "services-value", "employees", "additional-jobs", "programme-budget",
    "public-service-productivity-growth", "staff-productivity-growth", "staff-feel-trusted",
    "headcount-ratio", "live-mutuals-stated", "services-value-stated", "employees-stated",
    "additional-jobs-stated",
}  # fmt: skip
GOOD = (MEASURES / "employees.yaml").read_text(encoding="utf-8")


def test_every_headline_of_the_announcement_has_its_measure():
    assert set(CODES) >= SHIPPED


@pytest.mark.parametrize("code", CODES)
def test_shipped_measure_is_whole(code):
    measure = shipped(code)
    assert measure.code == code
    assert measure.review_by > measure.valid_from
    assert measure.companion in ("", *CODES)


def test_every_method_has_its_thresholds():
    assert set(METHODS) == set(KNOWN)


def test_thresholds_left_out_take_their_defaults():
    text = re.sub(r"rule:\n(  .*\n)+", "", GOOD)
    assert parse_measure(text, "employees.yaml").rule == shipped("employees").rule


def test_threshold_written_as_a_number_is_read_to_the_digit():
    measure = parse_measure(GOOD.replace("coverage: 0.6", "coverage: 0.1"), "employees.yaml")
    assert str(measure.number("coverage")) == "0.1"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("version: 1", "version: one", "version"),
        ("version: 1", "version: 0", "version"),
        ("valid_from: 2014-01-01", "valid_from: last year", "valid_from"),
        ("unit: people", "unit: heads", "unit"),
        ("places: 0", "places: -1", "places"),
        ("method: stock-total/1", "method: guess/1", "method"),
        ("area: england-and-wales", "area: narnia", "area"),
        ("code: employees", "code: workers", "code"),
        ("title: People", "title: ''\nx: People", "x"),
        ("kind_of_evidence: employees", "kind_of_evidence: 7", "kind_of_evidence"),
        ("kind_of_evidence: employees", "kind_of_evidence: []", "kind_of_evidence"),
        ("authored_by: Statistics lead\n", "", "authored_by"),
        ("  coverage: 0.6", "  coverage: most", "rule.coverage"),
        ("  coverage: 0.6", "  coverage: -0.1", "rule.coverage"),
        ("  window_months: 15", "  window_months: 1.5", "rule.window_months"),
        ("  window_months: 15", "  window_moths: 15", "rule.window_moths"),
        ("  strata: [50, 250]", "  strata: [250, 50]", "rule.strata"),
        ("  strata: [50, 250]", "  strata: 50", "rule.strata"),
        ("  never_measured: median", "  never_measured: 3", "rule.never_measured"),
    ],
)
def test_spoilt_file_is_refused_naming_file_key_and_remedy(old, new, key):
    assert old in GOOD
    with pytest.raises(MeasureUnreadable) as refused:
        parse_measure(GOOD.replace(old, new, 1), "employees.yaml")
    assert refused.value.key == key
    assert str(refused.value).startswith(f"employees.yaml: {key}: ")
    assert refused.value.remedy


@pytest.mark.parametrize("text", ["", "- a\n- b", "code: [", "just words"])
def test_text_that_is_no_measure_is_refused(text):
    with pytest.raises(MeasureUnreadable, match=r"employees\.yaml: \(file\)"):
        parse_measure(text, "employees.yaml")


def test_method_is_refused_too_little_evidence():
    text = (MEASURES / "additional-jobs.yaml").read_text(encoding="utf-8")
    spoilt = re.sub(r"kind_of_evidence: .*", "kind_of_evidence: employees", text)
    with pytest.raises(MeasureUnreadable, match="needs 5 kinds"):
        parse_measure(spoilt, "additional-jobs.yaml")


RAISED = (
    GOOD.replace("version: 1", "version: 2").replace("2014-01-01", "2027-03-01")
    + """earlier:
  - version: 1
    valid_from: 2014-01-01
    definition: The number of people employed, as first worded.
    rule: {window_months: 24}
"""
)


def test_earlier_version_answers_for_the_days_before_the_later_one():
    measure = parse_measure(RAISED, "employees.yaml")
    before, after = (in_force(measure, date(2027, *day)) for day in ((2, 28), (3, 1)))
    assert (before.version, before.whole("window_months")) == (1, 24)
    assert (after.version, after.whole("window_months")) == (2, 15)
    assert before.definition.endswith("as first worded.")
    assert in_force(measure, date(2001, 1, 1)).version == 1
    assert before.title == after.title


def test_another_wording_alone_changes_no_figure():
    old, new = (as_version(parse_measure(RAISED, "employees.yaml"), n) for n in (1, 2))
    assert not computes_as(old, new)
    assert computes_as(replace(old, rule=new.rule), new)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("  - version: 1", "  - version: 3", "version"),
        ("earlier:\n", "later:\n", "later"),
        (RAISED[RAISED.index("earlier:") :], "", "version"),
        ("    valid_from: 2014-01-01", "    valid_from: 2027-03-01", "valid_from"),
        ("    valid_from: 2014-01-01\n", "", "earlier.valid_from"),
        ("    rule: {window_months: 24}", "    rules: {}", "earlier.rules"),
        ("    rule: {window_months: 24}", "    code: staff", "earlier.code"),
        (RAISED[RAISED.index("earlier:") :], "earlier: 1\n", "earlier"),
    ],
)
def test_spoilt_list_of_versions_is_refused(old, new, key):
    assert old in RAISED
    with pytest.raises(MeasureUnreadable) as refused:
        parse_measure(RAISED.replace(old, new, 1), "employees.yaml")
    assert refused.value.key == key
