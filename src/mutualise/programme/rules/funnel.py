"""How cases went through the stages: reached, went on, stopped, and how long each stage took.

Every case counts, whether it was withdrawn, refused or is still open. A case has reached a stage
when it was ever there, so a stage reached is never taken back by a later stop. A case that applies again
counts once a round: its first round keeps its end, and the next begins as an enquiry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from statistics import median

from mutualise.programme.rules.states import OPEN, State

# The stages a funnel shows, in order; each with the states that show a case got there.
STAGES: tuple[tuple[str, State], ...] = (
    ("Enquiries", State.ENQUIRY),
    ("Invited to apply", State.DRAFTING),
    ("Applications submitted", State.SUBMITTED),
    ("Accepted for assessment", State.ASSESSING),
    ("Ready for decision", State.DECIDING),
    ("Awards offered", State.AWARDED),
    ("Support begun", State.DELIVERING),
    ("Launched", State.LAUNCHED),
)


@dataclass(frozen=True)
class Passed:
    """One event of a case in one round: into which state, when, and the coded reason if it stopped."""

    case: int
    target: State
    at: datetime
    code: str = ""
    round: int = 1

    @property
    def way(self) -> tuple[int, int]:
        """What is counted once: the case in this round."""
        return self.case, self.round


@dataclass(frozen=True)
class Stage:
    """`share` of the stage before, `days` the median from entering it to leaving it (None: none left)."""

    label: str
    state: State
    reached: int
    share: Fraction | None
    of_all: Fraction | None
    days: int | None
    waiting: int


def funnel(events: Iterable[Passed]) -> list[Stage]:
    """The stages with their counts. Events of a case come in the order they happened."""
    ways: dict[tuple[int, int], list[Passed]] = {}
    for event in events:
        ways.setdefault(event.way, []).append(event)
    reached: Counter[State] = Counter()
    waiting: Counter[State] = Counter()
    days: dict[State, list[int]] = {}
    for way in ways.values():
        reached.update({event.target for event in way})
        waiting[way[-1].target] += 1
        for entered, left in pairwise(way):
            days.setdefault(entered.target, []).append((left.at - entered.at).days)
    found: list[Stage] = []
    for label, state in STAGES:
        before = found[-1].reached if found else 0
        spent = days.get(state)
        found.append(
            Stage(
                label,
                state,
                reached[state],
                Fraction(reached[state], before) if before else None,
                Fraction(reached[state], len(ways)) if ways else None,
                int(median(spent)) if spent else None,
                waiting[state] if state in OPEN else 0,
            )
        )
    return found


def stops(events: Iterable[Passed]) -> list[tuple[State, str, int]]:
    """Cases that stand at an end other than launch, by end and coded reason, most first."""
    last: dict[tuple[int, int], Passed] = {event.way: event for event in events}
    counted = Counter(
        (event.target, event.code)
        for event in last.values()
        if event.target not in OPEN and event.target is not State.LAUNCHED
    )
    return [(state, code, n) for (state, code), n in sorted(counted.items(), key=_most_first)]


def _most_first(item: tuple[tuple[State, str], int]) -> tuple[int, str, str]:
    (state, code), number = item
    return -number, state.value, code


def shares(amounts: Sequence[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Names with how many and how much in pence, most money first."""
    number: Counter[str] = Counter()
    pence: Counter[str] = Counter()
    for name, amount in amounts:
        number[name] += 1
        pence[name] += amount
    return sorted(((n, number[n], pence[n]) for n in number), key=lambda row: (-row[2], row[0]))
