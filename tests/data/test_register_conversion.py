"""Nothing of the compiled tables was lost on the way into the register, and what counts is there.

`conversion.csv` follows each row of the four compiled tables to the row it became, or to
`left-out.csv`, which says why.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REGISTER = HERE.parents[1] / "data" / "register"
COMPILED = {"mutuals": 86, "mutuals_facts": 457, "programme_facts": 63, "msp_awards": 4}
KEYS = {
    "organisations": ("organisation",),
    "identifiers": ("scheme", "identifier"),
    "events": ("organisation", "event"),
    "stakes": ("organisation", "instrument", "holder", "date"),
    "observations": ("subject", "measure", "qualifier", "value", "unit", "period", "source"),
    "left-out": ("file", "row"),
}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    return read(REGISTER / f"{name}.csv")


@pytest.mark.parametrize(("file", "rows"), COMPILED.items())
def test_every_row_of_the_compiled_tables_is_accounted_for_once(file, rows):
    followed = [int(row["row"]) for row in read(HERE / "conversion.csv") if row["file"] == file]
    assert sorted(followed) == list(range(1, rows + 1))


@pytest.mark.parametrize("name", KEYS)
def test_every_row_followed_is_where_it_is_said_to_be(name):
    there = {"|".join(row[key] for key in KEYS[name]) for row in table(name)}
    followed = {row["key"] for row in read(HERE / "conversion.csv") if row["table"] == name}
    assert followed
    assert followed - there == set()


def test_what_is_left_out_has_a_reason_and_nothing_is_left_out_in_silence():
    followed = [row for row in read(HERE / "conversion.csv") if row["table"] == "left-out"]
    left = table("left-out")
    assert len(left) == len(followed) == 11
    assert all(len(row["reason"]) > 20 for row in left)


def test_seventy_bodies_are_entered_as_mutuals_and_the_others_say_what_they_are():
    classes = Counter(row["entry_class"] for row in table("organisations"))
    assert classes == {
        "mutual": 70, "borderline": 5, "unverified": 4, "aspiring": 3,
        "negative-control": 2, "never-launched": 1, "not-a-spin-out": 1,
    }  # fmt: skip


def stakes(body, day):
    found = [row for row in table("stakes") if (row["organisation"], row["date"]) == (body, day)]
    return {row["holder"]: row["share"] for row in found}


def test_stakes_of_mycsp_change_on_the_days_its_sources_give():
    assert stakes("mycsp", "2012-04-30") == {
        "employee-trust": "25", "partner": "40", "state": "35",
    }  # fmt: skip
    assert stakes("mycsp", "2014-10-03") == {
        "employee-trust": "25", "partner": "51", "state": "24",
    }  # fmt: skip
    assert stakes("mycsp", "2018-12-31") == {"employee-trust": "25", "partner": "75", "state": "0"}


def test_behavioural_insights_goes_from_thirds_to_one_owner():
    thirds = {"employees": "33.33", "partner": "33.33", "state": "33.33"}
    assert stakes("bit", "2014-02-05") == thirds
    assert stakes("bit", "2019-10-31") == {"employee-trust": "27.5", "employees": "0"}
    assert stakes("bit", "2021-12-31")["partner"] == "100"


def test_bodies_that_stopped_have_the_event_that_says_so():
    ended = {
        (row["organisation"], row["event"], row["date"])
        for row in table("events")
        if row["event"] in ("ended", "merged", "contract-ended", "never-launched")
    }
    assert ended == {
        ("mycsp", "contract-ended", "2025-12-01"),
        ("bch", "contract-ended", "2020-04"),
        ("nscp", "contract-ended", "2020-04"),
        ("ace", "contract-ended", "2021-07"),
        ("midpsych", "contract-ended", "2019-09-30"),
        ("suflib", "contract-ended", "2025-06-01"),
        ("seqol", "ended", "2016-10"),
        ("pch", "ended", "2016"),
        ("spiral", "ended", "2019-01-31"),
        ("epic", "ended", "2020"),
        ("cfbrms", "ended", "2025-07-31"),
        ("securehc", "ended", "2009-09"),
        ("jth", "merged", "2021-08-01"),
        ("innovoclm", "never-launched", "2014-06"),
    }


def observed(subject, measure):
    found = [r for r in table("observations") if (r["subject"], r["measure"]) == (subject, measure)]
    return {(r["qualifier"], r["value"], r["period"], r["quality"], r["base"]) for r in found}


def test_an_announcement_s_own_assertions_are_marked_as_claims():
    assert observed("mycsp", "staff-productivity-growth") == {
        ("=", "15", "2012-2014", "CLAIMED", "")
    }
    assert observed("bit", "headcount-ratio") == {(">", "2", "2014-07", "CLAIMED", "")}
    assert observed("chcp", "staff-feel-trusted") == {
        (">", "90", "2014-07", "CLAIMED", ""),
        ("=", "91", "2013-05", "OBSERVED", "respondents"),
    }


def test_the_bound_on_jobs_turned_round_within_a_year():
    assert observed("sector", "additional-jobs") >= {
        ("<=", "3000", "2013-07", "STATED", ""),
        (">", "3000", "2014-07-23", "STATED", ""),
    }


def test_conflicting_readings_are_both_kept():
    assert {value for _, value, day, *_ in observed("bit", "employees") if day == "2014-02"} == {
        "13", "16",
    }  # fmt: skip


def test_every_total_of_the_sector_is_stated_and_none_is_a_measurement():
    kinds = {r["quality"] for r in table("observations") if r["subject"] in ("sector", "programme")}
    assert kinds == {"STATED"}
    others = {
        r["quality"] for r in table("observations") if r["subject"] not in ("sector", "programme")
    }
    assert others == {"OBSERVED", "CLAIMED"}
