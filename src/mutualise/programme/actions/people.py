"""Who is in a team: invited, joined, removed, and the lead handed over."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from mutualise.accounts import actions as accounts
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import letters
from mutualise.programme.actions.application import Wrong, check_team
from mutualise.programme.actions.conflicts import record_found
from mutualise.programme.models import Case, CaseMember
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.enquiries import is_confirmed
from mutualise.programme.queries.privacy import led_by
from mutualise.programme.queries.visible import check_officer, invitation_of
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.states import PEOPLE_CHANGE


@transaction.atomic
def invite(*, case: Case, by: Any, email: str, part: str) -> CaseMember:
    """Ask a colleague or the senior sponsor into the team; they are in it once they `join`.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_team(case, by, *PEOPLE_CHANGE)
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
    """Accept an invitation, or confirm an enquiry in one's name. Where the person works for the programme, the case closes to them there
    from now on, and the conflict is written down. Raises NotAllowed or NotPermitted.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    member = invitation_of(by, case)
    if member is None:
        raise NotAllowed("There is no such invitation, or it was taken back.")
    if state_of(case) not in PEOPLE_CHANGE:
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
    check_team(case, by, *PEOPLE_CHANGE)
    if member.part == CaseMember.Part.LEAD:
        raise Wrong(None, "The team lead cannot be removed.")
    _leave(member)
    accounts.record("programme.member.removed", by=by, subject=case.reference, part=member.part)


@transaction.atomic
def hand_over(*, case: Case, by: Any, to: CaseMember) -> CaseMember:
    """The lead hands the case to a colleague who has joined, and stays in the team as one.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_team(case, by, *PEOPLE_CHANGE)
    now = CaseMember.objects.filter(case=case, left_at=None, joined_at__isnull=False)
    mine = now.filter(person=by, part=CaseMember.Part.LEAD).first()
    if mine is None:
        raise NotAllowed("Only the team lead can hand the case over.")
    theirs = now.filter(pk=to.pk, part=CaseMember.Part.COLLEAGUE).first()
    if theirs is None:
        raise Wrong("to", "Choose a colleague who is in the team now. A sponsor cannot lead it.")
    _put_in(mine, CaseMember.Part.COLLEAGUE)
    return _made_lead(theirs, by)


@transaction.atomic
def leave_for_good(person: Any) -> None:
    """Take somebody who is to be erased out of every team. An open case they lead goes to its next lead;
    where there is none the officers are told, who `ask_to_lead`."""
    for case, heir in led_by(person):
        if heir:
            _made_lead(heir, person)
            continue
        mine = [case.officer] if case.officer else holders_of(Role.PROGRAMME_OFFICER, [""])
        for officer in mine:
            letters.write("no_lead", to=officer.email, case=case, reason="A case has no lead any more",
                          key=f"no-lead-{case.pk}-{person.pk}-{officer.pk}")  # fmt: skip
    CaseMember.objects.filter(person=person, left_at=None).update(left_at=clock.now())


@transaction.atomic
def ask_to_lead(*, case: Case, by: Any, email: str) -> CaseMember:
    """An officer asks somebody to lead an open case that nobody leads, in place of whoever was asked
    before; a colleague who has joined leads it at once. Raises NotAllowed, NotPermitted or Wrong.
    """
    check_officer(by, case)
    Case.objects.select_for_update().get(pk=case.pk)
    if state_of(case) not in PEOPLE_CHANGE:
        raise NotPermitted("This case has ended.")
    if not is_confirmed(case, by):
        raise Wrong("email", "Nobody has confirmed the enquiry. Wait until they do, or decline it.")
    now = CaseMember.objects.filter(case=case, left_at=None)
    asked = now.filter(part=CaseMember.Part.LEAD)
    if asked.filter(joined_at__isnull=False).exists():
        raise Wrong("email", "The case has a lead, who can hand it to a colleague.")
    person = accounts.admit(email)
    theirs = now.filter(person=person).first()
    if theirs and theirs.part == CaseMember.Part.SPONSOR:
        raise Wrong("email", "A sponsor cannot lead the case. Ask somebody else.")
    if theirs and theirs.part == CaseMember.Part.LEAD:
        raise Wrong("email", "They are asked already, and have not joined the team yet.")
    for row in asked:
        _leave(row)
    if theirs and theirs.joined_at:
        return _made_lead(theirs, by)
    if theirs:
        _leave(theirs)
    made = CaseMember.objects.create(
        case=case, person=person, part=CaseMember.Part.LEAD, joined_at=None
    )
    accounts.record("programme.member.invited", by=by, subject=case.reference, part=made.part)
    letters.write("asked_to_lead", to=person.email, case=case, reason="Asked to lead the case",
                  key=f"invited-{made.pk}")  # fmt: skip
    return made


def _made_lead(colleague: CaseMember, by: Any) -> CaseMember:
    made = _put_in(colleague, CaseMember.Part.LEAD)
    case = made.case
    accounts.record("programme.member.handed-over", by=by, subject=case.reference)
    letters.write("invited", to=made.person.email, case=case, reason="The case was handed over",
                  key=f"invited-{made.pk}", part="team lead", sponsor=False, lead=True)  # fmt: skip
    return made


def _put_in(row: CaseMember, part: CaseMember.Part) -> CaseMember:
    """Whoever is in the team, in another part from now on."""
    _leave(row)
    return CaseMember.objects.create(
        case=row.case, person=row.person, part=part, joined_at=clock.now()
    )


def _leave(row: CaseMember) -> None:
    row.left_at = clock.now()
    row.save(update_fields=["left_at"])
