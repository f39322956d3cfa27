"""The stages of a case: every state, every transition, who may make it and what it must pass.

This table is the whole law of a case's life. The database accepts no event outside it (a check
constraint is made from `TRANSITIONS`), `docs/reference/stages.md` is drawn from it, and a case's
state is the end of its last event. Source of the chain: reference DESIGN section 1; the guards on an
award are the finding of the National Audit Office on Right to Request (2011): no measurable
objectives, no verdict on value for money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mutualise.programme.rules.states import STATE_LABELS, State


class Actor(StrEnum):
    """Who may make a transition. SYSTEM follows from somebody's deed, in the same transaction, or from a
    day that has passed."""

    ANYONE = "ANYONE"
    TEAM = "TEAM"
    OFFICER = "OFFICER"
    DECISION_MAKER = "DECISION_MAKER"
    CHECKER = "CHECKER"
    SYSTEM = "SYSTEM"


class Guard(StrEnum):
    """A condition of a transition; `rules.guards` says what each means and what is missing."""

    ENQUIRY_CONFIRMED = "ENQUIRY_CONFIRMED"
    NOBODY_CONFIRMED = "NOBODY_CONFIRMED"
    APPLICATION_COMPLETE = "APPLICATION_COMPLETE"
    SPONSOR_CERTIFIED = "SPONSOR_CERTIFIED"
    ELIGIBILITY_CHECKED = "ELIGIBILITY_CHECKED"
    OBJECTIVES_MEASURABLE = "OBJECTIVES_MEASURABLE"
    BASELINE_DATED = "BASELINE_DATED"
    TWO_ASSESSMENTS = "TWO_ASSESSMENTS"
    ASSESSORS_AGREE = "ASSESSORS_AGREE"
    ASSESSORS_DISAGREE = "ASSESSORS_DISAGREE"
    MODERATED_BY_ANOTHER = "MODERATED_BY_ANOTHER"
    CHECKED_BY_ANOTHER = "CHECKED_BY_ANOTHER"
    DECIDED_BY_ANOTHER = "DECIDED_BY_ANOTHER"
    SUBSIDY_WITHIN_LIMIT = "SUBSIDY_WITHIN_LIMIT"
    SUBSIDY_CONFIRMED = "SUBSIDY_CONFIRMED"
    NOT_APPEALED_BEFORE = "NOT_APPEALED_BEFORE"
    APPEAL_SPENT = "APPEAL_SPENT"
    LAUNCH_STEPS_DONE = "LAUNCH_STEPS_DONE"
    NO_OPEN_ORDERS = "NO_OPEN_ORDERS"
    APPEAL_IS_THE_TEAMS = "APPEAL_IS_THE_TEAMS"


@dataclass(frozen=True)
class Transition:
    """One permitted step. `coded` asks for a Reason and words, `worded` for words alone."""

    name: str
    label: str
    sources: tuple[State | None, ...]
    target: State
    actors: tuple[Actor, ...]
    guards: tuple[Guard, ...] = ()
    coded: bool = False
    worded: bool = False


BEFORE_AWARD = (
    State.ENQUIRY,
    State.DRAFTING,
    State.SUBMITTED,
    State.ASSESSING,
    State.MODERATING,
    State.CHECKING,
    State.DECIDING,
    State.DEFERRED,
    State.APPEALED,
)
# What two independent assessments lead to: where one of them falls away, they are made anew.
UNDECIDED = (State.MODERATING, State.CHECKING, State.DECIDING, State.DEFERRED)
# The step with which a new round of the same case begins; what was assessed, decided, certified and
# found eligible before it belongs to the rounds before.
FIRST_ROUND, NEW_ROUND = "open", "apply_again"
G, A = Guard, Actor
# fmt: off
TRANSITIONS = (
    Transition("open", "Open an enquiry", (None,), State.ENQUIRY, (A.ANYONE,)),
    Transition("invite", "Invite an application", (State.ENQUIRY,), State.DRAFTING, (A.OFFICER,), (G.ENQUIRY_CONFIRMED,)),
    Transition("decline", "Decline the enquiry", (State.ENQUIRY,), State.DECLINED, (A.OFFICER,), coded=True),
    Transition("submit", "Submit the application", (State.DRAFTING,), State.SUBMITTED, (A.TEAM,), (G.APPLICATION_COMPLETE, G.SPONSOR_CERTIFIED)),
    Transition("request_changes", "Ask for changes", (State.SUBMITTED,), State.DRAFTING, (A.OFFICER,), worded=True),
    Transition("find_ineligible", "Find it not eligible", (State.SUBMITTED,), State.INELIGIBLE, (A.OFFICER,), coded=True),
    Transition("accept", "Accept for assessment", (State.SUBMITTED,), State.ASSESSING, (A.OFFICER,), (G.ELIGIBILITY_CHECKED,)),
    Transition("agree", "Assessments agree", (State.ASSESSING,), State.CHECKING, (A.SYSTEM,), (G.TWO_ASSESSMENTS, G.ASSESSORS_AGREE)),
    Transition("disagree", "Assessments disagree", (State.ASSESSING,), State.MODERATING, (A.SYSTEM,), (G.TWO_ASSESSMENTS, G.ASSESSORS_DISAGREE)),
    Transition("moderate", "Settle the scores", (State.MODERATING,), State.CHECKING, (A.CHECKER,), (G.MODERATED_BY_ANOTHER,), worded=True),
    Transition("pass_check", "Pass the quality check", (State.CHECKING,), State.DECIDING, (A.CHECKER,), (G.CHECKED_BY_ANOTHER,), worded=True),
    Transition("return_to_assessors", "Return to the assessors", (State.CHECKING,), State.ASSESSING, (A.CHECKER,), (G.CHECKED_BY_ANOTHER,), worded=True),
    Transition("award", "Make the award", (State.DECIDING,), State.AWARDED, (A.DECISION_MAKER,), (G.OBJECTIVES_MEASURABLE, G.BASELINE_DATED, G.DECIDED_BY_ANOTHER, G.SUBSIDY_WITHIN_LIMIT), worded=True),
    Transition("defer", "Defer the decision", (State.DECIDING,), State.DEFERRED, (A.DECISION_MAKER,), (G.DECIDED_BY_ANOTHER,), worded=True),
    Transition("resume", "Bring back for decision", (State.DEFERRED,), State.DECIDING, (A.OFFICER,), worded=True),
    Transition("refuse", "Refuse", (State.DECIDING,), State.REFUSED, (A.DECISION_MAKER,), (G.DECIDED_BY_ANOTHER,), coded=True),
    Transition("appeal", "Appeal", (State.REFUSED,), State.APPEALED, (A.TEAM,), (G.NOT_APPEALED_BEFORE,), worded=True),
    Transition("uphold_appeal", "Uphold the appeal", (State.APPEALED,), State.DECIDING, (A.DECISION_MAKER,), (G.DECIDED_BY_ANOTHER,), worded=True),
    Transition("dismiss_appeal", "Dismiss the appeal", (State.APPEALED,), State.REFUSED, (A.DECISION_MAKER,), (G.DECIDED_BY_ANOTHER,), coded=True),
    Transition("accept_offer", "Accept the award", (State.AWARDED,), State.DELIVERING, (A.TEAM,), (G.SUBSIDY_CONFIRMED, G.SUBSIDY_WITHIN_LIMIT)),
    Transition("launch", "Launch", (State.DELIVERING,), State.LAUNCHED, (A.OFFICER,), (G.LAUNCH_STEPS_DONE,)),
    Transition("stop", "Stop after award", (State.AWARDED, State.DELIVERING), State.STOPPED, (A.OFFICER,), (G.NO_OPEN_ORDERS,), coded=True),
    Transition("withdraw", "Withdraw", BEFORE_AWARD, State.WITHDRAWN, (A.TEAM, A.OFFICER), (G.APPEAL_IS_THE_TEAMS,), coded=True),
    Transition("reopen_enquiry", "Reopen the enquiry", (State.DECLINED,), State.ENQUIRY, (A.OFFICER,), worded=True),
    Transition("reopen", "Reopen the application", (State.INELIGIBLE, State.WITHDRAWN), State.DRAFTING, (A.OFFICER,), worded=True),
    Transition(NEW_ROUND, "Apply again", (State.REFUSED, State.INELIGIBLE, State.WITHDRAWN), State.ENQUIRY, (A.TEAM,), (G.APPEAL_SPENT,), worded=True),
    Transition("assess_anew", "Begin the assessment anew", UNDECIDED, State.ASSESSING, (A.SYSTEM,), worded=True),
    Transition("lapse", "Let the enquiry lapse", (State.ENQUIRY,), State.DECLINED, (A.SYSTEM,), (G.NOBODY_CONFIRMED,), coded=True),
)
# fmt: on
BY_NAME = {each.name: each for each in TRANSITIONS}


def is_internal(name: str) -> bool:
    """Whether the words of a step are for the staff alone: what a moderator or checker says before a
    decision is no part of what the team is told.

    >>> is_internal("pass_check"), is_internal("refuse")
    (True, False)
    """
    return Actor.CHECKER in BY_NAME[name].actors


class NotPermitted(Exception):
    """The transition is not open from this state, or to this person; the message says which."""


def permitted(name: str, state: State | None) -> Transition:
    """The transition called `name`, if it starts from `state`. Raises NotPermitted.

    >>> permitted("award", State.ENQUIRY)
    Traceback (most recent call last):
    ...
    mutualise.programme.rules.stages.NotPermitted: “Make the award” is not open to a case that is at “Enquiry”.
    """
    found = BY_NAME.get(name)
    if found is None:
        raise NotPermitted(f"There is no step called “{name}”.")
    if state not in found.sources:
        at = f"at “{STATE_LABELS[state]}”" if state else "not yet open"
        raise NotPermitted(f"“{found.label}” is not open to a case that is {at}.")
    return found


def open_to(state: State, actors: Iterable[Actor]) -> list[Transition]:
    """The steps somebody acting as `actors` may try from `state`, in the order of the table."""
    mine = set(actors)
    return [t for t in TRANSITIONS if state in t.sources and mine & set(t.actors)]
