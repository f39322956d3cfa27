"""Codes by mail and by text, and reminders by mail. What holds a code is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from mutualise.accounts import actions as audit
from mutualise.accounts.actions import texts
from mutualise.accounts.actions.mail import deliver_secret
from mutualise.accounts.actions.text_senders import Sender
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import roll
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.actions.roll import Letter
from mutualise.governance.models import CodeSent, Contest, Election, IssuedCode, RollEntry
from mutualise.governance.queries.constituents import name_of
from mutualise.governance.queries.elections import polled_of, state_of, timetable_of
from mutualise.governance.queries.roll import unmarked_with_address
from mutualise.governance.rules.code_text import Poll, TextTooLong, code_text
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.election_timetable import until_words
from mutualise.governance.rules.one_time_codes import LENGTH, shown

Send = Callable[[Letter], None]
TEXTS_OFF = (
    "Text messages are not set up here. Whoever runs this site names a sender in the setting "
    "MUTUALISE_TEXT_BACKEND. Issue codes by letter or mail."
)

TEXTS_BROKEN = (
    "Text messages cannot be sent now ({}), and no code was made. Tell whoever runs this site, or issue codes "
    "by letter or mail."
)


def send_codes(
    *, election: Election, by: Any, channel: str, again: bool = False
) -> tuple[int, int]:
    """Issue codes by MAIL or TEXT to the names that can be reached so; how many left, and how many did not.

    A message that did not leave gives its name a code that nobody has: `queries.codes.unsent_codes` names
    it, and `again` gives it a new one. Raises NotAllowed or ElectionRefused.
    """
    send = _sender(election, channel)
    return _send_codes(
        roll.issue_codes(election=election, by=by, channel=channel, again=again), send
    )


def send_again(*, entry: RollEntry, by: Any, channel: str) -> bool:
    """A new code for one name by MAIL or TEXT, and whether it left. Raises NotAllowed or ElectionRefused."""
    send = _sender(entry.contest.election, channel)
    sent, _ = _send_codes([roll.issue_again(entry=entry, by=by, channel=channel)], send)
    return sent == 1


def _sender(election: Election, channel: str) -> Send:
    """What sends a code by this way. Raises ElectionRefused, before any code is made, where nothing can."""
    if channel == IssuedCode.Channel.MAIL:
        until = until_words(*timetable_of(election))
        return lambda letter: _mail(letter, until)
    if not texts.offered():
        raise ElectionRefused(TEXTS_OFF, "channel")
    try:
        sender = texts.sender()
    except Exception as error:
        raise ElectionRefused(TEXTS_BROKEN.format(error), "channel") from error
    polls = {each.pk: _poll(each) for each in polled_of(election)}
    try:
        for each in polls.values():
            code_text(each, shown("0" * LENGTH))
    except TextTooLong as error:
        raise ElectionRefused(str(error), "channel") from error
    return lambda letter: _text(sender, letter, polls[letter.contest.pk])


def _send_codes(letters: Iterable[Letter], send: Send) -> tuple[int, int]:
    """Send each once, and write down that it left; how many left, and how many did not."""
    sent = failed = 0
    for each in letters:
        if IssuedCode.objects.filter(entry=each.issued.entry, number__gt=each.issued.number):
            # A new one was made while this waited: the older would come last and be dead.
            continue
        try:
            send(each)
        except Exception:
            failed += 1
        else:
            CodeSent.objects.create(code=each.issued)
            sent += 1
    return sent, failed


def _mail(letter: Letter, until: str) -> None:
    election = letter.contest.election
    # The log must not say who was sent what.
    deliver_secret(
        to=letter.email, kind="election", named=False,
        reason=f"A code to vote in {election.reference}",
        subject=f"Your code to vote: {election.title}",
        body=f"You can vote in “{letter.contest.title}” from {election.opens_on:%-d %B %Y} "
        f"{until}.\n\nOpen {settings.SITE}/vote/ and enter this code:\n\n"
        f"    {shown(letter.code)}\n\nUntil the poll opens you can look at the roll with it, "
        f"and object, at {settings.SITE}/elections/{election.reference}/roll/.\n\n"
        "The code is yours alone: do not pass this mail on. Use a browser of "
        "your own and no private window: you may vote again there until the poll closes, and "
        "the last vote counts. To vote on paper instead, ask the company secretary.\n",
    )  # fmt: skip


def _text(sender: Sender, letter: Letter, poll: Poll) -> None:
    texts.deliver_secret(
        sender, to=letter.mobile, text=code_text(poll, shown(letter.code)),
        reason=f"A code to vote in {letter.contest.election.reference}",
    )  # fmt: skip


def _poll(contest: Contest) -> Poll:
    election = contest.election
    roll_at = f"{settings.SITE}/elections/{election.reference}/roll/"
    return Poll(
        body=name_of(election.organisation.code), title=contest.title,
        opens=spoken(election.opens_on), until=until_words(*timetable_of(election)),
        vote_at=f"{settings.SITE}/vote/",
        roll_at=roll_at if state_of(election) is State.ROLL else "",
    )  # fmt: skip


def remind(*, election: Election, by: Any) -> tuple[int, int]:
    """Mail names that have had no voting paper, once at a time; sent and failed.

    Raises NotAllowed or ElectionRefused.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=election.organisation.code)
    if state_of(election) is not State.OPEN:
        raise ElectionRefused("Reminders are sent while the poll is open.")
    until = until_words(*timetable_of(election))
    sent = failed = 0
    for email, contest in unmarked_with_address(election):
        try:
            deliver_secret(
                to=email, kind="election", named=False,
                reason=f"A reminder to vote in {election.reference}",
                subject=f"You can still vote: {election.title}",
                body=f"The poll “{contest.title}” is open {until}. Use the code in "
                f"your letter, mail or text message at {settings.SITE}/vote/.\n\nIf you have lost it, or "
                "want to vote on paper, ask the company secretary.\n",
            )  # fmt: skip
        except Exception:
            failed += 1
        else:
            sent += 1
    audit.record("governance.reminders.sent", by=by, subject=election.reference, number=sent)
    return sent, failed
