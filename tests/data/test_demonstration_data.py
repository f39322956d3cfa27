"""The synthetic data set is what its generator writes, balances, and has the planted truths."""

import csv
import importlib.util
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demonstration"


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("demonstration", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(measure, period):
    found = [r for r in read("observations") if (r["measure"], r["period"]) == (measure, period)]
    return {r["subject"]: Decimal(r["value"]) for r in found if r["quality"] == "RETURNED"}


def test_the_files_are_what_the_generator_writes(generator, tmp_path):
    generator.write(tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in FOLDER.glob("*.csv"))
    for name in made:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_no_name_or_source_could_be_taken_for_a_real_one():
    assert {row["title"] for row in read("sources")} == {"Synthetic demonstration data"}
    for row in read("organisations"):
        assert "emonstration" in row["name"]
        assert row["note"] == "Synthetic"


def test_a_hundred_mutuals_are_live_and_all_answered_every_year():
    assert len(read("organisations")) == 100
    assert {row["event"] for row in read("events")} == {"launched"}
    assert max(row["date"] for row in read("events")) < "2011-07-23"
    for year in (2011, 2012, 2013, 2014):
        assert len(values("employees", f"{year}-07-23")) == 100


def test_totals_lie_well_inside_what_the_announcement_says():
    assert 34_800 < sum(values("employees", "2014-07-23").values()) < 35_200
    for measure, period in (("contract-value-annual", "2014-07"), ("turnover", "FY2014")):
        assert len(values(measure, period)) == 100
        assert 1_460_000_000 < sum(values(measure, period).values()) < 1_490_000_000


def test_sizes_are_skewed_as_real_ones_are():
    sizes = sorted(values("employees", "2014-07-23").values())
    assert sizes[-1] > 1_400
    assert sizes[50] < sum(sizes) / 100
    assert sizes[24] < 100


def test_every_mutual_year_balances_and_jobs_are_not_transfers():
    organic = defaultdict(Decimal)
    checked = 0
    for year in (2012, 2013, 2014):
        flow = f"{year - 1}-07-24/{year}-07-23"
        names = ("staff-transferred-in", "staff-transferred-out", "hires", "leavers")
        came, went, hired, left = (values(name, flow) for name in names)
        start, end = values("employees", f"{year - 1}-07-23"), values("employees", f"{year}-07-23")
        for body in start:
            change = hired[body] - left[body]
            assert end[body] == start[body] + came[body] - went[body] + change, (body, year)
            organic[body] += change
            checked += 1
    assert checked == 300
    assert sum(organic.values()) == 3_412


def test_claims_about_single_bodies_have_their_planted_evidence():
    assert [
        values("output-per-employee", f"{year}-05-01")["mycsp"] for year in (2012, 2013, 2014)
    ] == [Decimal(100), Decimal(115), Decimal("132.25")]
    assert values("employees", "2014-02-05") == {"bit": 16}
    assert values("employees", "2014-08-05") == {"bit": 36}
    (trusted,) = [r for r in read("observations") if r["measure"] == "staff-feel-trusted"]
    assert (trusted["subject"], trusted["value"], trusted["base"]) == ("chcp", "92.4", "staff")
    assert (trusted["base_count"], trusted["population_count"]) == ("1650", "1750")
