"""A change of a figure splits by cause, and the parts add up to it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import DAY, LATER, RECORDED, lenient, people, readings_of, said

from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.revision import CAUSES, State, figure_of, known, split

MEASURE = lenient("employees")
QUESTION = Question(DAY, definition="CO-2011")


def state(rows, population=None, *, measure=MEASURE, definition="CO-2011", moment=LATER):
    people_in = people("a", "b", "c") if population is None else population
    return State(known(rows, moment), measure, definition, people_in, QUESTION)


def staff(code, value, day="2014-03-31", **more):
    return said(code, "employees", value, day, **more)


def parts(revision):
    return [(part.cause, part.amount) for part in revision.parts]


OLD = [staff("a", 100), staff("b", 200), staff("c", 300)]


def test_nothing_changed_has_no_parts():
    found = split(state(OLD), state(OLD))
    assert (found.change, found.parts) == (0, ())


def test_newer_return_is_new_data():
    newer = staff("a", 130, "2014-06-30", change="UPDATE")
    assert parts(split(state(OLD), state([*OLD, newer]))) == [("new data", 30)]


def test_correction_and_withdrawal_are_corrections():
    wrong = staff("a", 100, known_until=LATER, ended_by="CORRECTION", reference="obs-1")
    right = staff("a", 110, recorded_at=LATER, change="CORRECTION", reference="obs-2")
    rows = [wrong, right, *OLD[1:]]
    found = split(state(rows, moment=RECORDED), state(rows, moment=LATER))
    assert parts(found) == [("correction", 10)]
    gone = staff("c", 300, known_until=LATER, ended_by="WITHDRAWAL")
    rows = [*OLD[:2], gone, staff("c", 280, "2014-01-31")]
    found = split(state(rows, moment=RECORDED), state(rows, moment=LATER))
    assert parts(found) == [("correction", -20)]


def test_row_updated_in_place_moves_with_its_newcomer():
    first = staff("a", 100, known_until=LATER, ended_by="UPDATE", reference="obs-1")
    second = staff("a", 160, recorded_at=LATER, change="UPDATE", reference="obs-2")
    rows = [first, second, *OLD[1:]]
    found = split(state(rows, moment=RECORDED), state(rows, moment=LATER))
    assert parts(found) == [("new data", 60)]


def test_every_cause_takes_its_own_part():
    rows = [*OLD, staff("d", 1000)]
    wider = people("a", "b", "c", "d")
    assert parts(split(state(rows), state(rows, wider))) == [("population", 1000)]
    redefined = state(rows, wider, definition="DCMS-2019")
    assert parts(split(state(rows), redefined)) == [("definition", 1000)]
    unmeasured = people("a", "b", "c", "never")
    changed = lenient("employees", never_measured="nothing")
    found = split(state(OLD, unmeasured), state(OLD, unmeasured, measure=changed))
    assert parts(found) == [("method", -200)]


def test_several_causes_at_once_are_told_apart_in_the_fixed_order():
    newer = staff("a", 130, "2014-06-30", change="UPDATE")
    rows = [*OLD, newer, staff("d", 1000)]
    found = split(state(OLD), state(rows, people("a", "b", "c", "d")))
    assert parts(found) == [("new data", 30), ("population", 1000)]
    assert [part.touched for part in found.parts] == [2, 0]


def test_figure_that_speaks_for_the_first_time_has_causes_and_no_sum():
    found = split(state([]), state(OLD))
    assert (found.before, found.change) == (None, None)
    assert parts(found) == [("new data", 0)]


STATES = st.builds(
    lambda rows, codes, nothing, definition, moment: State(
        known(rows, moment),
        lenient("employees", never_measured="nothing") if nothing else MEASURE,
        definition,
        people(*codes),
        QUESTION,
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
    found = split(before, after)
    assert (found.before, found.after) == (figure_of(before), figure_of(after))
    assert [part.cause for part in found.parts] == [
        cause for cause in CAUSES if cause in {part.cause for part in found.parts}
    ]
    if found.change is not None:
        assert sum(part.amount for part in found.parts) == found.change


@given(STATES)
@settings(deadline=None, max_examples=15)
def test_moment_of_asking_alone_is_no_cause(made):
    asked_later = replace(made.question, as_known_at=LATER)
    found = split(made, replace(made, question=asked_later))
    assert found.change in (0, None)
