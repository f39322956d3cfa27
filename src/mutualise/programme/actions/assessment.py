"""Conflicts, assessments, moderation, the quality check and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import NotAllowed, holds_somewhere
from mutualise.accounts.rules.roles import ROLES_OF, Access, Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import letters
from mutualise.programme.actions.conflicts import record_found
from mutualise.programme.actions.fallen import look_again, require_standing
from mutualise.programme.actions.officers import take_step
from mutualise.programme.actions.stages import move
from mutualise.programme.models import (
    Assessment,
    Assignment,
    Case,
    CaseEvent,
    Interest,
    ModeratedScore,
    Recusal,
    Score,
)
from mutualise.programme.queries import assessment as found
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.visible import actors_of, is_closed_to
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.scoring import CODES, MOST
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.rules.states import State


class Wrong(Exception):
    """Something given cannot stand; `field` names it and the message says what to do."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def declare_interest(
    *, by: Person, kind: str, organisation: str, valid_from: date, valid_until: date | None
) -> Interest:
    """Declare a tie to an organisation; its cases are closed to the person from then on."""
    if not any(holds_somewhere(by, role) for role in ROLES_OF[Access.DECLARES_INTERESTS]):
        raise NotAllowed("Interests are declared by staff and advisers of the programme.")
    if not key_of(organisation):
        raise Wrong("organisation", "Write the name of the organisation.")
    if valid_until and valid_until <= valid_from:
        raise Wrong("valid_until", "The end must be after the start.")
    row = Interest.objects.create(
        person=by, kind=kind, organisation=organisation.strip(),
        organisation_key=key_of(organisation), valid_from=valid_from, valid_until=valid_until,
        recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("programme.interest.declared", by=by, subject=audit.name_in_trail(by), row=row.pk)
    record_found([by])
    return row


@transaction.atomic
def end_interest(*, by: Person, old: Interest, reason: str) -> Interest:
    """Withdraw a declaration, with a reason. Raises NotAllowed, Wrong or NoLongerStands."""
    if old.person != by:
        raise NotAllowed("Only the person who declared an interest withdraws it.")
    if not reason.strip():
        raise Wrong("reason", "Say why: the reason stays in the record.")
    row = Interest(
        **old.content(), replaces=old, withdrawn=True, change=Change.WITHDRAWAL,
        reason=reason.strip(), recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NoLongerStands("This declaration was withdrawn already.") from error
    audit.record("programme.interest.withdrawn", by=by, subject=audit.name_in_trail(by), row=row.pk)
    return row


@transaction.atomic
def recuse(*, case: Case, by: Person, words: str) -> Recusal:
    """Close a case to oneself, for good; assignments end. Where nothing is decided yet on an assessment of
    theirs, the case is assessed anew. Raises Wrong."""
    if not words.strip():
        raise Wrong("words", "Say what the conflict is.")
    Case.objects.select_for_update().get(pk=case.pk)
    row, _ = Recusal.objects.get_or_create(
        case=case, person=by, ground="",
        defaults={"origin": "DECLARED", "words": words.strip(), "at": clock.now()},
    )  # fmt: skip
    asked = Assignment.objects.filter(case=case, assessor=by, ended_at=None, assessment=None)
    asked.update(ended_at=clock.now())
    Case.objects.filter(pk=case.pk, officer=by).update(officer=None)
    audit.record("programme.recusal.declared", by=by, subject=case.reference)
    look_again(case)
    return row


@transaction.atomic
def assign(*, case: Case, by: Any, assessor: Person, due: date) -> Assignment:
    """Ask an assessor to read a case. A recorded tie refuses it, and is not told to the officer."""
    if Actor.OFFICER not in actors_of(by, case):
        raise NotAllowed("Only a programme officer asks assessors.")
    Case.objects.select_for_update().get(pk=case.pk)
    if state_of(case) is not State.ASSESSING:
        raise NotPermitted("Assessors are asked once a case is accepted for assessment.")
    if due <= clock.today():
        raise Wrong("due", "The day must be in the future.")
    if not holds_somewhere(assessor, Role.ASSESSOR) or is_closed_to(assessor, case):
        raise Wrong("assessor", "Choose somebody else: this person may not assess the case.")
    look_again(case)
    if len(found.assignments(case)) >= found.READERS:
        raise Wrong("assessor", "Two assessors are asked already.")
    try:
        with transaction.atomic():
            row = Assignment.objects.create(
                case=case, round=found.round_of(case), assessor=assessor, due=due, assigned_by=by,
                assigned_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Wrong("assessor", "This person was asked in this round already.") from error
    letters.write("asked_to_assess", to=assessor.email, case=case, reason="Asked to assess",
                  key=f"assess-{row.pk}", due=due)  # fmt: skip
    audit.record("programme.assessor.asked", by=by, subject=case.reference, row=row.pk)
    return row


@transaction.atomic
def stop_asking(*, assignment: Assignment, by: Any, words: str) -> None:
    """Ask an assessor who has not answered no longer, so that another can be asked.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    case = assignment.case
    if Actor.OFFICER not in actors_of(by, case):
        raise NotAllowed("Only a programme officer asks assessors.")
    Case.objects.select_for_update().get(pk=case.pk)
    if not words.strip():
        raise Wrong("words", "Say why: the assessor is told.")
    if Assessment.objects.filter(assignment=assignment).exists():
        raise NotPermitted("Their assessment is in: it stands.")
    changed = Assignment.objects.filter(pk=assignment.pk, ended_at=None)
    if not changed.update(ended_at=clock.now()):
        raise NotPermitted("They are not asked any more.")
    letters.write("assessing_ended", to=assignment.assessor.email, case=case, words=words.strip(),
                  reason="Asked to assess no longer", key=f"assess-{assignment.pk}-ended")  # fmt: skip
    audit.record("programme.assessor.stopped", by=by, subject=case.reference, row=assignment.pk)


@transaction.atomic
def declare_none(*, assignment: Assignment, by: Person) -> None:
    """The assessor's word that they have no conflict; only then is the case shown to them."""
    ended = assignment.ended_at is not None
    if assignment.assessor != by or ended or is_closed_to(by, assignment.case):
        raise NotAllowed("This is not yours to declare.")
    assignment.no_conflict_at = clock.now()
    assignment.save(update_fields=["no_conflict_at"])
    audit.record("programme.conflict.none", by=by, subject=assignment.case.reference)


@transaction.atomic
def hand_in(
    *, assignment: Assignment, by: Person, scores: Mapping[str, tuple[int, str]],
    recommendation: str, words: str, amount_pence: int | None = None,
) -> Assessment:  # fmt: skip
    """Hand in an assessment, once; with the second, the case goes on or to moderation.

    `scores` are score and reasons by criterion. Raises NotAllowed, NotPermitted or Wrong.
    """
    case = assignment.case
    Case.objects.select_for_update().get(pk=case.pk)
    if assignment.assessor != by or assignment.no_conflict_at is None or assignment.ended_at:
        raise NotAllowed("Declare that you have no conflict first.")
    if is_closed_to(by, case) or assignment.round != found.round_of(case):
        raise NotAllowed("This assessment is not open to you.")
    if state_of(case) is not State.ASSESSING:
        raise NotPermitted("The case is not being assessed now.")
    _check_scores(scores, CODES)
    if recommendation not in ("AWARD", "DEFER", "REFUSE"):
        raise Wrong("recommendation", "Select what you recommend.")
    if not words.strip():
        raise Wrong("words", "Say why you recommend it.")
    if (recommendation == "AWARD") != bool(amount_pence):
        raise Wrong("amount", "Give the amount you would award, and only with an award.")
    try:
        with transaction.atomic():
            made = Assessment.objects.create(
                assignment=assignment, recommendation=recommendation, words=words.strip(),
                amount_pence=amount_pence, at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPermitted("Your assessment is in already.") from error
    for code, (score, reasons) in scores.items():
        Score.objects.create(assessment=made, criterion=code, score=score, reasons=reasons.strip())
    audit.record("programme.assessment.handed_in", by=by, subject=case.reference, row=made.pk)
    look_again(case)
    if found.two_assessments(case, by):
        name = "agree" if found.assessors_agree(case, by) else "disagree"
        move(name, case=case, by=by, follows=True)
    return made


def moderate(
    *, case: Case, by: Any, scores: Mapping[str, tuple[int, str]], words: str,
    seen: int | None = None,
) -> CaseEvent:  # fmt: skip
    """Settle scores with reasons, at least of the criteria `to_settle`. Raises as `decide`, and Wrong."""
    require_standing(case)
    return _settle(case, by, scores, words, seen)


@transaction.atomic
def _settle(
    case: Case, by: Any, scores: Mapping[str, tuple[int, str]], words: str, seen: int | None
) -> CaseEvent:
    _check_scores(scores, found.to_settle(case) | frozenset(scores))
    for code, (score, reasons) in scores.items():
        ModeratedScore.objects.create(
            case=case, round=found.round_of(case), criterion=code, score=score,
            reasons=reasons.strip(), by=by, at=clock.now(),
        )  # fmt: skip
    return move("moderate", case=case, by=by, words=words, seen=seen)


def decide(
    name: str, *, case: Case, by: Any, words: str, code: str = "", seen: int | None = None
) -> CaseEvent:
    """Pass or return a check, defer, refuse, or decide an appeal; the team is told of decisions. Raises as
    `take_step`, and NotPermitted where an assessment fell away: the case is then assessed anew."""
    require_standing(case)
    if name in ("pass_check", "return_to_assessors"):
        return move(name, case=case, by=by, words=words, seen=seen)
    return take_step(name, case=case, by=by, words=words, code=code, seen=seen)


def _check_scores(scores: Mapping[str, tuple[int, str]], wanted: frozenset[str]) -> None:
    if set(scores) != wanted or not wanted <= CODES:
        raise Wrong(None, "Score every criterion.")
    for code, (score, reasons) in scores.items():
        if not 0 <= score <= MOST:
            raise Wrong(f"score-{code}", f"The score must be from 0 to {MOST}.")
        if not reasons.strip():
            raise Wrong(f"reasons-{code}", "Give the reasons for this score.")
