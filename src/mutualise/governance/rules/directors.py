"""Who chose a director, and which of those seats count as the employees'."""

from __future__ import annotations

from enum import StrEnum


class Chosen(StrEnum):
    EMPLOYEES = "EMPLOYEES"
    TRUST = "TRUST"
    MEMBERS = "MEMBERS"
    BOARD = "BOARD"
    PARTNER = "PARTNER"
    STATE = "STATE"
    USERS = "USERS"
    COMMUNITY = "COMMUNITY"


CHOSEN_LABELS = {
    Chosen.EMPLOYEES: "Elected by employees",
    Chosen.TRUST: "Named by the employee trust",
    Chosen.MEMBERS: "Elected by all members",
    Chosen.BOARD: "Appointed by the board",
    Chosen.PARTNER: "Named by a partner",
    Chosen.STATE: "Named by a public body",
    Chosen.USERS: "Elected by users",
    Chosen.COMMUNITY: "Elected by the community",
}
# The holder of a seat in the public register's stakes. A seat all members or the board fill is
# nobody's own, so the statement leaves that part unknown.
HOLDER_OF = {
    Chosen.EMPLOYEES: "employees",
    Chosen.TRUST: "employee-trust",
    Chosen.PARTNER: "partner",
    Chosen.STATE: "state",
    Chosen.USERS: "users",
    Chosen.COMMUNITY: "community",
}
