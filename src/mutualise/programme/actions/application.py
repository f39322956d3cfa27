"""What a team does with its application: write, measure, certify."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as accounts
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.programme.actions import letters
from mutualise.programme.models import (
    Answer,
    Baseline,
    Case,
    CaseMember,
    Certification,
    Message,
    Objective,
    Signature,
)
from mutualise.programme.queries.application import digest
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.application import BY_KEY, too_long
from mutualise.programme.rules.stages import BEFORE_AWARD, Actor, NotPermitted
from mutualise.programme.rules.states import State

CHANGED = (
    "The application has changed since you opened it. Read it again: this page shows it as it stands "
    "now. Then record your answer again."
)
WRITING = "The application is written between the invitation and its submission."
MEASURED = (
    "Objectives and baseline are recorded before the award, which is decided on them and judged by them. "
    "They stand from then on."
)


class SavedMeanwhile(Exception):
    """A colleague saved the same answer since it was opened; `theirs` is what stands now."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__("A colleague saved this answer while you were writing.")
        self.theirs = theirs


class Wrong(Exception):
    """Something given cannot stand; `field` names it and the message says what to do."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_answer(*, case: Case, by: Any, question: str, text: str, over: int) -> Answer | None:
    """Save a version of an answer over version `over` (0: none yet). None when nothing changed.

    Raises NotAllowed, NotPermitted, Wrong or SavedMeanwhile.
    """
    check_team(case, by, State.DRAFTING, refusal=WRITING)
    if question not in BY_KEY:
        raise Wrong(None, "The application has no such question.")
    problem = too_long(BY_KEY[question], text)
    if problem:
        raise Wrong(question, problem)
    last = Answer.objects.filter(case=case, question=question).order_by("-number").first()
    if last and last.text == text.strip():
        return None
    if (last.number if last else 0) != over:
        raise SavedMeanwhile(last) if last else Wrong(None, "Open the question again.")
    try:
        with transaction.atomic():
            saved = Answer.objects.create(
                case=case, question=question, number=over + 1, text=text.strip(), by=by,
                at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        theirs = Answer.objects.get(case=case, question=question, number=over + 1)
        raise SavedMeanwhile(theirs) from error
    accounts.record(
        "programme.answer.saved", by=by, subject=case.reference, question=question, number=over + 1
    )
    return saved


@transaction.atomic
def certify(
    *, case: Case, by: Any, given: bool, words: str, read: str, name: str, post: str
) -> Certification:
    """The sponsor certifies, or declines to, exactly the state with the digest `read`, and signs
    with their name and post.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    check_team(case, by, State.DRAFTING, refusal=WRITING)
    sponsor = CaseMember.objects.filter(case=case, person=by, part="SPONSOR", left_at=None)
    if not sponsor.exists():
        raise NotAllowed("Only the senior sponsor certifies the application.")
    if read != digest(case):
        raise Wrong(None, CHANGED)
    if not given and not words.strip():
        raise Wrong("words", "Say what should change before you can certify it.")
    for field, text in (("name", name), ("post", post)):
        if not any(letter.isalpha() for letter in text):
            raise Wrong(field, f"Enter your {field} in words.")
    made = Certification.objects.create(
        case=case, by=by, outcome="GIVEN" if given else "DECLINED", words=words.strip(),
        digest=read, at=clock.now(),
    )  # fmt: skip
    Signature.objects.create(certification=made, by=by, name=name.strip(), post=post.strip())
    deed = "certified" if given else "certificate_declined"
    accounts.record(f"programme.application.{deed}", by=by, subject=case.reference)
    letters.write_to_leads(
        "sponsor_answered", case=case, reason="The sponsor has answered", key=f"certified-{made.pk}",
        given=given, words=made.words,
    )  # fmt: skip
    return made


@transaction.atomic
def record_objective(
    *, case: Case, by: Any, row: Objective, old: Objective | None = None, reason: str = ""
) -> Objective:
    """Record an objective, or put a corrected one in the place of `old`.

    Raises NotAllowed, NotPermitted, Wrong, ReasonMissing or NoLongerStands.
    """
    check_team(case, by, *BEFORE_AWARD, refusal=MEASURED)
    if row.start_on > clock.today():
        raise Wrong("start_on", "The day the value was measured must not be in the future.")
    if row.target_on <= row.start_on:
        raise Wrong("target_on", "The target must be after the day it is measured from.")
    if row.target_value == row.start_value:
        raise Wrong("target_value", "The target must differ from the value it starts from.")
    row.case = case
    _put(row, old, by, reason)
    return row


@transaction.atomic
def record_baseline(
    *, case: Case, by: Any, row: Baseline, reason: str = "", seen: int | None = None
) -> Baseline:
    """Record one figure of the baseline; one of its kind is corrected, with a reason. `seen` is the
    number of the newest figure on the page that asked: one of the kind recorded since stands.

    Raises NotAllowed, NotPermitted, Wrong, ReasonMissing or NoLongerStands.
    """
    check_team(case, by, *BEFORE_AWARD, refusal=MEASURED)
    if row.as_at > clock.today():
        raise Wrong("as_at", "The day must not be in the future.")
    if row.value < 0:
        raise Wrong("value", "The figure must not be negative.")
    row.case = case
    old = Baseline.objects.known_at(None).filter(case=case, kind=row.kind).first()
    if old is not None and seen is not None and old.pk > seen:
        raise NoLongerStands("A colleague recorded this figure meanwhile. Open the page again.")
    _put(row, old, by, reason)
    return row


@transaction.atomic
def send_message(*, case: Case, by: Any, text: str, to_team: bool) -> Message:
    """Write to the other side of a case, or, as staff, a note the team does not see.

    Raises NotAllowed or Wrong.
    """
    mine = actors_of(by, case)
    if not mine & {Actor.TEAM, Actor.OFFICER}:
        raise NotAllowed("Only the team and programme officers write about a case.")
    if not text.strip():
        raise Wrong("text", "Write the message first.")
    made = Message.objects.create(
        case=case, by=by, text=text.strip(), to_team=to_team or Actor.TEAM in mine, at=clock.now()
    )
    accounts.record("programme.message.written", by=by, subject=case.reference, row=made.pk)
    if Actor.TEAM not in mine and to_team:
        letters.write_to_leads("message", case=case, reason="A message", key=f"message-{made.pk}")
    return made


def check_team(
    case: Case, by: Any, *states: State, refusal: str = "This case has ended."
) -> None:  # fmt: skip
    """Hold the case and raise NotAllowed or, with the words of `refusal`, NotPermitted unless the person is
    in its team and it stands in one of the states."""
    if Actor.TEAM not in actors_of(by, case):
        raise NotAllowed("Only the team may do this.")
    Case.objects.select_for_update().get(pk=case.pk)
    if state_of(case) not in states:
        raise NotPermitted(refusal)


def _put(row: Any, old: Any, by: Any, reason: str) -> None:
    row.recorded_by, row.recorded_at = by, clock.now()
    if old is not None:
        if not reason.strip():
            raise ReasonMissing
        row.replaces, row.change, row.reason = old, Change.CORRECTION, reason.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NoLongerStands("Somebody changed this at the same time. Look again.") from error
    accounts.record(
        f"programme.{row._meta.model_name}.recorded", by=by, subject=row.case.reference, row=row.pk
    )
