"""Who enquired, and whether they themselves said so: the link in the letter to the address given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from mutualise.programme.models import Case, CaseMember
from mutualise.programme.queries.cases import last_event
from mutualise.programme.rules.retention import confirm_by
from mutualise.programme.rules.states import State

# Signed and not kept: who has the letter has the link, and nobody reads it from the database.
_SIGNER = Signer(salt="programme.enquiry", sep=".")


def token_of(member: CaseMember) -> str:
    """The end of the link by which the lead of an enquiry confirms it."""
    return _SIGNER.sign_object(member.pk)


def enquirer_with(token: str) -> CaseMember | None:
    """The lead whom a link was sent to, with the case; None for a link that was not given, or whose
    person is not in the case any more."""
    try:
        number = _SIGNER.unsign_object(token)
    except BadSignature:
        return None
    found = CaseMember.objects.filter(pk=number, part=CaseMember.Part.LEAD, left_at=None)
    return found.select_related("case", "person").first()


def lead_to_confirm(reference: str) -> CaseMember | None:
    """Who is named as having enquired under a reference, where nobody has confirmed it."""
    of_case = CaseMember.objects.filter(case__reference=reference).select_related("case", "person")
    if of_case.filter(joined_at__isnull=False).exists():
        return None
    return of_case.filter(part=CaseMember.Part.LEAD, left_at=None).first()


def confirmed_at(cases: Iterable[Case]) -> dict[int, datetime]:
    """When somebody first said of each of the cases that they enquired, by its number."""
    joined = CaseMember.objects.filter(
        case__in={each.pk for each in cases}, joined_at__isnull=False
    )
    return dict(joined.order_by().values_list("case").annotate(first=Min("joined_at")))


def unconfirmed_among(cases: Iterable[Case]) -> set[int]:
    """Numbers of those of the cases whose enquiry nobody has confirmed."""
    asked = list(cases)
    return {each.pk for each in asked} - confirmed_at(asked).keys()


def is_confirmed(case: Case, by: Any) -> bool:
    """Guard of an invitation to apply: somebody has confirmed that they enquired. Until then nobody
    knows to whom the case must be closed."""
    return not unconfirmed_among([case])


def nobody_confirmed(case: Case, by: Any) -> bool:
    """Guard of an enquiry's lapse."""
    return not is_confirmed(case, by)


def last_day_of(case: Case) -> date | None:
    """The last day on which the enquiry of a case can be confirmed; None where it was, or has ended."""
    last = last_event(case)
    if last is None or last.target != State.ENQUIRY or is_confirmed(case, None):
        return None
    return confirm_by(timezone.localdate(last.at))


def waiting_to_be_confirmed() -> list[CaseMember]:
    """Who is named as having enquired in each enquiry that nobody confirmed, with the case and its state."""
    joined = CaseMember.objects.filter(case=OuterRef("pk"), joined_at__isnull=False)
    cases: Any = Case.objects.with_state()
    waiting = {c.pk: c for c in cases.filter(~Exists(joined), state=State.ENQUIRY)}
    leads = CaseMember.objects.filter(case__in=waiting, part=CaseMember.Part.LEAD, left_at=None)
    found = list(leads.select_related("person").order_by("case"))
    for each in found:
        each.case = waiting[each.case_id]
    return found
