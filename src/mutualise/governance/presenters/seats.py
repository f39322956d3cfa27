"""The seats of an election in words: for the company secretary who enters them, and for anyone."""

from __future__ import annotations

from typing import Any

from mutualise.governance.models import Election
from mutualise.governance.queries.seats import (
    Seat,
    after_of,
    board_with,
    current_term,
    seatings_of,
    seats_filled_by,
)
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.directors import CHOSEN_LABELS
from mutualise.governance.rules.ratios import EMPLOYEES, TRUST, Shares
from mutualise.governance.rules.seats import VACANCY_LABELS, Vacancies


def seats_page(election: Election) -> dict[str, Any]:
    """What the secretary sees before and after entering the elected directors."""
    seats = seats_filled_by(election)
    board = board_with(election, seats)
    return {
        "election": election,
        "seats": [_line(each) for each in seats],
        "ready": any(each.ready for each in seats),
        "before": _of_employees(board.before) if board else "",
        "after": _of_employees(board.after) if board else "",
        "staying": [each.director.name for each in board.staying] if board else [],
    }


def _line(seat: Seat) -> dict[str, Any]:
    return {
        "name": seat.nomination.name,
        "contest": seat.nomination.contest.title,
        "chosen": CHOSEN_LABELS[seat.chosen],
        "begins": spoken(seat.begins),
        "ends": spoken(seat.ends) if seat.ends else "Not fixed in the notice",
        "obstacles": list(seat.obstacles),
        "said": f"In the register of directors since {spoken(seat.term.valid_from)}"
        if seat.term
        else ("Will be entered" if seat.ready else "Not entered"),
    }


def _of_employees(seats: Shares) -> str:
    """How many seats are the employees', in words.

    >>> _of_employees(Shares(5, {EMPLOYEES: 2, TRUST: 1}))
    '3 of 5 seats'
    """
    return f"{seats.part(EMPLOYEES, TRUST)} of {seats.whole} seats"


def follows(election: Election) -> list[tuple[str, str]]:
    """What the notice says of the time after the result, as lines of a list."""
    after = after_of(election)
    found = []
    if after.term_begins_on:
        found.append(("The elected take office", spoken(after.term_begins_on)))
    if after.term_ends_on:
        found.append(("Their term ends", spoken(after.term_ends_on)))
    if after.vacancies:
        found.append(("If one leaves early", VACANCY_LABELS[Vacancies(after.vacancies)]))
    return found


def in_office(election: Election) -> list[str]:
    """Who took office by this election and until when, for anyone; no reason is given."""
    return [
        _took_office(seat.nomination.name, current_term(seat.term))
        for seat in seats_filled_by(election)
        if seat.term is not None
    ]


def took_office(election: Election) -> list[str]:
    """The same of an election whose result no longer stands, with those who filled a place later."""
    return [_took_office(nomination.name, term) for nomination, term in seatings_of(election)]


def _took_office(name: str, term: Any) -> str:
    if term.withdrawn:
        return f"{name} was entered from {spoken(term.valid_from)}; the term was withdrawn on that day."
    until = f", and left office on {spoken(term.valid_until)}" if term.valid_until else ""
    return f"{name} took office on {spoken(term.valid_from)}{until}."
