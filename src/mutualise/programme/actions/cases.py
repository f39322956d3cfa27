"""Opening a case, and who is in its team."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from mutualise.chronicle import clock
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Case, CaseMember
from mutualise.programme.rules.interests import key_of


@transaction.atomic
def open_enquiry(
    *,
    by: Any,
    team: str,
    service: str,
    sector: str,
    region: str,
    parent_body: str,
    employees: int | None = None,
    demonstration: bool = False,
    confirmed: bool = True,
) -> Case:
    """Open a case as an enquiry with `by` as its team lead; gives it the next reference. Where somebody
    else may have given their name, it is not `confirmed`: they are named, and did nothing.
    """
    # The number is that of the row, known only once it is there; nobody sees it between.
    case = Case.objects.create(
        reference=f"new-{secrets.token_hex(7)}",
        team=team,
        service=service,
        sector=sector,
        region=region,
        parent_body=parent_body,
        parent_key=key_of(parent_body),
        employees=employees,
        demonstration=demonstration,
    )
    case.reference = f"PSM-{case.pk:04d}"
    case.save(update_fields=["reference"])
    CaseMember.objects.create(
        case=case,
        person=by,
        part=CaseMember.Part.LEAD,
        joined_at=clock.now() if confirmed else None,
    )
    move("open", case=case, by=by if confirmed else None)
    return case
