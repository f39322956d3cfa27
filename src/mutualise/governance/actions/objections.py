"""Objections to the frozen roll: made until the poll opens, each accepted or refused with a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import Election, Objection
from mutualise.governance.queries.elections import check_scrutineer, check_staff, state_of
from mutualise.governance.queries.roll import Reader, may_look
from mutualise.governance.rules.election_stages import State

NOT_NOW = "The roll is open to objection from its freezing until the poll opens."


@transaction.atomic
def object_to_roll(
    *, election: Election, reader: Reader, kind: str, about: str, reason: str
) -> Objection:
    """A member who may look at the roll objects to it. Raises ElectionRefused."""
    if not may_look(election):
        raise ElectionRefused(NOT_NOW)
    return _entered(election, kind, about, reason, objector=reader.number)


@transaction.atomic
def enter_objection(
    *, election: Election, by: Any, kind: str, about: str, reason: str
) -> Objection:
    """Staff enter what somebody told them, one left off the roll among them.

    Raises NotAllowed or ElectionRefused.
    """
    check_staff(by, election)
    if not may_look(election):
        raise ElectionRefused(NOT_NOW)
    made = _entered(election, kind, about, reason, objector="")
    audit.record("governance.roll.objection.entered", by=by, subject=election.reference)
    return made


def _entered(election: Election, kind: str, about: str, reason: str, *, objector: str) -> Objection:
    # The election first: a poll that opens meanwhile is then seen to be open.
    Election.objects.select_for_update().get(pk=election.pk)
    if state_of(election) is not State.ROLL:
        raise ElectionRefused(NOT_NOW)
    if kind not in Objection.Kind.values:
        raise ElectionRefused("Say whether somebody is missing or an entry is wrong.", "kind")
    for name, value in (("about", about), ("reason", reason)):
        if not value.strip():
            raise ElectionRefused("Say who it is about, and why.", name)
    given = {
        "election": election, "kind": kind, "about": about.strip()[:120],
        "text": reason.strip()[:4000], "objector": objector,
    }  # fmt: skip
    # The same post again is the same objection.
    same = Objection.objects.filter(**given, decided_at=None).first()
    return same or Objection.objects.create(**given, at=clock.now())


@transaction.atomic
def decide_objection(*, objection: Objection, by: Any, outcome: str, reason: str) -> None:
    """The scrutineer accepts or refuses an objection, once, with a reason.

    Raises NotAllowed or ElectionRefused. The frozen roll changes by `roll_amendments` alone.
    """
    check_scrutineer(by, objection.election)
    if outcome not in Objection.Outcome.values:
        raise ElectionRefused("Say whether you accept or refuse the objection.", "outcome")
    if not reason.strip():
        raise ElectionRefused("Give your reason in words.", "reason")
    changed = Objection.objects.filter(pk=objection.pk, decided_at=None).update(
        outcome=outcome, answer=reason.strip(), decided_at=clock.now(), decided_by=by
    )
    if not changed:
        raise ElectionRefused("This objection is decided already.")
    audit.record(
        "governance.roll.objection", by=by, subject=objection.election.reference, outcome=outcome
    )
