"""Which names on the roll can be sent a code by which way, and whose mail or text did not leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mutualise.chronicle import clock
from mutualise.governance.models import CodeSent, Election, IssuedCode, RollEntry, RollMark
from mutualise.governance.queries.elections import state_of
from mutualise.governance.queries.members import particulars, register_of
from mutualise.governance.rules.election_stages import ISSUING
from mutualise.governance.rules.mobile import shared_by

ISSUED_WHILE = "Codes are issued once the roll is frozen, until the poll closes."
SENT_HERE = (IssuedCode.Channel.MAIL, IssuedCode.Channel.TEXT)


@dataclass(frozen=True)
class Ways:
    """How many names on the roll have no code, and how many of these can be mailed or texted; the members
    on it who share a number; names whose last mail or text is not known to have left."""

    without: int
    with_address: int
    with_mobile: int
    shared: Sequence[Sequence[int]]
    unsent: Sequence[IssuedCode]


def obstacles(election: Election, ways: Ways) -> list[str]:
    """Why no codes can be issued now, a sentence each; empty where they can."""
    if state_of(election) not in ISSUING:
        return [ISSUED_WHILE]
    return [] if ways.without or ways.unsent else ["Every name on the roll has a code."]


def mobiles_of(election: Election) -> tuple[dict[str, str], dict[str, list[int]]]:
    """The mobile number of each name on the roll that alone has it, as the member register has it today,
    by member number; and the numbers that several names have, with these.

    Of today, as postal addresses are, so that a number changed since the roll was frozen is used; the
    roll itself never has one.
    """
    on_roll = RollEntry.objects.in_force().filter(contest__election=election)
    numbers = {int(each) for each in on_roll.values_list("member_number", flat=True)}
    register = register_of(election.organisation.code)
    latest = particulars(register, clock.today()) if register else {}
    members = dict(register.members.values_list("pk", "number")) if register else {}
    found = {members[key]: row.mobile for key, row in latest.items() if row.mobile}
    mine = {number: mobile for number, mobile in found.items() if number in numbers}
    shared = shared_by(mine)
    alone = {str(number): mobile for number, mobile in mine.items() if mobile not in shared}
    return alone, shared


def unsent_codes(election: Election) -> QuerySet[IssuedCode]:
    """The last codes of names without a voting paper whose mail or text is not known to have left."""
    newer = IssuedCode.objects.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
    rows = IssuedCode.objects.filter(
        ~Exists(newer), ~Exists(CodeSent.objects.filter(code=OuterRef("pk"))),
        entry__contest__election=election, entry__removal=None, channel__in=SENT_HERE,
        entry__mark__kind=RollMark.Kind.BLANK,
    )  # fmt: skip
    return rows.select_related("entry__contest").order_by(
        "entry__contest__code", "entry__name", "pk"
    )


def entries_to_issue(
    election: Election, channel: str, *, again: bool
) -> list[tuple[RollEntry, int]]:
    """The names that get a code by this way now, each with how many it had: those without one, and with
    `again` also those whose mail or text is not known to have left."""
    wanted = Q(codes=None)
    if again:
        wanted |= Q(pk__in=list(unsent_codes(election).values_list("entry", flat=True)))
    rows = RollEntry.objects.in_force().filter(wanted, contest__election=election).distinct()
    if channel == IssuedCode.Channel.MAIL:
        rows = rows.exclude(email="")
    found = rows.select_related("contest__election").annotate(had=Count("codes", distinct=True))
    listed = list(found.order_by("contest__code", "name", "pk"))
    if channel == IssuedCode.Channel.TEXT:
        mobiles, _ = mobiles_of(election)
        listed = [each for each in listed if each.member_number in mobiles]
    return [(each, each.had) for each in listed]  # type: ignore[attr-defined]


def ways_of(election: Election) -> Ways:
    """What the pages that issue codes say before anything is sent."""
    rows = RollEntry.objects.in_force().filter(contest__election=election, codes=None)
    mobiles, shared = mobiles_of(election)
    numbers = list(rows.values_list("member_number", "email"))
    return Ways(
        without=len(numbers),
        with_address=sum(1 for _, email in numbers if email),
        with_mobile=sum(1 for number, _ in numbers if number in mobiles),
        shared=sorted(shared.values()),
        unsent=list(unsent_codes(election)),
    )
