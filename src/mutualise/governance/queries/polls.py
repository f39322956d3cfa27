"""What every vote of a poll needs and no vote changes, kept in memory.

The notice is fixed when an election is called, the candidates and issuing keys when its roll is
frozen, the trustees' keys before its poll opens: decisions on all of them are refused afterwards.
So a process reads them once. What can change (the state of the election, marks, the board) is read
for every vote, by the statements that stand here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from mutualise.chronicle.prepared import Prepared
from mutualise.governance.models import (
    BoardEntry,
    Box,
    Contest,
    ElectionEvent,
    IssuedCode,
    Nomination,
)
from mutualise.governance.queries.box import keys_here, public_keys
from mutualise.governance.queries.elections import box_name, nominations_of
from mutualise.governance.queries.tokens import issuing_keys

_STATE = Prepared(
    lambda election: (
        ElectionEvent.objects.filter(election_id=election)
        .order_by("-number")
        .values_list("target")[:1]
    ),
    int,
)


def _last(rows: QuerySet[Any], by: str, column: str) -> Subquery:
    return Subquery(rows.order_by(f"-{by}").values(column)[:1])


# Name, contest, whether a newer code was sent, the state of the election, and how the name was
# marked and for which blinded messages, by a code's hash.
SENT = Prepared(
    lambda code: IssuedCode.objects.filter(code_sha256=code).values_list(
        "entry_id",
        "entry__contest_id",
        Exists(IssuedCode.objects.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))),
        _last(
            ElectionEvent.objects.filter(election=OuterRef("entry__contest__election")),
            "number", "target",
        ),
        "entry__mark__kind",
        "entry__mark__blinded_sha256",
    ),
    str,
)  # fmt: skip
LOCKED = Prepared(lambda box: Box.objects.select_for_update().filter(pk=box).values_list("pk"), int)
# The end of the board, the turns a token has had and how its last was sealed, and the state of the
# election.
BOARD = Prepared(
    lambda box, token, election: Box.objects.filter(pk=box).values_list(
        _last(BoardEntry.objects.filter(box=box), "number", "number"),
        _last(BoardEntry.objects.filter(box=box), "number", "head"),
        _last(BoardEntry.objects.filter(box=box, token_hash=token), "counter", "counter"),
        _last(BoardEntry.objects.filter(box=box, token_hash=token), "counter", "mode"),
        _last(ElectionEvent.objects.filter(election=election), "number", "target"),
    ),
    int, str, int,
)  # fmt: skip
ENTRY = Prepared(
    lambda box, number: BoardEntry.objects.filter(box=box, number=number).values_list("pk"),
    int, int,
)  # fmt: skip
SAME = Prepared(
    lambda box, token, counter: BoardEntry.objects.filter(
        box=box, token_hash=token, counter=counter
    ).values_list("number", "head", "sealed"),
    int, str, int,
)  # fmt: skip
TURN = Prepared(
    lambda box, token: (
        BoardEntry.objects.filter(box=box, token_hash=token)
        .order_by("-counter")
        .values_list("counter")[:1]
    ),
    int, str,
)  # fmt: skip


@lru_cache(maxsize=256)
def contest_numbered(key: int) -> Contest:
    """A contest with its election, as the notice called it. Raises Contest.DoesNotExist."""
    return Contest.objects.select_related("election").get(pk=key)


@lru_cache(maxsize=256)
def _key_of(election: str, code: str) -> int:
    return Contest.objects.values_list("pk", flat=True).get(election__reference=election, code=code)


def contest_named(name: str) -> Contest | None:
    """The contest whose box has a name ("EL-0001/nurses"); None when there is none."""
    election, _, code = name.partition("/")
    try:
        return contest_numbered(_key_of(election, code))
    except Contest.DoesNotExist:
        return None


@lru_cache(maxsize=256)
def box_numbered(contest: int) -> tuple[int, str]:
    """Key and opening head of the box of a contest. Raises Box.DoesNotExist."""
    box = Box.objects.get(reference=box_name(contest_numbered(contest)))
    return box.pk, box.opening_head


@lru_cache(maxsize=64)
def standing(contest: int) -> tuple[Nomination, ...]:
    """The candidates of a contest whose roll is frozen, by number."""
    found = nominations_of(contest_numbered(contest))
    return tuple(each.nomination for each in found if each.standing)


@lru_cache(maxsize=64)
def trustee_keys(contest: int) -> tuple[bytes, ...]:
    """The trustees' keys in order, of a contest whose poll is open."""
    return tuple(public_keys(contest_numbered(contest).election))


@lru_cache(maxsize=64)
def keys_all_here(contest: int) -> bool:
    """Whether the platform can work out every trustee's key, of a contest whose poll is open."""
    return keys_here(contest_numbered(contest).election) == 3


@lru_cache(maxsize=64)
def paper_of(contest: int) -> dict[str, Any]:
    """What a browser is told of a contest whose poll is open, but for how its voter began."""
    found = contest_numbered(contest)
    return {
        "contest": box_name(found),
        "election": found.election.reference,
        "election_title": found.election.title,
        "demonstration": found.election.demonstration,
        "keys_here": keys_all_here(contest),
        "code": found.code,
        "title": found.title,
        "seats": found.seats,
        "candidates": [
            {"number": each.number, "name": each.name, "statement": each.statement}
            for each in standing(contest)
        ],
        "trustees": [key.hex() for key in trustee_keys(contest)],
        "issuers": issuing_keys(found),
    }  # fmt: skip


def state_now(election: int) -> str | None:
    """The name of the state an election is in, by the election's key."""
    found = _STATE.first(election)
    return found[0] if found else None
