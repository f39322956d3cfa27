"""Who holds what share of a body, and since when."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mutualise.register.rules.facts import Facts, Holding

INSTRUMENTS = {"equity": "Equity", "votes": "Votes", "board-seats": "Board seats"}
HOLDERS = {
    "employees": "Employees",
    "employee-trust": "Employee trust",
    "state": "State",
    "partner": "Partner",
    "users": "Users",
    "community": "Community",
}
EMPLOYEE_HOLDERS = frozenset({"employees", "employee-trust"})
# Regulation 77 of the Public Contracts Regulations 2015: "employees, users or stakeholders".
PARTICIPANTS = EMPLOYEE_HOLDERS | {"users", "community"}
WHOLE = Decimal(100)


class ImpossibleStakes(ValueError):
    """A statement of stakes that cannot be true; the message names the sum and the remedy."""


def check_statement(shares: Iterable[tuple[str, Decimal]]) -> None:
    """Check the shares given for one instrument on one day; a remainder may be unknown.

    Raises ImpossibleStakes for an unknown or repeated holder, a share outside 0 to 100 per cent,
    or a sum over 100 per cent.
    """
    seen: dict[str, Decimal] = {}
    for holder, share in shares:
        if holder not in HOLDERS:
            raise ImpossibleStakes(
                f"“{holder}” is not a class of holder. Use one of: {', '.join(HOLDERS)}."
            )
        if holder in seen:
            raise ImpossibleStakes(f"{HOLDERS[holder]} is given twice. Give each holder once.")
        if not share.is_finite() or not 0 <= share <= WHOLE:
            raise ImpossibleStakes(
                f"{HOLDERS[holder]} has {share} per cent. Give a share from 0 to 100."
            )
        seen[holder] = share
    total = sum(seen.values(), Decimal(0))
    if total > WHOLE:
        raise ImpossibleStakes(
            f"The shares add up to {total} per cent. Check them: they cannot pass 100."
        )


def in_force(holdings: Sequence[Holding], day: date, instrument: str) -> tuple[Holding, ...]:
    """The latest statement of an instrument on or before a day; empty where none is known."""
    known = [h for h in holdings if h.instrument == instrument and h.on <= day]
    latest = max((h.on for h in known), default=None)
    return tuple(h for h in known if h.on == latest)


@dataclass(frozen=True)
class EmployeeShare:
    """Per cent of an instrument that employees and their trust hold, with the sources."""

    share: Decimal
    instrument: str
    sources: tuple[str, ...]


def employee_share(facts: Facts, day: date) -> EmployeeShare | None:
    """The largest share of any instrument that employees and their trust hold; None where no
    statement tells."""
    known = [each for i in INSTRUMENTS if (each := _share_of_employees(facts, day, i))]
    return max(known, key=lambda each: each.share, default=None)


def deciding_share(facts: Facts, day: date) -> EmployeeShare | None:
    """What employees can decide with: their votes wherever votes are recorded, as votes pass
    resolutions and not the capital behind them; else their largest share of anything else."""
    if deciding_instrument(facts, day) == "votes":
        return _share_of_employees(facts, day, "votes")
    return employee_share(facts, day)


def deciding_instrument(facts: Facts, day: date) -> str:
    """Votes where a statement of votes is in force, and equity in their place where none is."""
    return "votes" if in_force(facts.holdings, day, "votes") else "equity"


def _share_of_employees(facts: Facts, day: date, instrument: str) -> EmployeeShare | None:
    stated = in_force(facts.holdings, day, instrument)
    theirs = [h for h in stated if h.holder in EMPLOYEE_HOLDERS]
    # A statement that gives the whole to others leaves them nothing, named or not.
    whole = sum((h.share for h in stated), Decimal(0)) >= WHOLE
    if not theirs and (not whole or _staff_body_is_partner(facts, day)):
        return None
    return EmployeeShare(
        sum((h.share for h in theirs), Decimal(0)),
        instrument,
        tuple(dict.fromkeys(h.source for h in theirs or stated)),
    )


def _staff_body_is_partner(facts: Facts, day: date) -> bool:
    """What the partner holds is then, in whole or part, the employees'."""
    return any(c.kind == "joint-venture-partner" and c.in_force(day) for c in facts.control)


def largest_other(facts: Facts, day: date, instrument: str) -> Holding | None:
    """The largest holding of an instrument by a class other than employees."""
    others = [
        h for h in in_force(facts.holdings, day, instrument) if h.holder not in EMPLOYEE_HOLDERS
    ]
    return max(others, key=lambda h: (h.share, h.holder), default=None)


def holdings_of(facts: Facts, day: date, holders: Collection[str]) -> tuple[Holding, ...]:
    """What some classes of holders have of any instrument on a day, shares of nothing left out."""
    return tuple(
        h
        for instrument in INSTRUMENTS
        for h in in_force(facts.holdings, day, instrument)
        if h.holder in holders and h.share > 0
    )


def changes(facts: Facts) -> tuple[tuple[date, str], ...]:
    """Days on which a later statement alters an instrument, each with a sentence."""
    found: dict[date, list[str]] = {}
    for instrument, label in INSTRUMENTS.items():
        days = sorted({h.on for h in facts.holdings if h.instrument == instrument})
        for before, after in itertools.pairwise(days):
            old, new = (_shares(facts, instrument, day) for day in (before, after))
            if old != new:
                found.setdefault(after, []).append(f"{label}: {_said(new)}, before {_said(old)}")
    return tuple((day, "; ".join(said)) for day, said in sorted(found.items()))


def _shares(facts: Facts, instrument: str, day: date) -> dict[str, Decimal]:
    return {
        h.holder: h.share
        for h in facts.holdings
        if h.instrument == instrument and h.on == day and h.share
    }


def _said(shares: dict[str, Decimal]) -> str:
    parts = [f"{HOLDERS[h].lower()} {s.normalize():f}%" for h, s in sorted(shares.items())]
    return ", ".join(parts) or "nothing"
