"""Charts are one named image each, the same every time, and text in them is only text."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from mutualise.govuk.charts import (
    Bar,
    Event,
    Flow,
    Point,
    Stake,
    Step,
    bars,
    flow_chart,
    house,
    series_chart,
    step_chart,
    timeline_chart,
    waterfall_chart,
)
from mutualise.govuk.charts.stakes import stacked

EVIL = '<script>alert("1")</script> & <b>'
DAYS = (date(2012, 4, 1), date(2014, 7, 1), date(2018, 1, 1))
DRAWINGS = {
    "series": lambda name: series_chart(
        [Point(day, Decimal(n), Decimal(n - 1), Decimal(n + 1)) for n, day in enumerate(DAYS, 5)],
        title=name,
        unit="people",
    ),
    "stakes": lambda name: step_chart(
        [Stake(DAYS[0], name, Fraction(1, 2)), Stake(DAYS[0], "state", Fraction(1, 2))],
        until=DAYS[2],
        title=name,
    ),
    "timeline": lambda name: timeline_chart([Event(day, name) for day in DAYS], title=name),
    "waterfall": lambda name: waterfall_chart(
        [Step(name, 10, total=True), Step("b", -4), Step("c", 6, total=True)],
        title=name,
        unit="count",
    ),
    "flows": lambda name: flow_chart(
        [Flow(name, 5, "keeps 2")],
        [Flow(name, 4, strong=True), Flow("nobody", 1, lost=True)],
        title=name,
        description=name,
    ),
    "bars": lambda name: bars([Bar(name, 3), Bar("b", 4)], title=name, unit="GBP"),
}


@pytest.fixture(scope="module", autouse=True)
def drawing_is_ready():
    """The first drawing of a process loads the renderer, which takes about a second."""
    bars([Bar("a", 1)], title="t", unit="count")


@pytest.mark.parametrize("kind", DRAWINGS)
def test_text_in_a_chart_is_only_text(kind):
    svg = DRAWINGS[kind](EVIL)
    assert "<script" not in svg and "<b>" not in svg
    assert "&lt;script&gt;" in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_chart_is_one_named_image_that_keeps_to_the_content_policy(kind):
    svg = DRAWINGS[kind]("Employees")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    words = {element.get("id"): element.text for element in root.iter()}
    assert words[named[0]] == "Employees" and words[named[1]]
    assert root.get("viewBox") and root.get("width") is None
    assert not re.search(r"\sstyle=|<style|\son\w+=|@import|https?://(?!www\.w3\.org)", svg)


@pytest.mark.parametrize("kind", DRAWINGS)
def test_the_same_content_is_drawn_the_same(kind):
    first = DRAWINGS[kind]("Same")
    for kept in ("_render",):
        getattr(house, kept).cache_clear()
    for module in (
        "series._series",
        "series._timeline",
        "stakes._stakes",
        "bars._bars",
        "bars._waterfall",
    ):
        place, name = module.split(".")
        clear(place, name)
    assert DRAWINGS[kind]("Same") == first


def clear(module, function):
    import importlib

    getattr(importlib.import_module(f"mutualise.govuk.charts.{module}"), function).cache_clear()


def test_two_charts_on_a_page_share_no_id():
    one, two = DRAWINGS["bars"]("One"), DRAWINGS["bars"]("Two")
    again = bars([Bar("One", 3), Bar("b", 4)], title="One", unit="GBP", key="second")
    found = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, two, again)]
    assert all(found)
    assert not (found[0] & found[1] or found[0] & found[2])


def test_series_says_its_first_and_last_value():
    svg = DRAWINGS["series"]("Employees")
    assert "From 5 people on 1 April 2012 to 7 people on 1 January 2018." in svg


def test_series_without_a_value_is_refused():
    with pytest.raises(ValueError, match="at least one value"):
        series_chart([Point(DAYS[0], None)], title="t", unit="people")


def test_stakes_change_on_the_day_and_not_between():
    blocks = stacked(
        [
            Stake(DAYS[0], "employees", Fraction(1, 4)),
            Stake(DAYS[0], "state", Fraction(3, 4)),
            Stake(DAYS[1], "employees", Fraction(1)),
        ],
        DAYS[2],
    )
    assert [(b["at"], b["until"], b["low"], b["high"]) for b in blocks] == [
        ("2012-04-01", "2014-07-01", 0.0, 0.25),
        ("2012-04-01", "2014-07-01", 0.25, 1.0),
        ("2014-07-01", "2018-01-01", 0.0, 1.0),
    ]


def test_a_waterfall_whose_parts_do_not_add_up_is_refused():
    with pytest.raises(ValueError, match="'Published' is 7, but the steps before it reach 6"):
        waterfall_chart(
            [Step("Naive", 10, total=True), Step("Twice", -4), Step("Published", 7, total=True)],
            title="t",
            unit="count",
        )
