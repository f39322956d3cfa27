"""A counting program that falls over: named where it is one of the two, told in a what-if."""

from __future__ import annotations

import pytest

from mutualise.governance.rules.beside_the_count import other_rules
from mutualise.governance.rules.counting import ers97, meek, scottish
from mutualise.governance.rules.second_count import scottish as second_scottish
from mutualise.governance.rules.two_programs import Contested, LotNeeded, ProgramStopped, count_both

CONTEST = Contested(("Ana", "Ben", "Cai"), 2, "scottish")
PAPERS = [(3, (1, 2)), (2, (2,)), (1, (3,))]


def falls_over(*_, **__):
    raise ZeroDivisionError


def test_each_program_is_named_when_it_falls_over(monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(scottish, "_end_stage", falls_over)
        with pytest.raises(ProgramStopped, match="The first program stopped .* ZeroDivisionError"):
            count_both(CONTEST, PAPERS)
    monkeypatch.setattr(second_scottish.ScottishCount, "run", falls_over)
    told = count_both(CONTEST, PAPERS).difference
    assert told.startswith("The second program stopped with an error")
    assert "ZeroDivisionError" in told


def test_a_first_program_that_falls_over_beside_the_count_is_named_too(monkeypatch):
    monkeypatch.setattr(scottish.Tally, "share", falls_over)
    with pytest.raises(ProgramStopped):
        count_both(Contested(("Ana", "Ben", "Cai"), 2, "meek"), [(9, (1, 2)), (2, (2,)), (1, (3,))])


def test_another_rule_that_falls_over_is_told_among_what_the_others_would_do(monkeypatch):
    assert set(other_rules(CONTEST, PAPERS)) == {"ers97", "ni", "meek"}
    monkeypatch.setattr(ers97, "_quota", falls_over)
    monkeypatch.setattr(meek.Meek, "iterate", falls_over)
    found = other_rules(CONTEST, PAPERS)
    stopped = "Its program stopped with an error (ZeroDivisionError)."
    assert (found["ers97"], found["meek"], found["ni"]) == (stopped, stopped, [1, 2])


def test_a_lot_that_no_vote_calls_for_leaves_no_trace_and_one_needed_is_named():
    assert count_both(CONTEST, PAPERS, (3, 2, 1)) == count_both(CONTEST, PAPERS)
    assert count_both(CONTEST, PAPERS, (3, 2, 1)).first["lots"] == {"kind": "none"}
    equal = [(2, (1,)), (2, (2,)), (2, (3,))]
    with pytest.raises(LotNeeded, match="Ana .* Ben .* Cai"):
        count_both(CONTEST, equal)
    drawn = count_both(CONTEST, equal, (3, 2, 1))
    assert (drawn.difference, drawn.first["elected"]) == ("", [2, 1])
    assert drawn.first["lots"]["order"] == [3, 2, 1]
