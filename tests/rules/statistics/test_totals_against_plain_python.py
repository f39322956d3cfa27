"""The column methods agree with a slow twin, and nothing but used evidence moves an estimate."""

from fractions import Fraction

import slow_alternative
from hypothesis import given, settings
from hypothesis import strategies as st
from made_readings import DAY, LATER, RECORDED, lenient, people, readings_of, said

from mutualise.statistics.rules.amounts import rounded
from mutualise.statistics.rules.evaluate import evaluate, evaluate_at
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings

BODIES = ("a", "b", "c", "d", "e", "f", "g", "h")
POPULATION = people(*BODIES, closures=3, body_years=Fraction(100))
QUESTION = Question(DAY, as_known_at=LATER)
KINDS = {
    "employees": ("employees",),
    "services-value": (
        "contract-value-annual", "turnover", "contract-value", "contract-length-years",
    ),
    "additional-jobs": (
        "employees", "staff-transferred-in", "staff-transferred-out", "hires", "leavers",
    ),
}  # fmt: skip
MANY = {code: st.lists(readings_of(kinds), max_size=60) for code, kinds in KINDS.items()}
ANY = st.sampled_from(sorted(KINDS)).flatmap(lambda code: st.tuples(st.just(code), MANY[code]))


def ask(code, rows, question=QUESTION):
    return evaluate(lenient(code), Readings.of(rows), POPULATION, question)


@given(MANY["employees"])
@settings(deadline=None, max_examples=50)
def test_stock_total_is_the_plain_sum_to_the_last_digit(rows):
    estimate = ask("employees", rows)
    fresh, total = slow_alternative.stock_total(
        lenient("employees"), rows, BODIES, DAY, LATER, Fraction(3, 100)
    )
    assert estimate.parts["respondents_total"] == rounded(fresh, 0)
    if estimate.value is not None:
        assert estimate.value == rounded(total, 0)


@given(ANY, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_estimate_does_not_depend_on_the_order_of_rows(made, chance):
    code, rows = made
    turned = list(rows)
    chance.shuffle(turned)
    assert ask(code, turned) == ask(code, rows)


@given(ANY)
@settings(deadline=None, max_examples=25)
def test_readings_delivered_twice_do_not_move_the_estimate(made):
    code, rows = made
    assert ask(code, [*rows, *rows]) == ask(code, rows)


@given(ANY)
@settings(deadline=None, max_examples=25)
def test_unrelated_evidence_does_not_move_the_estimate(made):
    code, rows = made
    unrelated = [
        said("someone-else", KINDS[code][0], 99, "2014-07-01"),
        said("a", "sickness-days", 7, "2014-07-01"),
        said("a", KINDS[code][0], 5000, "2014-07-24"),
        said("a", KINDS[code][0], 5000, "2014-07-01", quality="CLAIMED"),
    ]
    assert ask(code, [*unrelated, *rows]) == ask(code, rows)


@given(MANY["employees"], st.data())
@settings(deadline=None, max_examples=25)
def test_withdrawing_a_used_reading_changes_the_lineage(rows, data):
    before = ask("employees", rows)
    if not before.used:
        return
    gone = data.draw(st.sampled_from(before.used))
    left = [row for row in rows if row.digest != gone]
    assert ask("employees", left).lineage != before.lineage


@given(ANY)
@settings(deadline=None, max_examples=25)
def test_waterfall_steps_add_up_to_what_is_published(made):
    code, rows = made
    estimate = ask(code, rows)
    if estimate.value is not None:
        assert sum(step.amount for step in estimate.waterfall) == estimate.value


@given(ANY)
@settings(deadline=None, max_examples=25)
def test_range_holds_the_value_and_shares_are_shares(made):
    code, rows = made
    estimate = ask(code, rows)
    if estimate.value is None:
        return
    assert estimate.lower is None or estimate.lower <= estimate.value
    assert estimate.upper is None or estimate.value <= estimate.upper
    assert 0 <= estimate.coverage_number <= 1
    assert 0 <= estimate.coverage_weight <= 1


@given(ANY)
@settings(deadline=None, max_examples=20)
def test_many_moments_at_once_give_what_each_gives_alone(made):
    code, rows = made
    moments = [RECORDED, LATER]
    readings = Readings.of(rows)
    together = evaluate_at(lenient(code), readings, POPULATION, Question(DAY), moments)
    alone = [ask(code, rows, Question(DAY, as_known_at=moment)) for moment in moments]
    assert together == alone


def test_population_may_be_what_the_register_knew_at_each_moment():
    rows = [said("a", "employees", 10, "2014-07-01"), said("b", "employees", 20, "2014-07-01")]
    known = {RECORDED: people("a"), LATER: people("a", "b")}
    found = evaluate_at(
        lenient("employees"), Readings.of(rows), known.__getitem__, Question(DAY), known
    )
    assert [each.value for each in found] == [10, 30]
