"""Requests to inspect or copy the register of members, and what was done about them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.governance import models
from mutualise.governance.actions.members import locked, note
from mutualise.governance.rules.days import answer_by


@transaction.atomic
def ask(
    *, by: Person, register: models.MemberRegister, name: str, address: str, purpose: str,
    shared_with: str, received_on: date,
) -> models.Inspection:  # fmt: skip
    """Log a request, with what section 116(4) says it must contain. Raises NotAllowed."""
    register = locked(by, register)
    made = register.inspections.create(
        name=name, address=address, purpose=purpose, shared_with=shared_with,
        received_on=received_on, due_on=answer_by(received_on),
    )  # fmt: skip
    note("inspection.asked", by, register, request=made.pk)
    return made


@transaction.atomic
def settle(*, by: Person, one: models.Inspection, outcome: str) -> models.Inspection:
    """Say once what was done about a request. Raises NotAllowed or NoLongerStands."""
    register = locked(by, one.register)
    held = models.Inspection.objects.select_for_update().get(pk=one.pk)
    if held.outcome != models.Inspection.Outcome.WAITING:
        raise NoLongerStands("This request is settled already.")
    held.outcome, held.decided_at, held.decided_by = outcome, clock.now(), by
    held.save()
    note("inspection.settled", by, register, request=held.pk, outcome=outcome)
    return held
