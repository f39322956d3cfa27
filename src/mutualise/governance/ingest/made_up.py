"""Who works the demonstration mutual and society, and what they are called."""

from __future__ import annotations

from datetime import date

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role

CODE, NAME = "demonstration-staff-mutual", "Demonstration staff mutual"
SOCIETY, SOCIETY_NAME = "demonstration-workers-society", "Demonstration workers’ society"
HELD_FROM = date(2025, 1, 1)
STAFF = {
    "company-secretary@example.org": (Role.COMPANY_SECRETARY, "Company secretary"),
    "representative@example.org": (Role.REPRESENTATIVE, "Representative"),
    "scrutineer@example.org": (Role.SCRUTINEER, "Scrutineer"),
    "election-clerk-1@example.org": (Role.ELECTION_CLERK, "First election clerk"),
    "election-clerk-2@example.org": (Role.ELECTION_CLERK, "Second election clerk"),
    "election-clerk-3@example.org": (Role.ELECTION_CLERK, "Third election clerk"),
}


def staff() -> dict[str, Person]:
    """The people of the demonstration mutual by the local part of their address; they work for the
    society too."""
    return {
        email.partition("@")[0]: invite(
            email=email, role=role, organisation=body, job_title=title, valid_from=HELD_FROM
        )
        for email, (role, title) in STAFF.items()
        for body in (CODE, SOCIETY)
    }
