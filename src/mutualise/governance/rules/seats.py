"""From a declared result to seats on the board: for how long, chosen by whom, and what stands in the way.

Source: the articles or rules of the body, as its notice of election states them; no statute fixes how
a mutual elects directors. Who may be a director at all is law: Companies Act 2006 section 157 (16 or
over) and section 167G (consent to act and a verified identity), and the Company Directors Disqualification Act 1986; that is for
the company secretary to check, and is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.membership import Kind


class Vacancies(StrEnum):
    """What the notice says happens when an elected director leaves early."""

    COUNTBACK = "COUNTBACK"
    NEXT = "NEXT"
    BY_ELECTION = "BY_ELECTION"
    VACANT = "VACANT"


VACANCY_LABELS = {
    Vacancies.COUNTBACK: "Countback: the same papers are counted again without whoever left",
    Vacancies.NEXT: "The next candidate of the count who is willing",
    Vacancies.BY_ELECTION: "A new election for the place",
    Vacancies.VACANT: "The place stays vacant until the next election",
}


@dataclass(frozen=True)
class After:
    """What the notice says of the time after the result; empty where it says nothing."""

    term_begins_on: date | None = None
    term_ends_on: date | None = None
    vacancies: str = ""


class TermUnfit(ValueError):
    """The days of the term cannot be; `field` names the one to put right."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


def check_after(after: After, closes_on: date) -> None:
    """Raises TermUnfit for a term that begins before the poll closes or ends before it begins."""
    begins = after.term_begins_on
    if begins is not None and begins < closes_on:
        raise TermUnfit("term_begins_on", "The term begins on the day the poll closes or later.")
    if after.term_ends_on is not None and after.term_ends_on <= (begins or closes_on):
        raise TermUnfit("term_ends_on", "The term must end after it begins.")


def begins_on(after: After, declared_on: date) -> date:
    """The first day in office: as the notice says, and never before the declaration."""
    return max(after.term_begins_on or declared_on, declared_on)


CHOSEN_BY = {
    Kind.STAFF: Chosen.EMPLOYEES,
    Kind.SITE: Chosen.EMPLOYEES,
    Kind.TRUST: Chosen.TRUST,
    Kind.PARTNER: Chosen.PARTNER,
    Kind.STATE: Chosen.STATE,
    Kind.USERS: Chosen.USERS,
    Kind.COMMUNITY: Chosen.COMMUNITY,
}


def chosen_by(kind: Kind | None) -> Chosen:
    """Who chose a director elected by a class of that kind; by all members where there is none."""
    return CHOSEN_BY[kind] if kind else Chosen.MEMBERS


@dataclass(frozen=True)
class Elect:
    """What the register holds of somebody elected, on the first day of the term.

    `of_class` says whether they belong to the class that elected them; `in_office_since` is the day
    of a term that has not ended.
    """

    member: bool
    of_class: bool
    in_office_since: date | None


def obstacles(elect: Elect, *, begins: date, ends: date | None, today: date) -> list[str]:
    """Why somebody elected cannot be entered as a director now, each with what to do."""
    found = []
    if today < begins:
        found.append(f"The term begins on {spoken(begins)}. Enter them then.")
    if ends is not None and ends <= begins:
        found.append(f"The term in the notice ended on {spoken(ends)}: the result came too late.")
    if not elect.member:
        found.append(
            f"They are not a member on {spoken(begins)}. If that is right the place is vacant; if "
            "not, correct the register of members."
        )
    elif not elect.of_class:
        found.append(
            f"They do not belong to the class that elected them on {spoken(begins)}. Correct the "
            "register of members, or ask whether your rules let them take the place."
        )
    if elect.in_office_since is not None:
        found.append(
            f"They are a director already, since {spoken(elect.in_office_since)}. End that term first."
        )
    return found
