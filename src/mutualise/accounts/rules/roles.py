"""The roles a person can hold, alone or in one organisation, and who may open a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """A job somebody does here. A role without an organisation holds everywhere."""

    REGISTER_EDITOR = "REGISTER_EDITOR"
    REPRESENTATIVE = "REPRESENTATIVE"
    PROGRAMME_OFFICER = "PROGRAMME_OFFICER"
    ASSESSOR = "ASSESSOR"
    DECISION_MAKER = "DECISION_MAKER"
    FINANCE_OFFICER = "FINANCE_OFFICER"
    ADVISER = "ADVISER"
    COMPANY_SECRETARY = "COMPANY_SECRETARY"
    SCRUTINEER = "SCRUTINEER"
    ELECTION_CLERK = "ELECTION_CLERK"


ROLE_LABELS = {
    Role.REGISTER_EDITOR: "Register editor",
    Role.REPRESENTATIVE: "Representative of a mutual",
    Role.PROGRAMME_OFFICER: "Programme officer",
    Role.ASSESSOR: "Assessor",
    Role.DECISION_MAKER: "Decision maker",
    Role.FINANCE_OFFICER: "Finance officer",
    Role.ADVISER: "Adviser",
    Role.COMPANY_SECRETARY: "Company secretary",
    Role.SCRUTINEER: "Scrutineer",
    Role.ELECTION_CLERK: "Election clerk",
}


class Access(StrEnum):
    """Who may open a route at all; what they may do there is asked again of the object."""

    ANYONE = "ANYONE"
    SIGNED_IN = "SIGNED_IN"
    REGISTER_EDITOR = "REGISTER_EDITOR"
    PROGRAMME_OFFICER = "PROGRAMME_OFFICER"
    ASSESSOR = "ASSESSOR"
    DECISION_MAKER = "DECISION_MAKER"
    FINANCE_OFFICER = "FINANCE_OFFICER"
    ADVISER = "ADVISER"
    COMPANY_SECRETARY = "COMPANY_SECRETARY"
    SCRUTINEER = "SCRUTINEER"
    ELECTION_CLERK = "ELECTION_CLERK"
    PROGRAMME_STAFF = "PROGRAMME_STAFF"
    DECLARES_INTERESTS = "DECLARES_INTERESTS"
    ELECTION_STAFF = "ELECTION_STAFF"


# Rules of access that more than one role meets.
ROLES_OF = {
    Access.PROGRAMME_STAFF: (
        Role.PROGRAMME_OFFICER,
        Role.ASSESSOR,
        Role.DECISION_MAKER,
        Role.FINANCE_OFFICER,
    ),
    Access.ELECTION_STAFF: (
        Role.COMPANY_SECRETARY,
        Role.SCRUTINEER,
        Role.ELECTION_CLERK,
    ),
    Access.DECLARES_INTERESTS: (
        Role.PROGRAMME_OFFICER,
        Role.ASSESSOR,
        Role.DECISION_MAKER,
        Role.FINANCE_OFFICER,
        Role.ADVISER,
    ),
}


# Roles that mean nothing without the organisation they are held in.
IN_AN_ORGANISATION = frozenset(
    {Role.REPRESENTATIVE, Role.COMPANY_SECRETARY, Role.SCRUTINEER, Role.ELECTION_CLERK}
)


# Roles of one body of which one person must hold no two, because one checks what the other did.
APART = frozenset({Role.COMPANY_SECRETARY, Role.SCRUTINEER, Role.ELECTION_CLERK})


@dataclass(frozen=True)
class Held:
    """A role held from a day, until a day that is not included (None: still held)."""

    role: Role
    organisation: str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def has_role(held: Iterable[Held], role: Role, *, organisation: str = "", on: date) -> bool:
    """Whether one of `held` gives `role` on that day, everywhere or in that organisation.

    >>> has_role([Held(Role.REPRESENTATIVE, "chcp", date(2014, 1, 1))],
    ...          Role.REPRESENTATIVE, organisation="mycsp", on=date(2014, 7, 23))
    False
    """
    return any(
        each.role == role and each.holds_on(on) and each.organisation in ("", organisation)
        for each in held
    )
