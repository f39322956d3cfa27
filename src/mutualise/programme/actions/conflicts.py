"""Conflicts found from records: written down as found, and lifted where the match is false."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions.fallen import look_again_at
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Case, CaseMember, Lifting, Recusal
from mutualise.programme.queries.conflicts import new_ties
from mutualise.programme.queries.ties import staff
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.interests import GROUND_LABELS, Ground
from mutualise.programme.rules.stages import Actor


@transaction.atomic
def record_found(people: Iterable[Person] | None = None) -> int:
    """Write down every tie found and not yet written, of these people or of everybody concerned;
    says how many. The case is closed by the tie itself, before and after this. Where nothing is decided
    yet on an assessment of theirs, it counts no more."""
    made = 0
    for person in staff() if people is None else people:
        for case, ground in new_ties(person):
            row, new = Recusal.objects.get_or_create(
                person=person, case=case, ground=ground.value,
                defaults={"origin": "FOUND", "words": GROUND_LABELS[ground], "at": clock.now()},
            )  # fmt: skip
            if new:
                Case.objects.filter(pk=case.pk, officer=person).update(officer=None)
                audit.record("programme.recusal.found", by=None, subject=case.reference, row=row.pk)
                made += 1
        look_again_at(person)
    return made


@transaction.atomic
def lift(*, recusal: Recusal, by: Person, reason: str) -> Lifting:
    """Say that a conflict found is a false match. Raises NotAllowed, Wrong or NoLongerStands."""
    if recusal.person == by or Actor.OFFICER not in actors_of(by, recusal.case):
        raise NotAllowed("Only a programme officer to whom the case is open may lift a conflict.")
    if recusal.origin != Recusal.Origin.FOUND:
        raise NotAllowed("What a person declared of themselves is not lifted.")
    joined = CaseMember.objects.filter(person=recusal.person, case=recusal.case, left_at=None)
    if recusal.ground == Ground.TEAM and joined.filter(joined_at__isnull=False).exists():
        raise NotAllowed("They are in the team now. It can be lifted once they have left it.")
    if not reason.strip():
        raise Wrong("reason", "Say why the match is false: the reason stays in the record.")
    try:
        with transaction.atomic():
            made = Lifting.objects.create(
                recusal=recusal, by=by, reason=reason.strip(), at=clock.now()
            )
    except IntegrityError as error:
        raise NoLongerStands("This conflict was lifted already.") from error
    audit.record("programme.recusal.lifted", by=by, subject=recusal.case.reference, row=recusal.pk)
    return made
