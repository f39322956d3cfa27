"""The log of letters: what was sent, to whom, about which case, why, and whether it left."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet

from mutualise.accounts.rules.mail import GIVE_UP_AFTER
from mutualise.govuk.searching import with_words
from mutualise.programme.models import Letter
from mutualise.programme.queries.visible import staff_cases

# Whoever has one of these answers, or confirms an enquiry, in the name of the addressee.
ANSWER_LINK = re.compile(r"\S*/support/(?:enquiry/)?confirm/\S+")
STATES = {"sent": "Sent", "waiting": "Waiting", "failed": "Given up"}


def letters(person: Any, text: str = "", state: str = "") -> QuerySet[Letter]:
    """Letters about cases that are open to the person, and about none; newest first."""
    mine = staff_cases(person).values("pk")
    found = Letter.objects.filter(Q(case=None) | Q(case__in=mine)).select_related("case")
    found = with_words(found, text, "to", "subject", "reason", codes=("case__reference",))
    tried = {"sent_at": None, "tries__gte": GIVE_UP_AFTER}
    if state == "sent":
        found = found.exclude(sent_at=None)
    elif state == "failed":
        found = found.filter(**tried)
    elif state == "waiting":
        found = found.filter(sent_at=None, tries__lt=GIVE_UP_AFTER)
    return found.order_by("-pk")


def letter(person: Any, number: int) -> Letter | None:
    return letters(person).filter(pk=number).first()


def body_for_staff(row: Letter) -> str:
    """The letter without the link that is for its addressee alone. In a demonstration, where nobody gets
    the letter, it is shown."""
    if row.case and row.case.demonstration:
        return row.body
    return ANSWER_LINK.sub("(the link is for the addressee alone)", row.body)


def state_of(row: Letter) -> str:
    if row.sent_at:
        return STATES["sent"]
    return STATES["failed" if row.tries >= GIVE_UP_AFTER else "waiting"]
