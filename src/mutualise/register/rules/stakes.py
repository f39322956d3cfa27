"""Who holds what share of a body, and since when."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
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


def employee_share(facts: Facts, day: date) -> tuple[Decimal | None, tuple[str, ...]]:
    """The largest share of any instrument that employees and their trust hold, with sources.

    None where no statement names them.
    """
    best: Decimal | None = None
    sources: tuple[str, ...] = ()
    for instrument in INSTRUMENTS:
        theirs = [
            h for h in in_force(facts.holdings, day, instrument) if h.holder in EMPLOYEE_HOLDERS
        ]
        if theirs:
            share = sum((h.share for h in theirs), Decimal(0))
            if best is None or share > best:
                best, sources = share, tuple(dict.fromkeys(h.source for h in theirs))
    return best, sources


def largest_other(facts: Facts, day: date) -> Holding | None:
    """The largest holding of a class other than employees, in equity or votes."""
    others = [
        h
        for instrument in ("equity", "votes")
        for h in in_force(facts.holdings, day, instrument)
        if h.holder not in EMPLOYEE_HOLDERS
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
