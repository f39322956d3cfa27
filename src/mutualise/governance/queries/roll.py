"""The roll: its hash, and how many names were sent a code, had a paper, or voted on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from mutualise.chronicle import clock
from mutualise.governance.models import (
    Contest,
    Election,
    IssuedCode,
    Membership,
    Objection,
    Particulars,
    RollAmendment,
    RollEntry,
    RollMark,
)
from mutualise.governance.queries.elections import event_called, is_staff, state_of
from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.roll import leaf, roll_hash
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.one_time_codes import normal, stored


def leaves_of(contest: Contest) -> list[bytes]:
    """What stands for each name in the published roll hash: nothing a stranger can read back."""
    rows = RollEntry.objects.in_force().filter(contest=contest).select_related("contest")
    return [fixed_leaf(row) for row in rows]


def leaf_of(row: RollEntry) -> bytes:
    """The leaf that a row gives as it is now."""
    return leaf(bytes.fromhex(row.salt), row.contest.code, row.member_number, row.name)


def fixed_leaf(row: RollEntry) -> bytes:
    """The leaf that a row had when it came on the roll, which stays whatever the row says later."""
    return bytes.fromhex(row.leaf) if row.leaf else leaf_of(row)


def changed_rows(contest: Contest) -> list[RollEntry]:
    """Rows that no longer give the leaf they had when the roll was frozen."""
    rows = RollEntry.objects.filter(contest=contest).select_related("contest").order_by("pk")
    return [row for row in rows if row.leaf and row.leaf != leaf_of(row).hex()]


def marks_hash(contest: Contest) -> str:
    """SHA-256 over leaf and mark of every name, in the order of the leaves, in hexadecimal."""
    rows = RollEntry.objects.filter(contest=contest).select_related("contest", "mark")
    return digest(
        *sorted(
            fixed_leaf(row) + f"{row.mark.kind}{row.mark.blinded_sha256}".encode()
            for row in rows.exclude(mark=None)
        )
    ).hex()


def roll_hashes(election: Election) -> dict[str, str]:
    """The hash of the roll of each contest that has one, in hexadecimal, by its code."""
    rows = Contest.objects.filter(election=election).exclude(roll=None).distinct()
    return {each.code: roll_hash(leaves_of(each)).hex() for each in rows.order_by("code")}


def fixed_hash(contest: Contest) -> str:
    """The roll's hash as it was last fixed: by an amendment, else by the step that froze it; "" before."""
    last = contest.amendments.order_by("-version").first()
    if last is not None:
        return str(last.after_sha256)
    event = event_called(contest.election, "freeze_roll")
    return str(event.detail.get("rolls", {}).get(contest.code, "")) if event else ""


def amendments_of(election: Election) -> Sequence[RollAmendment]:
    """Every later version of the rolls of an election, by contest and version."""
    rows = RollAmendment.objects.filter(contest__election=election)
    return list(
        rows.select_related("contest", "objection", "added", "removed").order_by(
            "contest__code", "version"
        )
    )


def sizes(contest: Contest) -> dict[str, int]:
    """Names on the roll, sent a code, marked as issued online (`sealed` of them with a token signed
    blind), marked on paper."""
    rows = RollEntry.objects.in_force().filter(contest=contest)
    marks = RollMark.objects.made().filter(entry__contest=contest)
    paper = marks.filter(kind=RollMark.Kind.PAPER).count()
    return {
        "roll": rows.count(),
        "sent": rows.exclude(codes=None).distinct().count(),
        "issued": marks.count() - paper,
        "sealed": marks.filter(kind=RollMark.Kind.BLIND).count(),
        "paper": paper,
    }


def entry_on_roll(contest: Contest, member_number: str) -> RollEntry | None:
    rows = RollEntry.objects.in_force()
    return rows.filter(contest=contest, member_number=member_number).first()


@dataclass(frozen=True)
class Reader:
    """Somebody who may look at a roll: a member with their number, or staff with none.

    `entry` is the member's own row, None where they are not on the roll.
    """

    number: str
    entry: RollEntry | None = None


def may_look(election: Election) -> bool:
    """Whether the roll is open to inspection: from its freezing until the poll opens."""
    return state_of(election) is State.ROLL


def reader_by_code(election: Election, typed: str) -> Reader | None:
    """The member whose newest code of this election was typed; nothing is marked or written."""
    code = normal(typed)
    found = (
        IssuedCode.objects.filter(code_sha256=stored(code or ""), entry__contest__election=election)
        .select_related("entry__contest")
        .first()
    )
    if found is None or found.entry.codes.filter(number__gt=found.number).exists():
        return None
    return Reader(found.entry.member_number, found.entry)


def reader_signed_in(election: Election, person: Any) -> Reader | None:
    """Staff of the election, or a member of the body today whose address is that of the account."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return None
    number = _number_of(election, person.email)
    if number is not None:
        rows = RollEntry.objects.in_force().filter(contest__election=election, member_number=number)
        return Reader(number, rows.select_related("contest").first())
    return Reader("") if is_staff(person, election) else None


def _number_of(election: Election, email: str) -> str | None:
    """The number of the one member who has this address now; None for nobody, or for several."""
    today = clock.today()
    members = Membership.objects.known_at(None).filter(
        Q(valid_until=None) | Q(valid_until__gt=today), valid_from__lte=today,
        register__organisation=election.organisation,
    )  # fmt: skip
    latest: dict[int, Particulars] = {}
    rows = Particulars.objects.filter(
        member__in=members.values("member"), valid_from__lte=today,
        member__particulars__email__iexact=email,
    )  # fmt: skip
    for row in rows.select_related("member").distinct().order_by("valid_from", "pk"):
        latest[row.member_id] = row
    same = [
        str(row.member.number)
        for row in latest.values()
        if email and row.email.lower() == email.lower()
    ]
    return same[0] if len(same) == 1 else None


def found_on_roll(election: Election, asked: str, contest: str) -> QuerySet[RollEntry]:
    """Rows of an election's rolls by a part of a name or a whole member number; all without."""
    rows = RollEntry.objects.in_force().filter(contest__election=election)
    rows = rows.select_related("contest")
    if contest:
        rows = rows.filter(contest__code=contest)
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(member_number=asked))
    return rows.order_by("contest__code", "name", "member_number")


def rolled_contests(election: Election) -> Sequence[Contest]:
    """The contests of an election that have a roll."""
    rows = Contest.objects.filter(election=election).exclude(roll=None)
    return list(rows.distinct().order_by("code"))


def objections_by(election: Election, number: str) -> Sequence[Objection]:
    """What one member objected, by member number."""
    rows = Objection.objects.filter(election=election, objector=number)
    return list(rows.order_by("pk")) if number else []


def objections_of(election: Election) -> Sequence[Objection]:
    return list(Objection.objects.filter(election=election).order_by("pk"))


def objection(election: Election, number: int) -> Any:
    return Objection.objects.filter(election=election, pk=number).first()


def unmarked_with_address(election: Election) -> list[tuple[str, Contest]]:
    """Addresses of names that have had no voting paper: whom a reminder is for."""
    rows = with_address(election).filter(mark__kind=RollMark.Kind.BLANK).select_related("contest")
    return [(row.email, row.contest) for row in rows]


def with_address(election: Election) -> QuerySet[RollEntry]:
    """The names on the roll that can be mailed, in the order of their addresses."""
    rows = RollEntry.objects.in_force().filter(contest__election=election)
    return rows.exclude(email="").order_by("email")
