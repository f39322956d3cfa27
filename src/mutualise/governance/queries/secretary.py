"""The register of members as its company secretary sees it. A register of another body is not
found, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mutualise.accounts.permissions import holds, organisations_of
from mutualise.accounts.rules.roles import Role
from mutualise.governance import models
from mutualise.governance.queries.members import Line, register_of
from mutualise.register.queries.entry import entry_of

SORTS = {
    "number": lambda line: line.number,
    "name": lambda line: (line.name.casefold(), line.number),
    "class": lambda line: (line.class_name, line.number),
    "admitted": lambda line: (line.admitted_on, line.number),
}
ORDERS = (*SORTS, *(f"-{name}" for name in SORTS))


def registers_for(person: Any) -> list[dict[str, Any]]:
    """The bodies a person is company secretary of, with the register where it is open."""
    return [
        {"code": code, "name": name_of(code), "register": register_of(code)}
        for code in organisations_of(person, Role.COMPANY_SECRETARY)
    ]


def register_for(person: Any, code: str) -> models.MemberRegister | None:
    """The register of a body the person is company secretary of; None otherwise."""
    if not holds(person, Role.COMPANY_SECRETARY, organisation=code):
        return None
    return register_of(code)


def name_of(code: str) -> str:
    entry = entry_of(code)
    return entry.name if entry else code


def chosen(lines: Iterable[Line], asked: Mapping[str, str]) -> list[Line]:
    """Lines that hold every filter asked for, in the order asked for."""
    words = asked.get("q", "").casefold().split()
    found = [
        line
        for line in lines
        if asked.get("constituency", "") in ("", line.constituency)
        and asked.get("standing", "") in ("", line.standing)
        and all(word in _haystack(line) for word in words)
    ]
    sort = asked.get("sort", "number")
    return sorted(found, key=SORTS.get(sort.removeprefix("-"), SORTS["number"]),
                  reverse=sort.startswith("-"))  # fmt: skip


def _haystack(line: Line) -> str:
    return f"{line.number} {line.name} {line.employee_number} {line.email}".casefold()


def member_called(register: models.MemberRegister, number: int) -> models.Member | None:
    return register.members.filter(number=number).first()


def ever_had_mobile(member: models.Member) -> bool:
    """Whether any row about a member still has a mobile number."""
    return bool(member.particulars.exclude(mobile="").exists())


def standing_membership(member: models.Member, row: int) -> models.Membership | None:
    """A row about a membership that nothing has replaced."""
    found: models.Membership | None = (
        models.Membership.objects.known_at(None).filter(member=member, pk=row).first()
    )
    return found


def standing_movement(register: models.MemberRegister, row: int) -> models.ShareMovement | None:
    found: models.ShareMovement | None = (
        models.ShareMovement.objects.known_at(None).filter(register=register, pk=row).first()
    )
    return found


def terms_of(register: models.MemberRegister) -> list[models.DirectorTerm]:
    """Every term that stands, those in office first."""
    rows = models.DirectorTerm.objects.known_at(None).filter(register=register)
    found = list(rows.select_related("director", "constituency", "director__member"))
    return sorted(found, key=lambda t: (t.valid_until is not None, t.valid_from, t.pk))


def term_called(register: models.MemberRegister, number: int) -> models.DirectorTerm | None:
    found: models.DirectorTerm | None = (
        models.DirectorTerm.objects.known_at(None).filter(register=register, pk=number).first()
    )
    return found


def interests_of(register: models.MemberRegister) -> list[models.DirectorInterest]:
    rows = models.DirectorInterest.objects.known_at(None).filter(register=register)
    return list(rows.select_related("director").order_by("-valid_from", "-id"))


def interest_called(register: models.MemberRegister, number: int) -> models.DirectorInterest | None:
    return next((each for each in interests_of(register) if each.pk == number), None)


def inspections_of(register: models.MemberRegister) -> list[models.Inspection]:
    return list(register.inspections.order_by("-received_on", "-id"))


def inspection_called(register: models.MemberRegister, number: int) -> models.Inspection | None:
    return register.inspections.filter(pk=number).first()
