"""Codes and reminders by mail. The text of a mail with a code is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from mutualise.accounts import actions as audit
from mutualise.accounts.actions.mail import deliver_secret
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import roll
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import Election
from mutualise.governance.queries.elections import state_of, timetable_of
from mutualise.governance.queries.roll import unmarked_with_address
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.election_timetable import until_words
from mutualise.governance.rules.one_time_codes import shown


def mail_codes(*, election: Election, by: Any) -> tuple[int, int]:
    """Issue codes to names with an address; how many mails left, and how many did not.

    A mail that was not sent leaves its name with a code nobody has: issue it again by letter.
    """
    letters = roll.issue_codes(election=election, by=by, channel="MAIL")
    until = until_words(*timetable_of(election))
    return send_each(
        (
            (
                each.email,
                f"Your code to vote: {election.title}",
                f"You can vote in “{each.contest.title}” from {election.opens_on:%-d %B %Y} "
                f"{until}.\n\nOpen {settings.SITE}/vote/ and enter this code:\n\n"
                f"    {shown(each.code)}\n\nUntil the poll opens you can look at the roll with it, "
                f"and object, at {settings.SITE}/elections/{election.reference}/roll/.\n\n"
                "The code is yours alone: do not pass this mail on. Use a browser of "
                "your own and no private window: you may vote again there until the poll closes, and "
                "the last vote counts. To vote on paper instead, ask the company secretary.\n",
            )
            for each in letters
        ),
        f"A code to vote in {election.reference}",
    )


def remind(*, election: Election, by: Any) -> tuple[int, int]:
    """Mail names that have had no voting paper, once at a time; sent and failed.

    Raises NotAllowed or ElectionRefused.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=election.organisation.code)
    if state_of(election) is not State.OPEN:
        raise ElectionRefused("Reminders are sent while the poll is open.")
    until = until_words(*timetable_of(election))
    done = send_each(
        (
            (
                email,
                f"You can still vote: {election.title}",
                f"The poll “{contest.title}” is open {until}. Use the code in "
                f"your letter or mail at {settings.SITE}/vote/.\n\nIf you have lost it, or want to vote "
                "on paper, ask the company secretary.\n",
            )
            for email, contest in unmarked_with_address(election)
        ),
        f"A reminder to vote in {election.reference}",
    )
    audit.record("governance.reminders.sent", by=by, subject=election.reference, number=done[0])
    return done


def send_each(mails: Iterable[tuple[str, str, str]], reason: str) -> tuple[int, int]:
    """Send mails (address, subject, text) that the log says nothing of; how many left, and how many not."""
    sent = failed = 0
    for to, subject, body in mails:
        try:
            # The log must not say who was sent what.
            deliver_secret(to=to, kind="election", reason=reason, subject=subject, body=body,
                           named=False)  # fmt: skip
        except Exception:
            failed += 1
        else:
            sent += 1
    return sent, failed
