"""Who may vote, and stand, in a contest on a day: the one door of elections to the member register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from mutualise.accounts.permissions import holds
from mutualise.accounts.rules.roles import Role
from mutualise.governance.models import (
    Constituency,
    Contest,
    MemberRegister,
    Membership,
    Particulars,
)
from mutualise.governance.queries.members import particulars, register_of
from mutualise.register.queries.entry import entry_of
from mutualise.register.queries.kin import called


@dataclass(frozen=True)
class Constituent:
    """A member as a roll states them."""

    number: str
    name: str
    email: str


def constituents(contest: Contest, on: date) -> list[Constituent]:
    """The members of the contest's constituency on a day; of the whole register where it names
    none. By number, each once."""
    return voters_of(contest.election.organisation, contest.constituency, on)


def voters_of(organisation: Any, constituency: str, on: date) -> list[Constituent]:
    """The members of a class of an organisation on a day; all of them where no class is named."""
    rows = Membership.objects.known_at(None).filter(
        Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on,
        register__organisation=organisation,
    )  # fmt: skip
    if constituency:
        rows = rows.filter(constituency__code=constituency)
    numbers = dict(rows.values_list("member", "member__number"))
    register = register_of(organisation.code)
    latest = particulars(register, on) if register else {}
    found = [
        Constituent(str(number), latest[member].name, latest[member].email)
        for member, number in numbers.items()
        if member in latest
    ]
    return sorted(found, key=lambda each: int(each.number))


def constituent(contest: Contest, number: str, on: date) -> Constituent | None:
    """One member of the contest's constituency, by number."""
    return next((each for each in constituents(contest, on) if each.number == number), None)


def postal_addresses(organisation: str, on: date) -> dict[str, str]:
    """The postal address of each member of an organisation on a day, by member number."""
    rows = Particulars.objects.filter(
        member__register__organisation__code=organisation, valid_from__lte=on
    ).order_by("valid_from", "pk")
    return {
        str(number): address for number, address in rows.values_list("member__number", "address")
    }


def constituencies_of(organisation: str) -> list[tuple[str, str]]:
    """Code and name of each class of members of an organisation, in order."""
    rows = Constituency.objects.filter(register__organisation__code=organisation)
    return list(rows.order_by("code").values_list("code", "name"))


def organisation_called(code: str, person: Any) -> tuple[Any, str, bool] | None:
    """The organisation somebody is secretary of, its name, and whether it is a demonstration."""
    if not holds(person, Role.COMPANY_SECRETARY, organisation=code):
        return None
    row = (
        MemberRegister.objects.select_related("organisation")
        .filter(organisation__code=code)
        .first()
    )
    if row is None:
        return None
    return row.organisation, name_of(code), row.demonstration


def names_by_code(codes: set[str]) -> dict[str, str]:
    """`name_of` for many organisations, by code."""
    found = called(codes)
    return {code: found[code][0] if code in found else code for code in codes}


def name_of(code: str) -> str:
    """The organisation's name in the public register; its code while it has none."""
    found = entry_of(code)
    return found.name if found else code
