"""The scrutineer moves the last day of an open poll, and the voters are told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from mutualise.chronicle import clock
from mutualise.governance.actions.code_letters import send_each
from mutualise.governance.actions.elections import move
from mutualise.governance.models import Election, ElectionEvent
from mutualise.governance.queries.box import size_and_head
from mutualise.governance.queries.deeds import extensions_of
from mutualise.governance.queries.elections import polled_of, timetable_of
from mutualise.governance.queries.roll import with_address
from mutualise.governance.queries.seats import after_of
from mutualise.governance.rules.election_timetable import LONDON
from mutualise.governance.rules.extension import check_extension


@transaction.atomic
def extend(*, election: Election, by: Any, until: date, words: str) -> ElectionEvent:
    """Take votes until the end of a later day than the notice says, for a reason that anyone reads.

    The heads of the boards stand in the deed, so that nobody can say later that other votes were in
    the box. Raises NotAllowed, NotPermitted, GuardsUnmet, ElectionRefused or TimetableUnfit.
    """
    Election.objects.select_for_update().get(pk=election.pk)
    days, kind = timetable_of(election)
    boards = {each.code: list(size_and_head(each)) for each in polled_of(election)}
    detail = {
        "from": days.closes_on.isoformat(), "until": until.isoformat(), "boards": boards,
    }  # fmt: skip
    event = move("extend", election=election, by=by, words=words, detail=detail)
    # After the step's own refusals: who may not extend learns nothing of the days.
    check_extension(
        days, kind, until, clock.now().astimezone(LONDON), after_of(election).term_ends_on
    )
    return event


def tell_voters(election: Election) -> tuple[int, int]:
    """Mail everybody on the roll that the poll was extended; how many mails left, and how many not.

    All of them and not those without a voting paper: a mail to some would say who has voted.
    """
    last = extensions_of(election)[-1]
    until = date.fromisoformat(last["until"])
    return send_each(
        (
            (
                email,
                f"The poll is open longer: {election.title}",
                f"The scrutineer has extended the poll “{contest.title}” to {until:%-d %B %Y}. The reason: "
                f"{last['words']}\n\nIf you have voted, your vote counts and you need do nothing. If not, use "
                f"the code in your letter or mail at {settings.SITE}/vote/.\n\nThe extension stands at "
                f"{settings.SITE}/elections/{election.reference}/. Its hash is {last['hash']}: keep it, and "
                "compare it with the page and the archive.\n",
            )
            for email, contest in with_address(election)
        ),
        f"An extension of the poll of {election.reference}",
    )
