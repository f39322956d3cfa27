"""The roll: its hash, and how many names were sent a code, had a paper, or voted on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualise.governance.models import Contest, Election, Objection, RollEntry, RollMark
from mutualise.governance.rules.ballot_box.roll import leaf, roll_hash


def leaves_of(contest: Contest) -> list[bytes]:
    """What stands for each name in the published roll hash: nothing a stranger can read back."""
    rows = RollEntry.objects.filter(contest=contest)
    return [
        leaf(bytes.fromhex(salt), contest.code, number, name)
        for salt, number, name in rows.values_list("salt", "member_number", "name")
    ]


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
