"""The box of a contest: its board, its receipts, and the trustees' lists."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from mutualise.governance.models import BoardEntry, Box, Contest, LayerList, Trustee
from mutualise.governance.queries.elections import box_name
from mutualise.governance.rules.ballot_box import mix
from mutualise.governance.rules.ballot_box.board import Entry
from mutualise.governance.rules.ballot_box.codes import normal_code
from mutualise.governance.rules.ballot_box.seals import Ballot, opened_hash, plain_text


def box_of(contest: Contest) -> Box | None:
    return Box.objects.filter(reference=box_name(contest)).first()


def entries_of(contest: Contest) -> list[Entry]:
    """The board of a contest as the pure rules read it, in order."""
    rows = BoardEntry.objects.filter(box__reference=box_name(contest)).order_by("number")
    return [
        Entry(bytes.fromhex(row.token_hash), row.counter, bytes(row.sealed), row.mode)  # type: ignore[arg-type]
        for row in rows
    ]


def heads_of(contest: Contest) -> list[tuple[Entry, bytes]]:
    rows = BoardEntry.objects.filter(box__reference=box_name(contest)).order_by("number")
    heads = [bytes.fromhex(head) for head in rows.values_list("head", flat=True)]
    return list(zip(entries_of(contest), heads, strict=True))


def size_and_head(contest: Contest) -> tuple[int, str]:
    """How many entries the board has, and its head; the opening head while it has none."""
    last = BoardEntry.objects.filter(box__reference=box_name(contest)).order_by("-number").first()
    if last:
        return last.number, last.head
    box = box_of(contest)
    return 0, box.opening_head if box else ""


def board_of(contest: Contest, entry: int | None = None) -> QuerySet[Any, tuple[int, str]]:
    """(number, head) of every entry of the public board, or of one; what is sealed is left out."""
    rows = BoardEntry.objects.filter(box__reference=box_name(contest)).order_by("number")
    if entry is not None:
        rows = rows.filter(number=entry)
    return rows.values_list("number", "head")


def turnout(contest: Contest) -> int:
    """How many different tokens have a ballot in the box."""
    rows = BoardEntry.objects.filter(box__reference=box_name(contest))
    return rows.values("token_hash").distinct().count()


def trustees_of(election: Any) -> Sequence[Trustee]:
    return list(Trustee.objects.filter(election=election).order_by("number"))


def keys_here(election: Any) -> int:
    """How many of the trustees' keys the platform can work out: some or all in a demonstration, else none."""
    return Trustee.objects.filter(election=election, held_here=True).count()


def public_keys(election: Any) -> list[bytes]:
    """The trustees' keys in order; three once all are named."""
    return [bytes.fromhex(each.public_key) for each in trustees_of(election)]


def step_of(contest: Contest, trustee: int) -> mix.Step | None:
    """What a trustee put out for a contest; None while he has not."""
    row = LayerList.objects.filter(contest=contest, trustee=trustee).first()
    if row is None:
        return None
    return mix.Step(
        trustee, row.received, tuple(base64.b64decode(each) for each in row.outputs),
        tuple((bytes.fromhex(digest), reason) for digest, reason in row.dropped),
    )  # fmt: skip


def steps_of(contest: Contest) -> list[mix.Step]:
    found = (step_of(contest, number) for number in (1, 2, 3))
    return [each for each in found if each is not None]


def opened_ballots(contest: Contest) -> tuple[tuple[Ballot, ...], tuple[bytes, ...]]:
    """The ballots on the last list, and texts on it that are no ballot of this contest."""
    last = step_of(contest, 3)
    if last is None:
        return (), ()
    return mix.read_list(last, contest.election.reference, contest.code)


def opened_hashes(contest: Contest) -> list[str]:
    """SHA-256 of every opened ballot, sorted: says nothing to anyone who does not hold a ballot."""
    ballots, _ = opened_ballots(contest)
    return sorted(opened_hash(plain_text(each)).hex() for each in ballots)


def look_up(election: Any, typed: str) -> list[tuple[Contest, Ballot]]:
    """The opened ballots of an election that bear a check code, as somebody typed it."""
    code = normal_code(typed)
    if code is None:
        return []
    return [
        (contest, ballot)
        for contest in Contest.objects.filter(election=election).order_by("code")
        for ballot in opened_ballots(contest)[0]
        if ballot.code == code
    ]
