"""Who is in a team: invited, joined, removed, and the lead handed over."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from mutualise.accounts import actions as accounts
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.programme.actions import letters
from mutualise.programme.actions.application import Wrong, check_team
from mutualise.programme.actions.conflicts import record_found
from mutualise.programme.models import Case, CaseMember
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.visible import invitation_of
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import OPEN, State

# A launched team still proves, is paid and answers what the support achieved, and people come and go.
CHANGES = OPEN | {State.LAUNCHED}


@transaction.atomic
def invite(*, case: Case, by: Any, email: str, part: str) -> CaseMember:
    """Ask a colleague or the senior sponsor into the team; they are in it once they `join`.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_team(case, by, *CHANGES)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Wrong("email", "Enter an email address, like name@example.org") from error
    person = accounts.admit(email)
    if part == CaseMember.Part.SPONSOR and person == by:
        raise Wrong("email", "The sponsor must be somebody other than you.")
    try:
        with transaction.atomic():
            made = CaseMember.objects.create(case=case, person=person, part=part, joined_at=None)
    except IntegrityError as error:
        theirs = CaseMember.objects.filter(case=case, person=person, left_at=None).exists()
        said = (
            "They are in the case already, or invited to it."
            if theirs
            else "The case has a sponsor already."
        )
        raise Wrong("email", said) from error
    accounts.record("programme.member.invited", by=by, subject=case.reference, part=part)
    letters.write(
        "invited", to=person.email, case=case, reason=f"Invited as {made.get_part_display().lower()}",
        key=f"invited-{made.pk}", part=made.get_part_display().lower(),
        sponsor=part == CaseMember.Part.SPONSOR, lead=False,
    )  # fmt: skip
    return made


@transaction.atomic
def join(*, case: Case, by: Any) -> CaseMember:
    """Accept an invitation. Where the person works for the programme, the case closes to them there
    from now on, and the conflict is written down. Raises NotAllowed or NotPermitted.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    member = invitation_of(by, case)
    if member is None:
        raise NotAllowed("The team has not invited you, or took the invitation back.")
    if state_of(case) not in CHANGES:
        raise NotPermitted("This case has ended.")
    member.joined_at = clock.now()
    member.save(update_fields=["joined_at"])
    accounts.record("programme.member.joined", by=by, subject=case.reference, part=member.part)
    record_found([by])
    return member


@transaction.atomic
def remove_member(*, case: Case, by: Any, member: CaseMember) -> None:
    """Take somebody out of the team, or an invitation back; the lead stays. Raises NotAllowed,
    NotPermitted or Wrong."""
    check_team(case, by, *CHANGES)
    if member.part == CaseMember.Part.LEAD:
        raise Wrong(None, "The team lead cannot be removed.")
    member.left_at = clock.now()
    member.save(update_fields=["left_at"])
    accounts.record("programme.member.removed", by=by, subject=case.reference, part=member.part)


@transaction.atomic
def hand_over(*, case: Case, by: Any, to: CaseMember) -> CaseMember:
    """The lead hands the case to a colleague who has joined, and stays in the team as one.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_team(case, by, *CHANGES)
    now = CaseMember.objects.filter(case=case, left_at=None, joined_at__isnull=False)
    mine = now.filter(person=by, part=CaseMember.Part.LEAD).first()
    if mine is None:
        raise NotAllowed("Only the team lead can hand the case over.")
    theirs = now.filter(pk=to.pk, part=CaseMember.Part.COLLEAGUE).first()
    if theirs is None:
        raise Wrong("to", "Choose a colleague who is in the team now. A sponsor cannot lead it.")
    parts = ((mine, CaseMember.Part.COLLEAGUE), (theirs, CaseMember.Part.LEAD))
    made = []
    for row, part in parts:
        row.left_at = clock.now()
        row.save(update_fields=["left_at"])
        made.append(CaseMember.objects.create(
            case=case, person=row.person, part=part, joined_at=clock.now()
        ))  # fmt: skip
    accounts.record("programme.member.handed-over", by=by, subject=case.reference)
    letters.write("invited", to=made[1].person.email, case=case, reason="The case was handed over",
                  key=f"invited-{made[1].pk}", part="team lead", sponsor=False, lead=True)  # fmt: skip
    return made[1]
