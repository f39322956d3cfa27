"""Cases judged by somebody they are closed to now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from mutualise.programme.models import Assessment, Case
from mutualise.programme.queries.visible import closed_to
from mutualise.programme.rules.stages import UNDECIDED
from mutualise.programme.rules.states import State


def judged_in_conflict(person: Any) -> Sequence[Case]:
    """The cases on which nothing is decided that the person assessed, and that a conflict closes to them."""
    theirs = Assessment.objects.filter(
        assignment__case=OuterRef("pk"), assignment__assessor=person, assignment__ended_at=None
    )
    cases: Any = Case.objects.with_state()
    undecided = cases.filter(Exists(theirs), state__in=[State.ASSESSING, *UNDECIDED])
    return list(undecided.filter(closed_to(person)).order_by("pk"))
