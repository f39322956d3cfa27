"""The scrutineer moves the last day of an open poll, and the voters are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction

from mutualise.chronicle import clock
from mutualise.governance.actions.elections import move
from mutualise.governance.actions.outbox import send_waiting
from mutualise.governance.models import Election, ElectionEvent, ExtensionLetter
from mutualise.governance.queries.box import size_and_head
from mutualise.governance.queries.deeds import extensions_of
from mutualise.governance.queries.elections import (
    notice_timetable,
    polled_of,
    timetable_of,
)
from mutualise.governance.queries.roll import with_address
from mutualise.governance.queries.seats import after_of
from mutualise.governance.rules.election_timetable import LONDON, until_words
from mutualise.governance.rules.extension import check_extension


@transaction.atomic
def extend(*, election: Election, by: Any, until: date, words: str) -> ElectionEvent:
    """Take votes until the end of a later day than the notice says, for a reason that anyone reads.

    A mail to everybody on the roll who has an address is written with it; `mutualise mail` sends them.

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
    # All of them and not those without a voting paper: a mail to some would say who has voted.
    ExtensionLetter.objects.bulk_create(
        (ExtensionLetter(event=event, entry=each) for each in with_address(election)),
        batch_size=500,
    )
    return event


def send_due(most: int = 500) -> tuple[int, int]:
    """Send the mails about an extension that wait; how many left, and how many failed."""
    rows = ExtensionLetter.objects.select_related("entry__contest", "event__election")
    deed = cache(_deed)
    return send_waiting(rows, lambda row: _mail(row, deed(row.event)), most,
                        "An extension of a poll", kind="election")  # fmt: skip


def _deed(event: ElectionEvent) -> dict[str, Any]:
    """The extension of this step, with its hash."""
    before = event.election.events.filter(name="extend", number__lt=event.number).count()
    return extensions_of(event.election)[before]


def _mail(letter: ExtensionLetter, deed: Mapping[str, Any]) -> tuple[str, str]:
    election, contest = letter.event.election, letter.entry.contest
    days, kind = notice_timetable(election)
    until = until_words(replace(days, closes_on=date.fromisoformat(deed["until"])), kind)
    return (
        f"The poll is open longer: {election.title}",
        f"The scrutineer has extended the poll “{contest.title}”. It is open {until}. The reason: "
        f"{deed['words']}\n\nIf you have voted, your vote counts and you need do nothing. If not, use "
        f"the code in your letter, mail or text message at {settings.SITE}/vote/.\n\nThe extension stands at "
        f"{settings.SITE}/elections/{election.reference}/. Its hash is {deed['hash']}: keep it, and "
        "compare it with the page and the archive.\n",
    )
