"""A body as it was on a day: its name, form and area then, and nothing that began later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutualise.register.rules.facts import (
    Control,
    DateRange,
    Earlier,
    Event,
    Facts,
    Holding,
    Named,
)
from mutualise.register.rules.past import names_until, on_the_day, until

RENAMED = date(2016, 4, 1)
OLD = Named("Plymouth Care", "former", None, None)


def renaming(first: date = RENAMED, last: date = RENAMED) -> Event:
    return Event("renamed", DateRange(first, last))


def body(**given) -> Facts:
    return Facts("live", "Livewell", legal_form="company", region="south-west", **given)


@pytest.mark.parametrize(
    ("names", "events"),
    [
        ((Named("Plymouth Care", "former", None, RENAMED),), ()),
        ((OLD,), (renaming(),)),
        ((OLD,), (renaming(date(2016, 1, 1)),)),
    ],
)
def test_before_a_renaming_it_has_its_name_of_that_day(names, events):
    facts = body(names=names, events=events)
    assert on_the_day(facts, date(2016, 3, 31)).name == "Plymouth Care"
    assert on_the_day(facts, RENAMED).name == "Livewell"
    assert [each.name for each in names_until(facts, date(2016, 3, 31))] == []
    assert [each.name for each in names_until(facts, RENAMED)] == ["Plymouth Care"]


@pytest.mark.parametrize(
    "events", [(), (renaming(), Event("renamed", DateRange(RENAMED, RENAMED)))]
)
def test_a_former_name_nobody_dated_is_listed_and_is_the_name_of_no_day(events):
    facts = body(names=(OLD,), events=events)
    assert on_the_day(facts, date(2012, 1, 1)).name == "Livewell"
    assert [each.name for each in names_until(facts, date(2012, 1, 1))] == ["Plymouth Care"]


def test_of_two_dated_names_the_later_begun_is_the_name():
    names = (
        Named("First", "former", None, date(2012, 1, 1)),
        Named("Second", "former", date(2012, 1, 1), RENAMED),
        Named("LW", "also-known-as", date(2012, 1, 1), None),
        Named("Livewell", "current", RENAMED, None),
    )
    facts = body(names=names)
    said = [on_the_day(facts, date(year, 6, 1)).name for year in (2011, 2013, 2017)]
    assert said == ["First", "Second", "Livewell"]
    known = {each.name: each.valid_until for each in names_until(facts, date(2013, 6, 1))}
    assert known == {"First": date(2012, 1, 1), "LW": None}


def test_form_and_area_are_those_before_they_changed():
    earlier = tuple(
        Earlier(day, "Livewell", "mutual", form, "care", "Council", "england", "london")
        for day, form in ((date(2012, 1, 1), "charity"), (date(2014, 1, 1), "society"))
    )
    facts = body(earlier=earlier)
    then = [on_the_day(facts, date(year, 6, 1)) for year in (2011, 2013, 2015)]
    assert [each.legal_form for each in then] == ["charity", "society", "company"]
    assert [each.region for each in then] == ["london", "london", "south-west"]


def test_what_began_later_is_left_out_and_an_end_that_had_not_come_is_not_known():
    facts = body(
        events=(
            Event("launched", DateRange(date(2012, 1, 1), date(2012, 1, 1))),
            Event("ended", DateRange(date(2018, 1, 1), date(2018, 12, 31))),
            Event("incorporated", None),
        ),
        holdings=tuple(
            Holding(date(year, 1, 1), "equity", "employees", Decimal(25)) for year in (2012, 2017)
        ),
        control=(
            Control("staff-council", date(2012, 1, 1), date(2017, 1, 1)),
            Control("staff-directors", date(2017, 1, 1), None),
        ),
    )
    then = until(facts, date(2013, 1, 1))
    assert [each.kind for each in then.events] == ["launched", "incorporated"]
    assert [each.on.year for each in then.holdings] == [2012]
    assert [(each.kind, each.valid_until) for each in then.control] == [("staff-council", None)]
    # Somewhere in 2018 it ended: from the first of its days that is part of what may have happened.
    assert len(until(facts, date(2018, 1, 1)).events) == 3
