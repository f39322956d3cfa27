"""The rounds of a case: a team that was refused, not eligible or withdrew may apply again.

Nothing of an earlier round is changed. What a guard asks for must have been done in this round.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from mutualise.programme.models import Case, CaseEvent
from mutualise.programme.rules.stages import NEW_ROUND


def made_in_this_round(moment: str = "at") -> Q:
    """True of rows with a case, of which no newer round has begun since their `moment`."""
    newer = CaseEvent.objects.filter(case=OuterRef("case"), name=NEW_ROUND, at__gt=OuterRef(moment))
    return ~Q(Exists(newer))


def events_of_this_round() -> Q:
    """True of the events of a case from the beginning of its last round on."""
    newer = CaseEvent.objects.filter(
        case=OuterRef("case"), name=NEW_ROUND, number__gt=OuterRef("number")
    )
    return ~Q(Exists(newer))


def is_appealed(case: Case) -> bool:
    """Whether the one appeal of this round was made."""
    return CaseEvent.objects.filter(events_of_this_round(), case=case, name="appeal").exists()


def round_in(events: Iterable[CaseEvent]) -> int:
    """Which round a case with these events is in, from 1."""
    return 1 + sum(event.name == NEW_ROUND for event in events)
