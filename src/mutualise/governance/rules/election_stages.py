"""The stages of an election: every state, every transition, who may make it and what it must pass.

This table is the whole law of an election's life. The database accepts no event outside it (a check
constraint is made from `TRANSITIONS`), and a state is the end of the last event. The order of the
stages follows the Model Election Rules of the NHS foundation trusts (2014): notice, nominations,
withdrawals, roll, poll, close, count, declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    NOMINATING = "NOMINATING"
    NOMINATED = "NOMINATED"
    ROLL = "ROLL"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    UNSEALED = "UNSEALED"
    COUNTED = "COUNTED"
    DECLARED = "DECLARED"
    CANCELLED = "CANCELLED"
    VOID = "VOID"


STATE_LABELS = {
    State.NOMINATING: "Nominations are open",
    State.NOMINATED: "Nominations have closed",
    State.ROLL: "The roll is open to inspection",
    State.OPEN: "The poll is open",
    State.CLOSED: "The poll has closed",
    State.UNSEALED: "The trustees have opened the box",
    State.COUNTED: "Counted, not yet declared",
    State.DECLARED: "Declared",
    State.CANCELLED: "Cancelled",
    State.VOID: "Declared void",
}
# The box is open: every voter can look for the vote.
BOX_OPEN = (State.UNSEALED, State.COUNTED, State.DECLARED, State.VOID)
# While codes to vote are issued: from the frozen roll until the poll closes.
ISSUING = (State.ROLL, State.OPEN)
# Steps that end an election without a result, or take its result away.
ENDINGS = ("cancel", "void")
# Steps that give an election its result.
DECLARING = ("declare", "declare_uncontested")
# Steps of a poll that somebody else, or a day, must bring about first: until then they are not offered.
AWAITING = ("close", "unseal", "count", "declare")


class Actor(StrEnum):
    """Who may make a transition: the company secretary or the independent scrutineer."""

    SECRETARY = "SECRETARY"
    SCRUTINEER = "SCRUTINEER"


class Guard(StrEnum):
    """A condition of a transition; `UNMET` says what is missing."""

    NOMINATIONS_DAY = "NOMINATIONS_DAY"
    NOMINATIONS_DECIDED = "NOMINATIONS_DECIDED"
    WITHDRAWAL_DAY = "WITHDRAWAL_DAY"
    OUTCOME_POSSIBLE = "OUTCOME_POSSIBLE"
    CLASSES_LARGE_ENOUGH = "CLASSES_LARGE_ENOUGH"
    CONTESTED = "CONTESTED"
    NOT_CONTESTED = "NOT_CONTESTED"
    OPENING_DAY = "OPENING_DAY"
    OBJECTIONS_DECIDED = "OBJECTIONS_DECIDED"
    TRUSTEES_NAMED = "TRUSTEES_NAMED"
    SCRUTINEER_INDEPENDENT = "SCRUTINEER_INDEPENDENT"
    CLOSING_MOMENT = "CLOSING_MOMENT"
    ALL_LAYERS_OPEN = "ALL_LAYERS_OPEN"
    PAPERS_AGREE = "PAPERS_AGREE"
    RECONCILED = "RECONCILED"
    ENGINES_AGREE = "ENGINES_AGREE"
    REPORT_SIGNED = "REPORT_SIGNED"


UNMET = {
    Guard.NOMINATIONS_DAY: (
        "Nominations can be handed in until the end of the day in the notice. Close them once it is over."
    ),
    Guard.NOMINATIONS_DECIDED: "Decide first whether every nomination is valid.",
    Guard.WITHDRAWAL_DAY: (
        "Candidates may withdraw until the end of the day in the notice. Wait until it is over."
    ),
    Guard.OUTCOME_POSSIBLE: (
        "No result is possible: in a contest with reserved places fewer candidates qualify for them "
        "than the notice reserves. Cancel this election and call it again."
    ),
    Guard.CLASSES_LARGE_ENOUGH: (
        "A class has fewer than 10 voters: its members could be known by their votes. Join it to "
        "another class, or accept this in writing when you call the election."
    ),
    Guard.CONTESTED: "No contest has more candidates than places: declare it without a poll.",
    Guard.NOT_CONTESTED: "A contest has more candidates than places: it needs a poll.",
    Guard.OPENING_DAY: (
        "The poll opens on the day in the notice or later, and not once the last day to vote is over. "
        "If that has passed, cancel this election and call it again."
    ),
    Guard.OBJECTIONS_DECIDED: "Decide every objection to the roll first.",
    Guard.TRUSTEES_NAMED: "All three trustees must have given their public keys.",
    Guard.SCRUTINEER_INDEPENDENT: (
        "The scrutineer may be neither the company secretary of the organisation nor a candidate, nor "
        "have read its paper sheets as a clerk."
    ),
    Guard.CLOSING_MOMENT: (
        "The poll closes at the moment in the notice or in its last extension, not before it."
    ),
    Guard.ALL_LAYERS_OPEN: "All three trustees must have opened their layer of every box.",
    Guard.PAPERS_AGREE: "Two clerks must agree on every paper, or a third must have looked.",
    Guard.RECONCILED: "Roll, issued, returned, spoiled and counted do not agree. See the report.",
    Guard.ENGINES_AGREE: "The two counting programs differ. Nothing can be declared; see the count.",
    Guard.REPORT_SIGNED: "The scrutineer must sign the report first.",
}


@dataclass(frozen=True)
class Transition:
    """One permitted step. `worded` asks for words that stay in the record."""

    name: str
    label: str
    sources: tuple[State | None, ...]
    target: State
    actors: tuple[Actor, ...]
    guards: tuple[Guard, ...] = ()
    worded: bool = False


S, A, G = State, Actor, Guard
BEFORE_COUNT = (S.NOMINATING, S.NOMINATED, S.ROLL, S.OPEN, S.CLOSED, S.UNSEALED)
# fmt: off
TRANSITIONS = (
    Transition("call", "Call the election", (None,), S.NOMINATING, (A.SECRETARY,)),
    Transition("close_nominations", "Close nominations", (S.NOMINATING,), S.NOMINATED, (A.SECRETARY,), (G.NOMINATIONS_DAY, G.NOMINATIONS_DECIDED)),
    Transition("declare_uncontested", "Declare without a poll", (S.NOMINATED,), S.DECLARED, (A.SCRUTINEER,), (G.WITHDRAWAL_DAY, G.OUTCOME_POSSIBLE, G.NOT_CONTESTED, G.SCRUTINEER_INDEPENDENT)),
    Transition("freeze_roll", "Freeze the roll", (S.NOMINATED,), S.ROLL, (A.SECRETARY,), (G.WITHDRAWAL_DAY, G.CONTESTED, G.OUTCOME_POSSIBLE, G.CLASSES_LARGE_ENOUGH)),
    Transition("open", "Open the poll", (S.ROLL,), S.OPEN, (A.SCRUTINEER,), (G.OPENING_DAY, G.OBJECTIONS_DECIDED, G.TRUSTEES_NAMED, G.SCRUTINEER_INDEPENDENT)),
    Transition("extend", "Extend the poll", (S.OPEN,), S.OPEN, (A.SCRUTINEER,), (G.SCRUTINEER_INDEPENDENT,), worded=True),
    Transition("close", "Close the poll", (S.OPEN,), S.CLOSED, (A.SCRUTINEER,), (G.CLOSING_MOMENT, G.SCRUTINEER_INDEPENDENT)),
    Transition("unseal", "Take in the trustees’ lists", (S.CLOSED,), S.UNSEALED, (A.SCRUTINEER,), (G.ALL_LAYERS_OPEN, G.SCRUTINEER_INDEPENDENT)),
    Transition("count", "Count with both programs", (S.UNSEALED, S.COUNTED), S.COUNTED, (A.SCRUTINEER,), (G.PAPERS_AGREE, G.SCRUTINEER_INDEPENDENT)),
    Transition("declare", "Declare the result", (S.COUNTED,), S.DECLARED, (A.SCRUTINEER,), (G.ENGINES_AGREE, G.RECONCILED, G.REPORT_SIGNED, G.SCRUTINEER_INDEPENDENT)),
    Transition("cancel", "Cancel the election", BEFORE_COUNT, S.CANCELLED, (A.SECRETARY, A.SCRUTINEER), worded=True),
    Transition("void", "Declare the election void", (S.COUNTED, S.DECLARED), S.VOID, (A.SCRUTINEER,), (G.SCRUTINEER_INDEPENDENT,), worded=True),
)
# fmt: on
BY_NAME = {each.name: each for each in TRANSITIONS}


class NotPermitted(Exception):
    """The transition is not open from this state, or to this person; the message says which."""


class GuardsUnmet(Exception):
    """A transition was tried before its conditions held; `reasons` says what is missing."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def permitted(name: str, state: State | None) -> Transition:
    """The transition called `name`, if it starts from `state`. Raises NotPermitted.

    >>> permitted("declare", State.OPEN)
    Traceback (most recent call last):
    ...
    mutualise.governance.rules.election_stages.NotPermitted: “Declare the result” is not open to an election at the stage “The poll is open”.
    """
    found = BY_NAME.get(name)
    if found is None:
        raise NotPermitted(f"There is no step called “{name}”.")
    if state not in found.sources:
        at = f"at the stage “{STATE_LABELS[state]}”" if state else "that is not yet called"
        raise NotPermitted(f"“{found.label}” is not open to an election {at}.")
    return found


def require(
    guards: Iterable[Guard], met: Iterable[Guard], own_words: Mapping[Guard, str] | None = None
) -> None:
    """Raise GuardsUnmet unless every guard is met; `own_words` stand before those of UNMET."""
    missing = unmet(guards, met, own_words)
    if missing:
        raise GuardsUnmet(missing)


def unmet(
    guards: Iterable[Guard], met: Iterable[Guard], own_words: Mapping[Guard, str] | None = None
) -> list[str]:
    """What is missing, a sentence a guard; `own_words` stand before those of UNMET."""
    held = set(met)
    said = UNMET | dict(own_words or {})
    return [said[guard] for guard in guards if guard not in held]


def open_steps(state: State, actors: Iterable[Actor]) -> list[Transition]:
    """The steps somebody acting as `actors` may try from `state`, in the order of the table."""
    mine = set(actors)
    return [t for t in TRANSITIONS if state in t.sources and mine & set(t.actors)]
