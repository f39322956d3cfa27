"""An enquiry from outside: a case, somebody who can sign in to it, and a letter that says so."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.accounts.actions import admit
from mutualise.chronicle import clock
from mutualise.programme.actions import letters, people
from mutualise.programme.actions.cases import open_enquiry
from mutualise.programme.actions.diagnostics import digest
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Case, CaseMember, Diagnostic, Letter
from mutualise.programme.queries.enquiries import token_of, waiting_to_be_confirmed
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.reasons import Reason
from mutualise.programme.rules.retention import UNCONFIRMED, confirm_by
from mutualise.programme.rules.stages import NotPermitted

LAPSED = f"Nobody confirmed the enquiry within {UNCONFIRMED.days} days."


@transaction.atomic
def send_enquiry(
    *, email: str, once: str, sender: Any = None, diagnostic: str = "", **given: Any
) -> Case:
    """Open an enquiry. The same form sent twice (by its `once`) opens one case.

    Whoever is named has to confirm it by the link in the letter, unless they are the `sender`, signed
    in with that address. `diagnostic` is the secret of a run of the diagnostic, to be kept with the case.
    """
    key = f"enquiry-{once}"
    sent = Letter.objects.filter(key=key).select_related("case").first()
    if sent and sent.case:
        return sent.case
    lead = admit(email)
    confirmed = lead == sender
    case = open_enquiry(by=lead, confirmed=confirmed, **given)
    if diagnostic:
        Diagnostic.objects.filter(token_sha256=digest(diagnostic), case=None).update(case=case)
    letters.write(
        "enquiry_received", to=email, case=case, reason="Enquiry received", key=key,
        token="" if confirmed else token_of(case.members.get(person=lead)), by=confirm_by(clock.today()),
    )  # fmt: skip
    return case


def confirm(member: CaseMember) -> CaseMember:
    """The lead confirms the enquiry with the link sent to their address alone. Once confirmed, again
    changes nothing. Raises NotAllowed or NotPermitted."""
    if member.joined_at:
        return member
    return people.join(case=member.case, by=member.person)


def let_lapse(today: date) -> int:
    """End the enquiries whose last day to be confirmed is over, with a coded reason; says how many."""
    ended = 0
    for lead in waiting_to_be_confirmed():
        case: Any = lead.case
        if today <= confirm_by(timezone.localdate(case.since)):
            continue
        # Somebody may confirm or decline it at this moment: then that stands.
        with suppress(GuardsUnmet, NotPermitted):
            move("lapse", case=case, by=None, code=Reason.NO_ANSWER, words=LAPSED, follows=True)
            ended += 1
    return ended
