"""An enquiry from outside: a case, somebody who can sign in to it, and a letter that says so."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutualise.accounts.actions import admit
from mutualise.programme.actions import letters
from mutualise.programme.actions.cases import open_enquiry
from mutualise.programme.actions.diagnostics import digest
from mutualise.programme.models import Case, Diagnostic, Letter


@transaction.atomic
def send_enquiry(*, email: str, once: str, diagnostic: str = "", **given: Any) -> Case:
    """Open an enquiry. The same form sent twice (by its `once`) opens one case.

    `diagnostic` is the secret of a run of the diagnostic, to be kept with the case.
    """
    key = f"enquiry-{once}"
    sent = Letter.objects.filter(key=key).select_related("case").first()
    if sent and sent.case:
        return sent.case
    case = open_enquiry(by=admit(email), **given)
    if diagnostic:
        Diagnostic.objects.filter(token_sha256=digest(diagnostic), case=None).update(case=case)
    letters.write("enquiry_received", to=email, case=case, reason="Enquiry received", key=key)
    return case
