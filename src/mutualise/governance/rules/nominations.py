"""Nominations: what a valid one has, whether a contest needs a poll, and whether it has a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mutualise.governance.rules.days import spoken

LONGEST_STATEMENT = 300  # words
SMALLEST_CLASS = 10  # voters; below it members could be known by their votes
PHOTOGRAPHS = {"image/jpeg": "jpg", "image/png": "png"}
MOST_PHOTOGRAPH_BYTES = 2_000_000


class NominationUnfit(ValueError):
    """The nomination cannot be taken; `field` names what to put right."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


@dataclass(frozen=True)
class Seats:
    """The places of a contest; `reserved` of them for members of a category (0: none)."""

    places: int
    reserved: int = 0
    category: str = ""


@dataclass(frozen=True)
class Candidate:
    """Who stands, by number on the notice; `in_category` for the reserved places."""

    number: int
    name: str
    in_category: bool = False


def check_seats(seats: Seats) -> None:
    """Raises NominationUnfit for places that make no contest."""
    if not 1 <= seats.places <= 40:
        raise NominationUnfit("seats", "A contest fills 1 to 40 places.")
    if seats.reserved and not seats.category:
        raise NominationUnfit("category", "Say for whom the places are reserved.")
    if not 0 <= seats.reserved <= seats.places:
        raise NominationUnfit("reserved", "No more places can be reserved than there are.")


def check_handed_in(day: date, first: date, last: date) -> None:
    """Raises NominationUnfit for a nomination that came before the notice or after its last day."""
    if not first <= day <= last:
        raise NominationUnfit(
            "handed_in_on",
            f"Nominations could be handed in from {spoken(first)} to {spoken(last)}: one of another day "
            "is not taken.",
        )


def check_withdrawn(day: date, first: date, last: date) -> None:
    """Raises NominationUnfit for a withdrawal that was received before the notice or after its last day."""
    if not first <= day <= last:
        raise NominationUnfit(
            "received_on",
            f"A withdrawal counts if it was received from {spoken(first)} to {spoken(last)}.",
        )


def check_statement(text: str) -> None:
    """Raises NominationUnfit when a statement is longer than every candidate may have."""
    words = len(text.split())
    if words > LONGEST_STATEMENT:
        raise NominationUnfit(
            "statement",
            f"The statement has {words} words; at most {LONGEST_STATEMENT} are allowed.",
        )


def needs_poll(seats: Seats, standing: Sequence[Candidate]) -> bool:
    """Whether more stand than there are places."""
    return len(standing) > seats.places


def outcome_possible(seats: Seats, standing: Sequence[Candidate]) -> bool:
    """Whether some result meets the reservation. With fewer candidates than places, the rest stay
    vacant; a reserved place that nobody can fill may not go to somebody else unseen.

    >>> outcome_possible(Seats(2, 1, "clinician"), [Candidate(1, "A"), Candidate(2, "B")])
    False
    """
    return sum(each.in_category for each in standing) >= seats.reserved


def too_small(voters: int) -> bool:
    """Whether a class is so small that a vote in it is hardly secret (reference ballots 3.3)."""
    return voters < SMALLEST_CLASS
