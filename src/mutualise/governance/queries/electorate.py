"""Who may vote in a body on a day, from its member register: the one door of meetings to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from mutualise.governance.models import (
    Constitution,
    MemberRegister,
    Membership,
    ShareClass,
    ShareMovement,
)
from mutualise.governance.queries.members import constitution_of, particulars, register_of
from mutualise.governance.rules.meetings import Form
from mutualise.governance.rules.statutory import COMPANIES, LegalForm, Votes

SOCIETIES = (LegalForm.COOPERATIVE, LegalForm.COMMUNITY_BENEFIT)


@dataclass(frozen=True)
class Elector:
    """A member who may vote: `votes` on a poll. `of_class` is the member's class in the register."""

    number: int
    name: str
    email: str
    of_class: str
    votes: int = 1


def form_of(organisation: str, day: date) -> Form:
    """The legal form as the law of meetings tells it; a body without a constitution is OTHER.

    The register of members does not tell a public company from a private one; a public company
    gives its longer notice as its own.
    """
    constitution = _constitution(organisation, day)
    form = LegalForm(constitution.form) if constitution else None
    if form in COMPANIES:
        return Form.PRIVATE_COMPANY
    return Form.SOCIETY if form in SOCIETIES else Form.OTHER


def electorate(organisation: str, day: date) -> dict[int, Elector]:
    """Members who may vote on a day, by their number in the register.

    Where votes go by share, a member without a voting share has none and is left out.
    """
    rows = (
        Membership.objects.known_at(None)
        .filter(register__organisation_id=organisation, valid_from__lte=day)
        .filter(Q(valid_until=None) | Q(valid_until__gt=day))
        .select_related("member", "constituency")
    )
    classes = {row.member_id: (row.member.number, row.constituency.code) for row in rows}
    register = register_of(organisation)
    latest = particulars(register, day) if register else {}
    votes = _votes(organisation, day)
    found = {}
    for member, (number, of_class) in sorted(classes.items(), key=lambda each: each[1]):
        held = 1 if votes is None else votes.get(member, 0)
        row = latest.get(member)
        if held:
            name, email = (row.name, row.email) if row else ("", "")
            found[number] = Elector(number, name, email, of_class, held)
    return found


def holders_without_votes(
    organisation: str, day: date, electors: Container[int]
) -> dict[int, Elector]:
    """Members who hold shares of a class without a vote at general meetings and are none of the `electors`: they
    vote at the separate meeting of that class alone."""
    register = register_of(organisation)
    if register is None:
        return {}
    latest = particulars(register, day)
    keys = dict(register.members.values_list("number", "pk"))
    found = {}
    for code in register.share_classes.filter(votes_per_share=0).values_list("code", flat=True):
        for number in _shares(organisation, code, day):
            if number not in electors:
                row = latest.get(keys[number])
                name, email = (row.name, row.email) if row else ("", "")
                found[number] = Elector(number, name, email, code, 0)
    return found


@dataclass(frozen=True)
class Holding:
    """What one member of a class has: `votes` on a poll, and the `weight` its quorum is measured in, pence
    in nominal value where it is a class of shares, else votes."""

    votes: int
    weight: int


def holders(organisation: str, of_class: str, day: date) -> tuple[dict[int, Holding], bool]:
    """Members of a class by number on a day, and whether it is a class of shares; "" is everybody.

    A class of members in the register goes before a class of shares of the same name.
    """
    mine = {
        number: Holding(each.votes, each.votes)
        for number, each in electorate(organisation, day).items()
        if not of_class or each.of_class == of_class
    }
    if mine:
        return mine, False
    found: dict[int, Holding] = {}
    for number, (quantity, share) in _shares(organisation, of_class, day).items():
        # A share without a vote at general meetings has one at the meeting of its own class.
        votes = quantity * (share.votes_per_share or 1)
        found[number] = Holding(votes, quantity * share.nominal_pence)
    return found, True


def short_names(register: MemberRegister) -> list[str]:
    """The short names of the classes of members and of shares of a body."""
    members = register.constituencies.order_by("pk").values_list("code", flat=True)
    return [*members, *register.share_classes.order_by("pk").values_list("code", flat=True)]


def _shares(organisation: str, code: str, day: date) -> dict[int, tuple[int, ShareClass]]:
    """How many shares of a class each member holds, by number, with the class."""
    moves = ShareMovement.objects.known_at(None).filter(
        register__organisation_id=organisation, share_class__code=code, on__lte=day
    )
    held: dict[int, int] = defaultdict(int)
    share = None
    for move in moves.select_related("share_class", "source_member", "target_member"):
        share = move.share_class
        if move.source_member:
            held[move.source_member.number] -= move.quantity
        if move.target_member:
            held[move.target_member.number] += move.quantity
    return {number: (n, share) for number, n in held.items() if n > 0 and share}


def _constitution(organisation: str, day: date) -> Constitution | None:
    register = register_of(organisation)
    return constitution_of(register, day) if register else None


def _votes(organisation: str, day: date) -> dict[int, int] | None:
    """Votes by member where votes go by share; None where every member has one."""
    constitution = _constitution(organisation, day)
    if constitution is None or constitution.votes != Votes.SHARE:
        return None
    found: dict[int, int] = defaultdict(int)
    moves = ShareMovement.objects.known_at(None).filter(
        register__organisation_id=organisation, on__lte=day
    )
    for move in moves.select_related("share_class"):
        weight = move.quantity * move.share_class.votes_per_share
        if move.source_member_id:
            found[move.source_member_id] -= weight
        if move.target_member_id:
            found[move.target_member_id] += weight
    return {member: votes for member, votes in found.items() if votes > 0}
