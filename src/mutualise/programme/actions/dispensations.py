"""Leave to work on a case in spite of a shared employer: asked for by one, agreed to by another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Case, Dispensation, Recusal
from mutualise.programme.queries.dispensations import fault_of, may_sign, standing
from mutualise.programme.rules.interests import until_fault

SIGNS = "Only staff of the programme without a conflict of their own with the case may do this."


@transaction.atomic
def ask(*, recusal: Recusal, by: Person, reason: str, until: date) -> Dispensation:
    """Ask that a person may work on a case in spite of a conflict found. It changes nothing until
    another agrees. Raises NotAllowed, Wrong or NoLongerStands."""
    _check(recusal, by)
    fault = fault_of(recusal)
    if fault:
        raise Wrong("reason", fault)
    if standing(recusal):
        raise NoLongerStands("Leave is asked for or given already.")
    _check_words("reason", reason)
    late = until_fault(clock.today(), until)
    if late:
        raise Wrong("until", late)
    made = Dispensation.objects.create(
        recusal=recusal, reason=reason.strip(), until=until, asked_by=by, asked_at=clock.now()
    )
    audit.record(
        "programme.dispensation.asked", by=by, subject=recusal.case.reference, row=made.pk,
        until=until.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def agree(*, row: Dispensation, by: Person, words: str) -> None:
    """Agree, as the second person; one of the two is a decision maker. The case opens to the person
    until the day. Raises NotAllowed, Wrong or NoLongerStands."""
    found = _check(row.recusal, by)
    row = Dispensation.objects.get(pk=row.pk)
    if row.agreed_at or row.ended_at or row.until <= clock.today():
        raise NoLongerStands("This does not wait for an agreement any more.")
    if row.asked_by == by:
        raise NotAllowed("You asked for it: somebody else has to agree.")
    first = may_sign(row.asked_by, row.recusal)
    if not first:
        raise NoLongerStands("Whoever asked for it has a conflict with the case by now.")
    if Role.DECISION_MAKER not in found | first:
        raise NotAllowed("One of the two has to be a decision maker.")
    fault = fault_of(row.recusal)
    if fault:
        raise Wrong("words", fault)
    _check_words("words", words)
    row.agreed_by, row.agreed_at, row.agreed_words = by, clock.now(), words.strip()
    row.save(update_fields=["agreed_by", "agreed_at", "agreed_words"])
    audit.record(
        "programme.dispensation.agreed", by=by, subject=row.recusal.case.reference, row=row.pk
    )


@transaction.atomic
def end(*, row: Dispensation, by: Person, words: str) -> None:
    """Take leave back, or decline it: the case is closed to the person from now on, and is not theirs
    to look after. Raises NotAllowed, Wrong or NoLongerStands."""
    _check(row.recusal, by)
    row = Dispensation.objects.get(pk=row.pk)
    if row.ended_at or row.until <= clock.today():
        raise NoLongerStands("This has ended already.")
    _check_words("words", words)
    row.ended_by, row.ended_at, row.ended_words = by, clock.now(), words.strip()
    row.save(update_fields=["ended_by", "ended_at", "ended_words"])
    Case.objects.filter(pk=row.recusal.case_id, officer=row.recusal.person).update(officer=None)
    audit.record(
        "programme.dispensation.ended", by=by, subject=row.recusal.case.reference, row=row.pk
    )


def _check(recusal: Recusal, by: Person) -> frozenset[Role]:
    """Lock what is found, so that two people who press at once are one after the other."""
    Recusal.objects.select_for_update().get(pk=recusal.pk)
    found = may_sign(by, recusal)
    if not found:
        raise NotAllowed(SIGNS)
    return found


def _check_words(field: str, words: str) -> None:
    if not words.strip():
        raise Wrong(field, "Say why: the reason stays in the decision pack.")
