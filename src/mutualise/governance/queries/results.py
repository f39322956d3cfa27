"""The result of a resolution, worked out by its rule from the votes that stand."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Sum

from mutualise.chronicle import clock
from mutualise.governance.models import NoticeCopy, Resolution, VoteCount
from mutualise.governance.queries.meetings import counts_of, declaration_of, kind_of
from mutualise.governance.queries.sittings import day_of
from mutualise.governance.rules.resolutions import Count, Meeting, Result, Votes, decide


def result_of(resolution: Resolution) -> Result | None:
    """What the rule gives now; None while no votes of everybody are recorded.

    Raises CountImpossible when a kind asks for counts of classes or heads that are missing.
    """
    kind = kind_of(resolution)
    if resolution.meeting is None:
        votes, last = agreed(resolution)
        day = min(clock.today(), resolution.lapses_on or date.max)
        count = Count(votes, 0, resolution.eligible or 0)
        return decide(kind, Meeting(last or day, Votes(count)))
    mine = _meeting(resolution)
    if mine is None or resolution.confirms is None:
        return decide(kind, mine) if mine else None
    first = _meeting(resolution.confirms)
    return decide(kind, first, mine) if first else None


def agreed(resolution: Resolution) -> tuple[int, date | None]:
    """Votes of the members who agreed in writing, and the day of the last agreement."""
    numbers = resolution.agreements.values("member_number")
    copies = NoticeCopy.objects.filter(notice__resolution=resolution, member_number__in=numbers)
    votes = copies.aggregate(all=Sum("votes"))["all"] or 0
    return int(votes), resolution.agreements.aggregate(last=Max("received_on"))["last"]


def _meeting(resolution: Resolution) -> Meeting | None:
    counts = counts_of(resolution)
    if "" not in counts or resolution.meeting is None:
        return None
    # A meeting may be adjourned after this result: it was passed on its own day (section 332).
    declared = declaration_of(resolution)
    day = declared.decided_on if declared else day_of(resolution.meeting)
    classes = {name: _count(row) for name, row in counts.items() if name}
    return Meeting(day, Votes(_count(counts[""]), classes))


def _count(row: VoteCount) -> Count:
    return Count(row.votes_for, row.against, row.eligible, row.abstained, row.spoiled)
