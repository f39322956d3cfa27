"""Which kinds of employee control a register of members shows, for the test of what a mutual is."""

from __future__ import annotations

from mutualise.governance.rules.ratios import EMPLOYEES, TRUST, Ratios


def kinds_of(found: Ratios) -> set[str]:
    """The kinds of control evidence that hold, named as the public register names them."""
    kinds = set()
    if found.votes.part(EMPLOYEES):
        kinds.add("staff-membership")
        if found.votes.part("users", "community"):
            kinds.add("multi-stakeholder")
    if found.equity.part(EMPLOYEES):
        kinds.add("staff-shareholding")
    if found.equity.part(TRUST):
        kinds.add("employee-trust")
    if found.seats.part(EMPLOYEES, TRUST):
        kinds.add("staff-directors")
    return kinds
