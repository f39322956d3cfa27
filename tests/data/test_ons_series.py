"""The productivity series keep their vintages and are consistent with themselves."""

import csv
from decimal import Decimal
from pathlib import Path

ONS = Path(__file__).resolve().parents[2] / "data" / "ons"
ROUNDING = Decimal("0.2")  # three figures, each rounded to a tenth, and growth compounds


def read(name):
    with (ONS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def series(measure, source):
    found = [r for r in read("observations") if (r["measure"], r["source"]) == (measure, source)]
    return {row["period"]: Decimal(row["value"]) for row in found}


def test_productivity_was_flat_in_both_vintages_the_announcement_could_know():
    published = {row["source"]: row["published_on"] for row in read("sources")}
    for source, day in (("ons-2013-04-24", "2013-04-24"), ("ons-2014-02-27", "2014-02-27")):
        assert published[source] == day
        assert series("public-service-productivity-growth", source)["1997-2010"] == 0


def test_a_vintage_without_a_certain_day_has_none():
    undated = {row["source"] for row in read("sources") if not row["published_on"]}
    assert undated >= {"ons-edition-2013", "ons-edition-2017", "ons-edition-2022"}


def test_growth_of_productivity_is_growth_of_output_less_growth_of_inputs():
    compared = 0
    for source in ("ons-edition-2015-figure-3", "ons-quarterly-2018-q4-figure-4"):
        output = series("public-service-output-growth", source)
        inputs = series("public-service-inputs-growth", source)
        for year, growth in series("public-service-productivity-growth", source).items():
            assert abs(output[year] - inputs[year] - growth) <= ROUNDING, (source, year)
            compared += 1
    assert compared == 39


def test_the_index_runs_from_1997_without_a_gap_and_is_100_in_2017():
    index = series("public-service-productivity-index", "ons-productivity-introduction-2020-q1")
    assert [str(year) in index for year in range(1997, 2020)] == [True] * 23
    assert index["2017"] == 100
    assert index["2018-01/2018-03"] == Decimal("101.2")


def test_every_reading_is_of_the_united_kingdom():
    assert {row["area"] for row in read("observations")} == {"united-kingdom"}
    assert len(read("observations")) == 182
