"""Classes of members, how membership and terms end, and what may be erased when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of class a constituency is."""

    STAFF = "STAFF"
    SITE = "SITE"
    TRUST = "TRUST"
    PARTNER = "PARTNER"
    STATE = "STATE"
    USERS = "USERS"
    COMMUNITY = "COMMUNITY"


KIND_LABELS = {
    Kind.STAFF: "Staff group",
    Kind.SITE: "Site",
    Kind.TRUST: "Employee trust",
    Kind.PARTNER: "Partners",
    Kind.STATE: "Public bodies",
    Kind.USERS: "Users of the service",
    Kind.COMMUNITY: "Community",
}
# The classes of holder in the public register's stakes. An employee counts as one in any class.
HOLDER_OF = {
    Kind.STAFF: "community",
    Kind.SITE: "community",
    Kind.TRUST: "employee-trust",
    Kind.PARTNER: "partner",
    Kind.STATE: "state",
    Kind.USERS: "users",
    Kind.COMMUNITY: "community",
}
# Classes only employees belong to, so that an import may put a joiner there.
EMPLOYEES_OWN = frozenset({Kind.STAFF, Kind.SITE})


class Ended(StrEnum):
    """Why a membership, or a time in a class, ended."""

    RESIGNED = "RESIGNED"
    LEFT_EMPLOYMENT = "LEFT_EMPLOYMENT"
    TRANSFERRED = "TRANSFERRED"
    DIED = "DIED"
    REMOVED = "REMOVED"
    MOVED = "MOVED"


ENDED_LABELS = {
    Ended.RESIGNED: "Resigned",
    Ended.LEFT_EMPLOYMENT: "No longer works here",
    Ended.TRANSFERRED: "Transferred all shares",
    Ended.DIED: "Died",
    Ended.REMOVED: "Removed under the rules",
    Ended.MOVED: "Moved to another class",
}
CESSATIONS = tuple(e for e in Ended if e is not Ended.MOVED)
YEARS_KEPT = 10


def erasable_from(ceased_on: date) -> date:
    """First day on which a former member's particulars may leave the register.

    Companies Act 2006 section 121: ten years after they ceased to be a member. For a society the
    Co-operative and Community Benefit Societies Act 2014 names no time; the same is kept here.
    """
    year = ceased_on.year + YEARS_KEPT
    try:
        return ceased_on.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
