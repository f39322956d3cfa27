"""Limbs, lives and stakes read from recorded facts, by the code of the definition they belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_bodies import DAY, DEFINITIONS, LAUNCH, NOON, ROOT, body, control, held, on

from mutualise.register.rules.assessment import assess
from mutualise.register.rules.counting import PLACES, compare, placed
from mutualise.register.rules.course import Course, count
from mutualise.register.rules.definitions import DefinitionUnreadable, parse_definition
from mutualise.register.rules.facts import (
    Answer,
    DateRange,
    Decision,
    Event,
)
from mutualise.register.rules.life import Status, status_on
from mutualise.register.rules.limbs import RULES
from mutualise.register.rules.matching import likeness, normalised
from mutualise.register.rules.stakes import ImpossibleStakes, check_statement, employee_share

COUNCIL_OWNED = body(control=(control("controlled-by-others"),))
STAFF_OWNED = body(holdings=(held("employees", 100),))
TRUST_QUARTER = body(holdings=(held("employee-trust", 25), held("partner", 40), held("state", 35)))
NOTHING_KNOWN = body()
STATED = body(control=(control("ownership-stated"),))
days = st.dates(date(2010, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("code", "facts", "answer"),
    [
        ("CO-2011", STAFF_OWNED, Answer.MEETS),
        ("CO-2011", TRUST_QUARTER, Answer.MEETS),
        ("CO-2011", STATED, Answer.MEETS),
        ("CO-2011", COUNCIL_OWNED, Answer.DOES_NOT_MEET),
        ("CO-2011", NOTHING_KNOWN, Answer.UNCLEAR),
        ("CO-2011", replace(STAFF_OWNED, parent_body=""), Answer.UNCLEAR),
        ("CO-2011", replace(STAFF_OWNED, entry_class="not-a-spin-out"), Answer.DOES_NOT_MEET),
        ("CO-2011", replace(STAFF_OWNED, sector=""), Answer.UNCLEAR),
        ("CO-2011", body(holdings=(held("partner", 100),)), Answer.DOES_NOT_MEET),
        ("CO-2011b", STAFF_OWNED, Answer.MEETS),
        ("CO-2011b", TRUST_QUARTER, Answer.UNCLEAR),
        (
            "CO-2011b",
            body(holdings=(held("employee-trust", 25), held("partner", 51))),
            Answer.DOES_NOT_MEET,
        ),
        ("CO-2011b", STATED, Answer.UNCLEAR),
        ("DCMS-2018", STAFF_OWNED, Answer.MEETS),
        ("DCMS-2018", replace(STAFF_OWNED, legal_form="company"), Answer.UNCLEAR),
        ("PCR-77", body(control=(control("multi-stakeholder"),)), Answer.MEETS),
        ("PCR-77", body(holdings=(held("users", 100),)), Answer.MEETS),
        ("PCR-77", body(holdings=(held("community", 60), held("state", 40))), Answer.MEETS),
        # Owned by those it serves, as a body of schools: whether they take part must be found out.
        ("PCR-77", COUNCIL_OWNED, Answer.UNCLEAR),
        (
            "PCR-77",
            body(control=(control("controlled-by-others"),), holdings=(held("users", 100),)),
            Answer.MEETS,
        ),
        ("PCR-77", body(holdings=(held("state", 100),)), Answer.DOES_NOT_MEET),
        (
            "PCR-77",
            body(control=(control("staff-council"),), holdings=(held("state", 100),)),
            Answer.UNCLEAR,
        ),
        ("PCR-77", NOTHING_KNOWN, Answer.UNCLEAR),
        ("PCR-77", STATED, Answer.MEETS),
        ("PA-33", STAFF_OWNED, Answer.MEETS),
        ("PA-33", TRUST_QUARTER, Answer.DOES_NOT_MEET),
        ("PA-33", replace(STAFF_OWNED, entry_class="not-a-spin-out"), Answer.MEETS),
        ("PA-33", body(control=(control("staff-council"),)), Answer.UNCLEAR),
    ],
)
def test_verdict(code, facts, answer):
    assert assess(DEFINITIONS[code], facts, DAY).outcome is answer


def test_every_rule_is_used_by_a_definition_and_every_definition_parses():
    assert len(DEFINITIONS) == 7
    assert {limb.rule for d in DEFINITIONS.values() for limb in d.limbs} == set(RULES)


def test_a_control_change_reopens_until_somebody_decides():
    changed = replace(
        TRUST_QUARTER,
        holdings=(
            *TRUST_QUARTER.holdings,
            *(
                held(h, s, date(2014, 10, 3))
                for h, s in (("employee-trust", 25), ("partner", 51), ("state", 24))
            ),
        ),
    )
    definition = DEFINITIONS["CO-2011"]
    assert assess(definition, changed, date(2014, 10, 2)).outcome is Answer.MEETS
    reopened = assess(definition, changed, date(2014, 10, 3))
    assert reopened.outcome is Answer.UNCLEAR
    assert reopened.reopened.on == date(2014, 10, 3)
    decided = replace(
        changed,
        decisions=(
            Decision(
                "CO-2011",
                "MEETS",
                date(2014, 10, 3),
                "Kept its seat",
                datetime(2014, 11, 1, tzinfo=UTC),
            ),
        ),
    )
    assert assess(definition, decided, date(2015, 1, 1)).outcome is Answer.MEETS
    assert assess(definition, decided, date(2014, 10, 2)).decided is None


def test_of_two_decisions_for_a_day_made_on_one_day_the_later_stands():
    first = Decision("CO-2011", "MEETS", DAY, "first", NOON)
    second = Decision("CO-2011", "DOES_NOT_MEET", DAY, "second", NOON + timedelta(minutes=5))
    for order in ((first, second), (second, first)):
        found = assess(DEFINITIONS["CO-2011"], body(decisions=order), DAY)
        assert (found.outcome, found.decided) == (Answer.DOES_NOT_MEET, second)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((), Status.UNCLEAR),
        ((Event("launched", DateRange(date(2014, 1, 1), date(2014, 12, 31))),), Status.UNCLEAR),
        ((Event("launched", on(date(2015, 1, 1))),), Status.NOT_LAUNCHED),
        ((Event("launched", on(LAUNCH)), Event("ended", on(DAY))), Status.ENDED),
        ((Event("launched", on(LAUNCH)), Event("ended", None)), Status.UNCLEAR),
        (
            (
                Event("launched", on(LAUNCH)),
                Event("contract-ended", DateRange(date(2013, 1, 1), date(2016, 12, 31))),
                Event("ended", on(date(2014, 1, 1))),
            ),
            Status.ENDED,
        ),
        (
            (
                Event("launched", on(LAUNCH)),
                Event("contract-ended", DateRange(date(2013, 1, 1), date(2016, 12, 31))),
                Event("ended", on(date(2015, 1, 1))),
            ),
            Status.UNCLEAR,
        ),
        ((Event("never-launched", None),), Status.NOT_LAUNCHED),
        ((Event("launched", on(LAUNCH)),), Status.LIVE),
    ],
)
def test_status_on_a_day(events, status):
    assert status_on(body(events=events), DAY).status is status


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=3),
    st.integers(1, 20),
)
def test_a_body_has_ended_from_the_end_its_course_gives(endings, after):
    day, first = (LAUNCH + timedelta(n) for n in (after, 0))
    whens = [DateRange(first + timedelta(n), first + timedelta(n + long)) for n, long in endings]
    launched = Event("launched", on(LAUNCH))
    facts = body(events=(launched, *(Event("ended", when) for when in whens)))
    ended = status_on(facts, day).status is Status.ENDED
    assert ended == (Course(DEFINITIONS["CO-2011"], facts).end <= day)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([("state", 60), ("partner", 41)], "add up to 101"),
        ([("state", -1)], "0 to 100"),
        ([("state", 10), ("state", 10)], "twice"),
        ([("nobody", 10)], "not a class of holder"),
    ],
)
def test_impossible_stakes_name_the_remedy(shares, said):
    with pytest.raises(ImpossibleStakes, match=said):
        check_statement([(holder, Decimal(share)) for holder, share in shares])


@given(st.lists(st.integers(0, 100), min_size=2, max_size=2))
def test_stakes_are_possible_exactly_when_they_do_not_pass_the_whole(shares):
    statement = list(zip(("state", "partner"), map(Decimal, shares), strict=True))
    if sum(shares) <= 100:
        check_statement(statement)
    else:
        with pytest.raises(ImpossibleStakes):
            check_statement(statement)


def test_the_latest_statement_is_in_force():
    facts = body(holdings=(held("employees", 30), held("employees", 20, date(2014, 1, 1))))
    assert employee_share(facts, date(2013, 12, 31)).share == 30
    assert employee_share(facts, date(2014, 1, 1)).share == 20
    assert employee_share(body(), DAY) is None


bodies = st.builds(
    lambda launch, end, stakes, decided: body(
        events=(Event("launched", on(launch)), *((Event("ended", on(launch + timedelta(days=end))),) if end else ())),
        holdings=tuple(held("employees", share, day) for day, share in stakes.items()),
        decisions=(Decision("CO-2011", "MEETS", decided, "r", NOON),) if decided else (),
    ),
    days, st.integers(0, 3000), st.dictionaries(days, st.integers(0, 100), max_size=3), st.none() | days,
)  # fmt: skip


@given(bodies, days, days)
def test_every_move_between_two_days_is_explained_by_something_dated_between(facts, first, second):
    first, second = sorted((first, second))
    for moved in compare(DEFINITIONS["CO-2011"], [facts], first, second):
        assert moved.events


@given(st.lists(bodies, max_size=4), days)
def test_every_body_is_counted_in_exactly_one_place(listed, day):
    named = [replace(facts, organisation=str(n)) for n, facts in enumerate(listed)]
    found = count(DEFINITIONS["PA-33"], [Course(DEFINITIONS["PA-33"], each) for each in named], day)
    places = [found.inside, found.outside, found.unclear, found.not_live]
    assert sorted(b.code for place in places for b in place) == [f.organisation for f in named]
    assert all(placed(DEFINITIONS["PA-33"], facts, day)[0] in PLACES for facts in named)


@given(bodies, st.lists(days, min_size=2, max_size=6))
def test_a_body_stands_on_every_day_as_if_no_other_day_had_been_asked_before(facts, asked):
    for definition in DEFINITIONS.values():
        course = Course(definition, facts)
        for day in asked:
            standing = course.on(day)
            assert (standing.place, standing.counted.reason) == placed(definition, facts, day)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("owner: Parliament", "", "owner"),
        ("valid_from: 2025-02-24", "valid_from: soon", "valid_from"),
        ("rule: managed_and_controlled", "rule: no_such_rule", "limbs[3].rule"),
        ("title:", "colour: blue\ntitle:", "colour"),
    ],
)
def test_a_bad_definition_file_names_the_key(old, new, key):
    text = (ROOT / "definitions/mutual/PA-33.yaml").read_text()
    assert old in text
    with pytest.raises(DefinitionUnreadable) as refused:
        parse_definition(text.replace(old, new, 1), "PA-33.yaml")
    assert refused.value.key == key
    assert "PA-33.yaml" in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("City Health Care Partnership CIC", "CITY HEALTH CARE PARTNERSHIP", 100),
        ("Explore York Libraries & Archives", "Explore York libraries and archives", 100),
        ("Cwmpas Ltd", "Cwmpâs Limited", 100),
        ("Care Plus Group", "Unrelated words", 0),
        ("", "Anything", 0),
    ],
)
def test_likeness_of_names(one, other, score):
    assert likeness(one, other) == score


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_certain_only_for_equal_names(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100
    if likeness(one, other) == 100:
        assert normalised(one) == normalised(other)
