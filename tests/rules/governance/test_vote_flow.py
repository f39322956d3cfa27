"""The flow of votes says what the stage table says: nothing is lost or made on the way."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from mutualise.governance.presenters.stage_words import StageWords
from mutualise.governance.rules import counting
from mutualise.governance.rules.beside_the_count import told_beside
from mutualise.governance.rules.lots_by_hand import LotUnfit, order_of, reason_of, witnesses_of
from mutualise.governance.rules.scrutineer_statement import StatementUnfit, checked
from mutualise.governance.rules.two_programs import Contested, LotNeeded, count_both
from mutualise.governance.rules.vote_flow import NOBODY, PAPERS, passages
from tests.rules.governance.test_counting_laws import any_lots, polls

LOT = {"settled": "lot"}


@pytest.mark.parametrize("rule", ["scottish", "ers97", "ni", "meek", "plurality"])
@given(poll=polls())
@settings(max_examples=25, deadline=None)
def test_what_is_passed_on_is_what_is_received(rule, poll):
    done = counting.count(poll, rule, any_lots(poll)).as_json()
    held = dict.fromkeys([*map(int, done["candidates"]), NOBODY], Decimal())
    for each, stage in zip(passages(done), done["stages"], strict=True):
        given_up, got = (sum(p.votes for p in parts) for parts in (each.givers, each.takers))
        assert given_up == got
        for part in each.givers:
            if part.who != PAPERS:
                held[part.who] -= part.votes
        for part in each.takers:
            held[part.who] += part.votes
        assert {str(who): n for who, n in held.items() if who} == {
            who: Decimal(n) for who, n in stage["votes"].items()
        }


def test_an_approval_poll_moves_no_vote():
    poll = counting.Poll(("Ann", "Bea"), 1, ((3, (1, 2)), (1, (2,))))
    assert passages(counting.count(poll, "approval").as_json()) == []


def test_a_count_is_told_in_sentences():
    poll = counting.Poll(
        ("Ann", "Nurse, ward 4", "Cem", "Dee"), 2,
        ((11, (1, 2)), (6, (2,)), (5, (3, 1, 2)), (1, (4, 3))),
    )  # fmt: skip
    told = StageWords(counting.count(poll, "scottish").as_json()).all()
    assert told == [
        "Stage 1. First choices: 11 for Ann; 6 for Nurse, ward 4; 5 for Cem; and 1 for Dee. "
        "Ann is elected. The quota is 8.",
        "Stage 2. Ann has more than the quota. The surplus of 3 votes goes on: 2.99992 to Nurse, ward 4 "
        "and 0.00008 to nobody. Nurse, ward 4 is elected. The quota is 8.",
    ]


def small() -> tuple[Contested, list]:
    """Ann, Bea and Cem for one place: the first choices leave Bea and Cem equal."""
    return Contested(("Ann", "Bea", "Cem"), 1, "scottish"), [
        (3, (1,)), (2, (2, 3)), (2, (3, 2)),
    ]  # fmt: skip


def test_a_lot_that_decides_is_said_to_decide_and_in_a_small_contest_no_more():
    contest, papers = small()
    result = {"ties": [LOT]}
    few = told_beside(contest, papers, order=(2, 3, 1), result=result, may_show=False)
    assert few == {"lot": {"matters": True, "complete": True, "counted": 2}}
    many = told_beside(contest, papers, order=(2, 3, 1), result=result, may_show=True)
    assert [each["elected"] for each in many["lot"]["outcomes"]] == [[3], [2]]
    assert set(many["what_if"]) == {"ers97", "ni", "meek"}


def test_without_a_lot_and_in_a_small_contest_nothing_is_told_beside():
    contest, papers = small()
    assert told_beside(contest, papers, order=(), result={"ties": []}, may_show=False) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "candidate numbers"), ("3; 1", "candidate numbers"), ("4, 1", "does not stand"),
     ("1, 1", "each number once"), ("2", "at least two")],
)  # fmt: skip
def test_a_lot_by_hand_is_an_order_of_candidates(text, says):
    with pytest.raises(LotUnfit, match=says):
        order_of(text, {1: "Ann", 2: "Bea", 3: "Cem"})


def test_a_lot_by_hand_has_two_witnesses_and_a_reason():
    assert witnesses_of("Staff council, Union branch") == ["Staff council", "Union branch"]
    for text in ("", "Staff council", "Staff council, Staff council, "):
        with pytest.raises(LotUnfit, match="two witnesses"):
            witnesses_of(text)
    with pytest.raises(LotUnfit, match="Say why"):
        reason_of(" ")


def test_a_scrutineer_who_is_not_satisfied_says_why():
    given = {"register": "OWN", "rules": "yes", "security": "no", "free": "yes",
             "counted_by": "The scrutineer alone"}  # fmt: skip
    with pytest.raises(StatementUnfit) as unfit:
        checked(given)
    assert unfit.value.field == "reasons"
    assert checked(given | {"reasons": "A box stood open."})["reasons"] == "A box stood open."
    with pytest.raises(StatementUnfit, match="inspected"):
        checked(given | {"register": ""})


def test_a_count_that_needs_a_lot_names_the_candidates_with_their_numbers():
    contest, papers = small()
    with pytest.raises(LotNeeded, match=r"between Bea \(2\) and Cem \(3\): who is excluded"):
        count_both(contest, papers)
