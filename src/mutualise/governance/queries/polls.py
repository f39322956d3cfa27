"""What every vote of a poll needs and no vote changes, kept in memory.

The notice is fixed when an election is called, the candidates and issuing keys when its roll is
frozen, the trustees' keys before its poll opens: decisions on all of them are refused afterwards.
So a process reads them once. What can change (the state of the election, marks, the board) is read
for every vote.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mutualise.chronicle.prepared import Prepared
from mutualise.governance.models import Box, Contest, ElectionEvent
from mutualise.governance.queries.box import public_keys
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
def paper_of(contest: int) -> dict[str, Any]:
    """What a browser is told of a contest whose poll is open, but for how its voter began."""
    found = contest_numbered(contest)
    return {
        "contest": box_name(found),
        "election": found.election.reference,
        "election_title": found.election.title,
        "demonstration": found.election.demonstration,
        "code": found.code,
        "title": found.title,
        "seats": found.seats,
        "candidates": [
            {"number": each.nomination.number, "name": each.nomination.name,
             "statement": each.nomination.statement}
            for each in nominations_of(found) if each.standing
        ],
        "trustees": [key.hex() for key in public_keys(found.election)],
        "issuers": issuing_keys(found),
    }  # fmt: skip


def state_now(election: int) -> str | None:
    """The name of the state an election is in, by the election's key."""
    found = _STATE.first(election)
    return found[0] if found else None
