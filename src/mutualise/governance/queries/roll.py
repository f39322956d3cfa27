"""The roll: its hash, and how many names were sent a code, had a paper, or voted on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualise.governance.models import Contest, Election, Objection, RollEntry, RollMark
from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.roll import leaf, roll_hash


def leaves_of(contest: Contest) -> list[bytes]:
    """What stands for each name in the published roll hash: nothing a stranger can read back."""
    rows = RollEntry.objects.filter(contest=contest).select_related("contest")
    return [bytes.fromhex(row.leaf) if row.leaf else leaf_of(row) for row in rows]


def leaf_of(row: RollEntry) -> bytes:
    """The leaf that a row gives as it is now."""
    return leaf(bytes.fromhex(row.salt), row.contest.code, row.member_number, row.name)


def changed_rows(contest: Contest) -> list[RollEntry]:
    """Rows that no longer give the leaf they had when the roll was frozen."""
    rows = RollEntry.objects.filter(contest=contest).select_related("contest").order_by("pk")
    return [row for row in rows if row.leaf and row.leaf != leaf_of(row).hex()]


def marks_hash(contest: Contest) -> str:
    """SHA-256 over leaf and mark of every name, in the order of the leaves, in hexadecimal."""
    rows = RollEntry.objects.filter(contest=contest).select_related("contest", "mark")
    return digest(
        *sorted(
            (bytes.fromhex(row.leaf) if row.leaf else leaf_of(row))
            + f"{row.mark.kind}{row.mark.blinded_sha256}".encode()
            for row in rows.exclude(mark=None)
        )
    ).hex()


def roll_hashes(election: Election) -> dict[str, str]:
    """The hash of the roll of each contest that has one, in hexadecimal, by its code."""
    rows = Contest.objects.filter(election=election).exclude(roll=None).distinct()
    return {each.code: roll_hash(leaves_of(each)).hex() for each in rows.order_by("code")}


def sizes(contest: Contest) -> dict[str, int]:
    """Names on the roll, sent a code, marked as issued online (`sealed` of them with a token signed
    blind), marked on paper."""
    rows = RollEntry.objects.filter(contest=contest)
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
    return RollEntry.objects.filter(contest=contest, member_number=member_number).first()


def objections_of(election: Election) -> Sequence[Objection]:
    return list(Objection.objects.filter(election=election).order_by("pk"))


def objection(election: Election, number: int) -> Any:
    return Objection.objects.filter(election=election, pk=number).first()


def unmarked_with_address(election: Election) -> list[tuple[str, Contest]]:
    """Addresses of names that have had no voting paper: whom a reminder is for."""
    blank = RollMark.Kind.BLANK
    rows = RollEntry.objects.filter(contest__election=election, mark__kind=blank).exclude(email="")
    return [(row.email, row.contest) for row in rows.select_related("contest").order_by("email")]
