"""A change of a figure splits by cause, and the parts add up to it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import DAY, LATER, RECORDED, lenient, people, readings_of, said

from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.population import Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings, was_known
from mutualise.statistics.rules.revision import CAUSES, State, _with_new_data, figure_of, split

MEASURE = lenient("employees")
QUESTION = Question(DAY, definition="CO-2011")


@dataclass(frozen=True)
class Made:
    """What a state is made from, before it is set beside another."""

    rows: list
    population: Population
    measure: Measure = MEASURE
    definition: str = "CO-2011"
    moment: datetime = LATER
    question: Question = QUESTION


def state(rows, population=None, **more):
    return Made(rows, people("a", "b", "c") if population is None else population, **more)


def states(*made):
    """States over the same readings, which their comparison asks for."""
    rows = list(dict.fromkeys(row for each in made for row in each.rows))
    readings = Readings.of(rows)
    return [
        State(
            readings,
            np.array([row in m.rows and was_known(row, m.moment) for row in rows], dtype=bool),
            m.measure, m.definition, m.population, m.question,
        )
        for m in made
    ]  # fmt: skip


def revise(before, after):
    return split(*states(before, after))


def staff(code, value, day="2014-03-31", **more):
    return said(code, "employees", value, day, **more)


def parts(revision):
    return [(part.cause, part.amount) for part in revision.parts]


OLD = [staff("a", 100), staff("b", 200), staff("c", 300)]


def test_nothing_changed_has_no_parts():
    found = revise(state(OLD), state(OLD))
    assert (found.change, found.parts) == (0, ())


def test_newer_return_is_new_data():
    newer = staff("a", 130, "2014-06-30", change="UPDATE")
    assert parts(revise(state(OLD), state([*OLD, newer]))) == [("new data", 30)]


def test_correction_and_withdrawal_are_corrections():
    wrong = staff("a", 100, known_until=LATER, ended_by="CORRECTION", reference="obs-1")
    right = staff("a", 110, recorded_at=LATER, change="CORRECTION", reference="obs-2")
    rows = [wrong, right, *OLD[1:]]
    found = revise(state(rows, moment=RECORDED), state(rows, moment=LATER))
    assert parts(found) == [("correction", 10)]
    gone = staff("c", 300, known_until=LATER, ended_by="WITHDRAWAL")
    rows = [*OLD[:2], gone, staff("c", 280, "2014-01-31")]
    found = revise(state(rows, moment=RECORDED), state(rows, moment=LATER))
    assert parts(found) == [("correction", -20)]


def test_row_updated_in_place_moves_with_its_newcomer():
    first = staff("a", 100, known_until=LATER, ended_by="UPDATE", reference="obs-1")
    second = staff("a", 160, recorded_at=LATER, change="UPDATE", reference="obs-2")
    rows = [first, second, *OLD[1:]]
    found = revise(state(rows, moment=RECORDED), state(rows, moment=LATER))
    assert parts(found) == [("new data", 60)]


def test_every_cause_takes_its_own_part():
    rows = [*OLD, staff("d", 1000)]
    wider = people("a", "b", "c", "d")
    assert parts(revise(state(rows), state(rows, wider))) == [("population", 1000)]
    redefined = state(rows, wider, definition="DCMS-2019")
    assert parts(revise(state(rows), redefined)) == [("definition", 1000)]
    unmeasured = people("a", "b", "c", "never")
    changed = lenient("employees", never_measured="nothing")
    found = revise(state(OLD, unmeasured), state(OLD, unmeasured, measure=changed))
    assert parts(found) == [("method", -200)]


def test_a_measure_that_is_of_other_things_is_redefined_and_one_counted_otherwise_is_not():
    heads = [*OLD, *(said(code, "heads", 500, "2014-03-31") for code in "abc")]
    of_heads = replace(MEASURE, kinds=("heads",), version=2)
    assert parts(revise(state(heads), state(heads, measure=of_heads))) == [("definition", 900)]
    reworded = replace(MEASURE, definition="In other words.", version=2)
    assert parts(revise(state(OLD), state(OLD, measure=reworded))) == []


def test_several_causes_at_once_are_told_apart_in_the_fixed_order():
    newer = staff("a", 130, "2014-06-30", change="UPDATE")
    rows = [*OLD, newer, staff("d", 1000)]
    found = revise(state(OLD), state(rows, people("a", "b", "c", "d")))
    assert parts(found) == [("new data", 30), ("population", 1000)]


def test_figure_that_speaks_for_the_first_time_has_causes_and_no_sum():
    found = revise(state([]), state(OLD))
    assert (found.before, found.change) == (None, None)
    assert parts(found) == [("new data", 0)]


STATES = st.builds(
    lambda rows, codes, nothing, definition, moment: Made(
        rows,
        people(*codes),
        lenient("employees", never_measured="nothing") if nothing else MEASURE,
        definition,
        moment,
    ),
    st.lists(readings_of(("employees",)), max_size=20),
    st.sets(st.sampled_from("abcdefgh"), min_size=1),
    st.booleans(),
    st.sampled_from(["CO-2011", "DCMS-2019"]),
    st.sampled_from([RECORDED, LATER, LATER + timedelta(days=2)]),
)


@given(STATES, STATES)
@settings(deadline=None, max_examples=15)
def test_parts_add_up_to_the_change_whatever_changed(before, after):
    found = revise(before, after)
    assert (found.before, found.after) == tuple(figure_of(each) for each in states(before, after))
    assert [part.cause for part in found.parts] == [
        cause for cause in CAUSES if cause in {part.cause for part in found.parts}
    ]
    if found.change is not None:
        assert sum(part.amount for part in found.parts) == found.change


@given(STATES, STATES)
@settings(deadline=None, max_examples=15)
def test_figures_known_already_give_the_same_parts(before, after):
    pair = states(before, after)
    assert split(*pair, tuple(figure_of(each) for each in pair)) == split(*pair)


@given(STATES)
@settings(deadline=None, max_examples=15)
def test_moment_of_asking_alone_is_no_cause(made):
    asked_later = replace(made.question, as_known_at=LATER)
    found = revise(made, replace(made, question=asked_later))
    assert found.change in (0, None)


def about(row):
    return row.subject, row.kind, row.valid_from, row.valid_until


def with_new_data_in_plain_python(rows, old, new):
    """Which rows stand when newer information alone is let in, by sets of rows."""
    came = [row for row in rows if row in new and row not in old]
    arrived = [row for row in came if row.change in ("NEW", "UPDATE")]
    repaired = {about(row) for row in came if row.change in ("CORRECTION", "WITHDRAWAL")}
    updated = {about(row) for row in arrived if row.change == "UPDATE"}
    gone = [
        row
        for row in old
        if row not in new
        and (row.ended_by == "UPDATE" or about(row) in updated)
        and about(row) not in repaired
    ]
    return {*old, *arrived} - set(gone)


CHANGED = st.builds(
    lambda code, value, change, ended_by, day: staff(
        code, value, day, change=change, ended_by=ended_by
    ),
    st.sampled_from("ab"),
    st.integers(1, 5),
    st.sampled_from(["NEW", "UPDATE", "CORRECTION"]),
    st.sampled_from(["", "UPDATE", "CORRECTION", "WITHDRAWAL"]),
    st.sampled_from(["2013-03-31", "2014-03-31"]),
)


@given(st.data(), st.lists(CHANGED, unique=True, min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)
def test_newcomers_and_those_they_replace_are_told_apart_as_by_plain_python(data, rows):
    old, new = ({row for row in rows if data.draw(st.booleans())} for _ in range(2))
    masks = (np.array([row in side for row in rows], dtype=bool) for side in (old, new))
    found = _with_new_data(Readings.of(rows).columns, *masks)
    plain = with_new_data_in_plain_python(rows, old, new)
    assert found.tolist() == [row in plain for row in rows]
