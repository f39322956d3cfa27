"""Paper votes: each sheet read by two clerks on their own; where they differ, by a third, who decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import Contest, Election, SheetReading
from mutualise.governance.queries.counts import sheets_of
from mutualise.governance.queries.elections import check_clerk, standing, state_of
from mutualise.governance.queries.roll import sizes
from mutualise.governance.rules.election_stages import State


@transaction.atomic
def read_sheet(
    *, contest: Contest, by: Any, sheet: int, ranking: Sequence[int], spoiled: bool = False
) -> SheetReading:
    """Enter what one clerk reads on a numbered sheet, after the poll has closed.

    Sheets are numbered as they lie after the envelopes were opened and mixed. Raises NotAllowed or
    ElectionRefused.
    """
    election = contest.election
    check_clerk(by, election)
    Election.objects.select_for_update().get(pk=election.pk)
    if state_of(election) not in (State.CLOSED, State.UNSEALED):
        raise ElectionRefused(
            "Paper votes are read after the poll has closed and before the count."
        )
    if not 1 <= sheet <= sizes(contest)["paper"]:
        raise ElectionRefused(
            f"{sizes(contest)['paper']} names are marked as voting on paper: give a sheet number up "
            "to that.", "sheet",
        )  # fmt: skip
    if not set(ranking) <= {each.number for each in standing(contest)}:
        raise ElectionRefused("The sheet names somebody who does not stand.", "ranking")
    rows = SheetReading.objects.filter(contest=contest, sheet=sheet)
    if rows.filter(by=by).exists():
        raise ElectionRefused("You have read this sheet. Another clerk must read it now.", "sheet")
    before = next((each for each in sheets_of(contest) if each.number == sheet), None)
    if before and before.agreed is not None:
        raise ElectionRefused(
            "This sheet is settled: two agree on it, or a third decided.", "sheet"
        )
    made = SheetReading.objects.create(
        contest=contest, sheet=sheet, position=rows.count() + 1, by=by, at=clock.now(),
        ranking=[] if spoiled else list(ranking), spoiled=spoiled or not ranking,
    )  # fmt: skip
    audit.record("governance.sheet.read", by=by, subject=election.reference,
                 contest=contest.code, sheet=sheet)  # fmt: skip
    return made
