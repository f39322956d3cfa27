"""Who is a member of a body on a day, as it was known at a moment. Nothing here asks who is
looking: pages go through `queries.secretary`, which does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from mutualise.governance import models
from mutualise.governance.rules.standing import Spell, Standing, stands
from mutualise.governance.rules.statutory import LegalForm, Votes


@dataclass(frozen=True)
class Line:
    """One member as the register shows them on a day. `shares` by class, `paid` in pence."""

    member: int
    number: int
    name: str
    employee_number: str
    email: str
    address: str
    mobile: str
    constituency: str
    class_name: str
    kind: str
    employee: bool
    standing: Standing
    admitted_on: date
    ceased_on: date | None
    ended: str
    shares: Mapping[int, int]
    paid: int

    @property
    def held(self) -> int:
        return sum(self.shares.values())


@dataclass(frozen=True)
class Elector:
    """A member who may vote on a day."""

    number: str
    name: str
    email: str
    constituency: str
    employee: bool


def register_of(code: str) -> models.MemberRegister | None:
    return models.MemberRegister.objects.filter(organisation_id=code).first()


def constitution_of(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> models.Constitution | None:
    """The legal form in force on a day."""
    known = models.Constitution.objects.known_at(known_at).filter(
        Q(valid_until=None) | Q(valid_until__gt=day), register=register, valid_from__lte=day
    )
    found: models.Constitution | None = known.order_by("-valid_from").first()
    return found


def form_of(register: models.MemberRegister, day: date) -> LegalForm | None:
    found = constitution_of(register, day)
    return LegalForm(found.form) if found else None


def constituencies_of(register: models.MemberRegister) -> list[models.Constituency]:
    return list(register.constituencies.order_by("name"))


def share_classes_of(register: models.MemberRegister) -> list[models.ShareClass]:
    return list(register.share_classes.order_by("code"))


def lines(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> list[Line]:
    """Everybody who is or was a member by a day, by number. Five queries, whatever their number."""
    classes = {each.pk: each for each in constituencies_of(register)}
    spells: dict[int, list[Spell]] = defaultdict(list)
    rows = models.Membership.objects.known_at(known_at).filter(register=register)
    for row in rows:
        spells[row.member_id].append(spell_of(row))
    named = particulars(register, day, known_at)
    holdings, paid = balances(register, day, known_at)
    found = []
    for member in register.members.order_by("number"):
        where = stands(spells[member.pk], day)
        if where is None:
            continue
        about, of = named.get(member.pk), classes[where.spell.constituency]
        found.append(
            Line(
                member=member.pk, number=member.number,
                name=about.name if about else "", address=about.address if about else "",
                employee_number=about.employee_number if about else "",
                email=about.email if about else "", mobile=about.mobile if about else "",
                constituency=of.code, class_name=of.name, kind=of.kind,
                employee=where.spell.employee, standing=where.standing,
                admitted_on=where.admitted_on, ceased_on=where.ceased_on,
                ended=where.spell.ended if where.ceased_on else "",
                shares={k: n for k, n in holdings[member.pk].items() if n}, paid=paid[member.pk],
            )
        )  # fmt: skip
    return found


def spell_of(row: models.Membership) -> Spell:
    return Spell(
        row.pk, row.constituency_id, row.employee, row.valid_from, row.valid_until, row.ended
    )


def particulars(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> dict[int, models.Particulars]:
    """The particulars in force on a day, by the key of the member; the last recorded wins."""
    rows = models.Particulars.objects.filter(member__register=register, valid_from__lte=day)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return {row.member_id: row for row in rows.order_by("valid_from", "id")}


def balances(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> tuple[dict[int, dict[int, int]], dict[int, int]]:
    """Shares by member and class, and pence paid on them by member, at the end of a day."""
    held: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    paid: dict[int, int] = defaultdict(int)
    moved = models.ShareMovement.objects.known_at(known_at).filter(register=register, on__lte=day)
    for row in moved:
        for member, sign in ((row.source_member_id, -1), (row.target_member_id, 1)):
            if member is not None:
                held[member][row.share_class_id] += sign * row.quantity
                paid[member] += sign * row.quantity * row.paid_pence
    return held, paid


def electors(code: str, day: date, constituency: str = "") -> list[Elector]:
    """Members of a body who may vote on a day, by number; of one class where it is named.

    A member whose particulars were erased is no member any more, so every elector has a name.
    """
    register = register_of(code)
    return [
        Elector(str(each.number), each.name, each.email, each.constituency, each.employee)
        for each in (lines(register, day) if register else [])
        if each.standing is Standing.CURRENT and constituency in ("", each.constituency)
    ]


def votes_rule(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> Votes:
    """Whether members vote by head or by share; by head where nothing is recorded."""
    found = constitution_of(register, day, known_at)
    return Votes(found.votes) if found else Votes.MEMBER


def current(found: Iterable[Line]) -> list[Line]:
    return [each for each in found if each.standing is Standing.CURRENT]


def history_of(member: models.Member) -> list[dict[str, Any]]:
    """Every row that was ever written about a member, newest first, replaced ones included."""
    rows: list[dict[str, Any]] = []
    for row in member.memberships.select_related("constituency", "recorded_by"):
        rows.append(
            {"what": "Membership", "row": row, "at": row.recorded_at, "by": row.recorded_by}
        )
    for about in member.particulars.select_related("recorded_by"):
        rows.append({"what": "Particulars", "row": about, "at": about.recorded_at, "by": about.recorded_by})  # fmt: skip
    moved = models.ShareMovement.objects.filter(Q(source_member=member) | Q(target_member=member))
    for each in moved.select_related(
        "share_class", "recorded_by", "source_member", "target_member"
    ):
        rows.append({"what": "Shares", "row": each, "at": each.recorded_at, "by": each.recorded_by})
    return sorted(rows, key=lambda each: (each["at"], each["row"].pk), reverse=True)
