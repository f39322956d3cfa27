"""What employees can decide with: votes before capital, and nothing where others have the whole."""

from __future__ import annotations

import pytest
from made_bodies import DAY, DEFINITIONS, body, control, held, votes

from mutualise.register.rules.assessment import assess
from mutualise.register.rules.facts import Answer

CAPITAL_WITHOUT_VOTES = (held("employees", 60), held("partner", 40))


@pytest.mark.parametrize(
    ("code", "holdings", "answer"),
    [
        ("PA-33", CAPITAL_WITHOUT_VOTES, Answer.MEETS),
        ("PA-33", (*CAPITAL_WITHOUT_VOTES, votes("employees", 20), votes("partner", 80)), Answer.DOES_NOT_MEET),
        ("PA-33", (*CAPITAL_WITHOUT_VOTES, votes("partner", 80)), Answer.DOES_NOT_MEET),
        ("PA-33", (*CAPITAL_WITHOUT_VOTES, votes("partner", 30)), Answer.UNCLEAR),
        ("PA-33", (held("partner", 100), votes("employees", 60), votes("partner", 40)), Answer.MEETS),
        ("PA-33", (held("partner", 51),), Answer.DOES_NOT_MEET),
        ("CO-2011b", CAPITAL_WITHOUT_VOTES, Answer.MEETS),
        ("CO-2011b", (*CAPITAL_WITHOUT_VOTES, votes("employees", 20), votes("partner", 80)), Answer.DOES_NOT_MEET),
        ("CO-2011b", (held("partner", 80), votes("employees", 60)), Answer.MEETS),
        # Influence is asked of whatever employees hold, with votes or without.
        ("CO-2011", (*CAPITAL_WITHOUT_VOTES, votes("employees", 20), votes("partner", 80)), Answer.MEETS),
        ("CO-2011", (held("partner", 100), votes("employees", 60), votes("partner", 40)), Answer.MEETS),
    ],
)  # fmt: skip
def test_votes_decide_and_capital_only_where_no_votes_are_recorded(code, holdings, answer):
    assert assess(DEFINITIONS[code], body(holdings=holdings), DAY).outcome is answer


HALVES = (held("partner", 50), held("state", 50))


@pytest.mark.parametrize("code", sorted(DEFINITIONS))
def test_where_others_have_the_whole_between_them_employees_have_nothing(code):
    found = assess(DEFINITIONS[code], body(holdings=HALVES), DAY)
    assert found.outcome is Answer.DOES_NOT_MEET
    named = (*HALVES, held("employees", 0))
    assert assess(DEFINITIONS[code], body(holdings=named), DAY).outcome is found.outcome
    short = (held("partner", 50), held("state", 49))
    assert assess(DEFINITIONS[code], body(holdings=short), DAY).outcome is Answer.UNCLEAR


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        # A say that rests on no shares stands beside owners who have them all.
        ("staff-council", Answer.MEETS),
        ("staff-directors", Answer.MEETS),
        # The partner is then the employees' own body.
        ("joint-venture-partner", Answer.MEETS),
        ("staff-shareholding", Answer.DOES_NOT_MEET),
        ("employee-trust", Answer.DOES_NOT_MEET),
    ],
)
def test_employees_without_shares_may_still_have_a_say(kind, answer):
    facts = body(holdings=HALVES, control=(control(kind),))
    assert assess(DEFINITIONS["CO-2011"], facts, DAY).outcome is answer


def test_a_reason_names_the_instrument_it_speaks_of():
    facts = body(holdings=(*CAPITAL_WITHOUT_VOTES, votes("employees", 20), votes("partner", 80)))
    said = assess(DEFINITIONS["PA-33"], facts, DAY).sentence
    assert said == "Employees hold 20% of the votes, not more than 50%. [s]"
