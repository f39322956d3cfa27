"""A place filled when the voting paper still chose between equals: told by itself, neither fault nor proof."""

from __future__ import annotations

from mutualise.governance.rules.ballot_box import checks_count, checks_countback
from mutualise.governance.rules.two_programs import Contested, count_both
from mutualise.governance.rules.vacancies import Places, without

PAPERS = [(2, (1, 3)), (2, (1, 4)), (2, (2,)), (3, (3,)), (3, (4,))]
CONTEST = Contested(("Ana", "Ben", "Cai", "Dee"), 2, "scottish")
PLACES = Places(frozenset({2}), frozenset({1}))


def told(monkeypatch, winner):
    result = count_both(without(CONTEST, PLACES), PAPERS).first
    found = {"way": "COUNTBACK", "result": result, "winner": winner, "lots": {}, "papers": None}
    monkeypatch.setattr(checks_countback, "_lot", lambda *_: ([], []))
    monkeypatch.setattr(checks_count, "papers_in", lambda _: None)
    of = checks_countback._Contest({}, "others", {"result": result}, CONTEST, ())
    return checks_countback._one(of, found, PLACES)


def test_the_first_on_the_paper_is_said_to_come_from_the_earlier_rule(monkeypatch):
    faults, unseen = told(monkeypatch, 3)
    assert faults == []
    assert "filled under the earlier rule, by which of Cai and Dee" in unseen[-1]


def test_another_of_the_equals_is_a_fault_and_nobody_is_as_the_rule_says(monkeypatch):
    assert "the place goes to nobody, published is candidate 4" in told(monkeypatch, 4)[0][0]
    faults, unseen = told(monkeypatch, None)
    assert faults == [] and not any("earlier rule" in each for each in unseen)
