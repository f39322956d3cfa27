"""Making an award: its row, its commitment in the ledger and the step of the case, or none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed, check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import fund, letters
from mutualise.programme.actions.fallen import require_standing
from mutualise.programme.actions.officers import tell_team
from mutualise.programme.actions.stages import move
from mutualise.programme.actions.subsidy import notify
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Assistance, Award, Budget, Case, Posting, SubsidyStep
from mutualise.programme.queries.awards import (
    accepted_on,
    headroom_of,
    left_from_day,
    money_of,
    subsidy_read,
    subsidy_steps,
)
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.fund import no_promise_from
from mutualise.programme.queries.support import kept_for, not_payable
from mutualise.programme.queries.visible import actors_of, is_closed_to
from mutualise.programme.rules.guards import UNMET
from mutualise.programme.rules.ledger import debt_fault
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor, Guard, NotPermitted, permitted
from mutualise.programme.rules.states import State
from mutualise.programme.rules.subsidy import LIMIT_PENCE
from mutualise.programme.rules.support import KINDS, faults

GIVE_UP = (
    "Record who came to sessions that were held, give back the places at others, and end the mentors’ "
    "work first."
)


class AwardRefused(Exception):
    """The award breaks a limit of its kind; `faults` are pairs of field and message."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.faults = found
        super().__init__(" ".join(message for _, message in found))


def make_award(
    *,
    case: Case,
    by: Any,
    kind: str,
    budget: Budget,
    amount_pence: int,
    purpose: str,
    words: str,
    match_pence: int = 0,
    conditions: str = "",
    finish_by: date | None = None,
    seen: int | None = None,
) -> Award:
    """Award support to a case, commit its money and write to the team.

    Raises NotAllowed, NotPermitted, AwardRefused, FundExhausted, GuardsUnmet, ReasonMissing or
    MovedMeanwhile; after any of them nothing has changed, save that a case one of whose assessments
    fell away is assessed anew.
    """
    require_standing(case)
    with transaction.atomic():
        fund.lock_recipient(case)
        permitted("award", state_of(case))
        if Actor.DECISION_MAKER not in actors_of(by, case):
            raise NotAllowed("Only a decision maker to whom the case is open may award.")
        found = faults(kind, amount_pence, match_pence)
        found += _faults_of_form(case, budget, purpose, finish_by)
        if found:
            raise AwardRefused(found)
        try:
            with transaction.atomic():
                award = Award.objects.create(
                    case=case, kind=kind, budget=budget, amount_pence=amount_pence,
                    match_pence=match_pence, purpose=purpose.strip(), conditions=conditions.strip(),
                    finish_by=finish_by, decided_by=by, decided_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise NotPermitted("This case has an award already. Vary that one.") from error
        fund.commit(award=award, by=by)
        event = move("award", case=case, by=by, words=words, seen=seen)
        tell_team(
            event, "awarded", award=award, amount=pounds(amount_pence), kind=KINDS[kind].label
        )
        notify(award=award, by=by)
    return award


def _faults_of_form(
    case: Case, budget: Budget, purpose: str, finish_by: date | None
) -> list[tuple[str, str]]:
    found = []
    if not purpose.strip():
        found.append(("purpose", "Say what the award is for."))
    if finish_by and finish_by <= clock.today():
        found.append(("finish_by", "The day to finish by must be in the future."))
    if (fault := no_promise_from(budget)) is not None:
        found.append(("budget", fault))
    if budget.fund.demonstration != case.demonstration:
        found.append(("budget", "A demonstration case is awarded from a demonstration fund only."))
    return found


@transaction.atomic
def vary_award(*, award: Award, by: Any, pence: int, words: str, key: str) -> Posting:
    """Make an award larger or, with a negative amount, smaller.

    Raises NotAllowed, AwardRefused, FundExhausted, PostingRefused or NotPermitted.
    """
    case = award.case
    if Actor.DECISION_MAKER not in actors_of(by, case):
        raise NotAllowed("Only a decision maker to whom the case is open may vary its award.")
    fund.lock_recipient(case)
    Award.objects.select_for_update().get(pk=award.pk)
    if state_of(case) not in (State.AWARDED, State.DELIVERING):
        raise NotPermitted("An award is varied until the launch, or until support ends.")
    found = _vary_faults(award, pence)
    if found:
        raise AwardRefused(found)
    posting = fund.vary(award=award, amount_pence_change=pence, by=by, words=words, key=key)
    letters.write_to_leads(
        "award_varied", case=case, reason="Their award was varied", words=posting.words,
        key=f"award_varied-{posting.pk}", larger=pence > 0, change=pounds(abs(pence)),
        amount=pounds(money_of(award).awarded), limit=pounds(LIMIT_PENCE),
    )  # fmt: skip
    return posting


def _vary_faults(award: Award, pence: int) -> list[tuple[str, str]]:
    """Why an award is not made larger, or smaller, by so much: pairs of field and message."""
    money = money_of(award)
    if pence > 0:
        found = faults(award.kind, money.awarded + pence, award.match_pence)
        if headroom_of(award.case) < pence:
            over = "With this the recipient would pass the limit on minimal financial assistance."
            found.append(("amount", over))
        return found
    kept = kept_for(award)
    if not kept or money.committed + pence >= kept:
        return []
    return [("amount", f"{pounds(kept)} of the award is kept. {GIVE_UP}")]


@transaction.atomic
def owe_award(
    *, award: Award, by: Any, pence: int, words: str, key: str, on: date | None = None
) -> Posting:
    """Record that part of an award paid to the team fell due, today or on a day since it accepted it.

    Raises NotAllowed, NotPermitted, Wrong, FundExhausted or PostingRefused.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    if is_closed_to(by, award.case):
        raise NotAllowed("The case is closed to you.")
    if KINDS[award.kind].in_kind:
        raise NotPermitted("Advice is owed for when the team accepts it. Use its work orders.")
    Case.objects.select_for_update().get(pk=award.case_id)
    if state_of(award.case) not in (State.DELIVERING, State.LAUNCHED):
        raise NotPermitted("Nothing is owed before the team accepts the award, or after a stop.")
    if "CONFIRMED" not in subsidy_steps(award):
        raise NotPermitted("The team must first confirm what other assistance it has had.")
    _check_proven(award)
    today = clock.today()
    accepted = accepted_on(award.case) or today
    if on is not None and not accepted <= on <= today:
        raise Wrong(
            "on",
            f"The team accepted the award on {accepted:%-d %B %Y}: the day must be between then and today.",
        )
    if not Posting.objects.filter(key=key).exists():
        fault = debt_fault(on or today, left_from_day(award, pence))
        if fault:
            raise Wrong("on", fault)
    return fund.accrue(award=award, amount_pence=pence, by=by, on=on or today, words=words, key=key)


@transaction.atomic
def pay_award(*, award: Award, by: Any, pence: int, on: date, reference: str, key: str) -> Posting:
    """Record a payment of what an award paid to the team, or one in kind without orders, owes.

    Raises NotAllowed, NotPermitted, FundExhausted or PostingRefused.
    """
    if is_closed_to(by, award.case):
        raise NotAllowed("The case is closed to you.")
    Case.objects.select_for_update().get(pk=award.case_id)
    _check_proven(award)
    return fund.pay(award=award, amount_pence=pence, by=by, on=on, reference=reference, key=key)


def _check_proven(award: Award) -> None:
    """A matched award waits for its match, a reimbursement for its completion."""
    why_not = not_payable(award)
    if why_not:
        raise NotPermitted(why_not)


@transaction.atomic
def release_award(*, award: Award, by: Any, words: str) -> Posting:
    """Give what an award has not used back to its budget.

    Raises NotAllowed, NotPermitted or PostingRefused.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    if is_closed_to(by, award.case):
        raise NotAllowed("The case is closed to you.")
    Award.objects.select_for_update().get(pk=award.pk)
    if state_of(award.case) in (State.AWARDED, State.DELIVERING):
        raise NotPermitted("The award is still in use. It is released after launch or a stop.")
    if kept := kept_for(award):
        raise NotPermitted(f"{pounds(kept)} of the award is kept. {GIVE_UP}")
    posting = fund.release(award=award, by=by, words=words)
    if posting is None:
        raise NotPermitted("The award has nothing left to release.")
    return posting


@transaction.atomic
def add_assistance(
    *, case: Case, by: Any, giver: str, given_on: date, amount_pence: int
) -> Assistance:
    """Record other minimal financial assistance the team has had. Raises NotAllowed or Wrong."""
    _check_team(case, by)
    if given_on > clock.today():
        raise Wrong("given_on", "The day must not be in the future: record what you have had.")
    Case.objects.select_for_update().get(pk=case.pk)
    row = Assistance.objects.create(
        case=case, giver=giver.strip(), given_on=given_on, amount_pence=amount_pence,
        recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("programme.assistance.added", by=by, subject=case.reference, row=row.pk)
    return row


@transaction.atomic
def withdraw_assistance(*, row: Assistance, by: Any, reason: str) -> Assistance:
    """Take back assistance that was told of by mistake; it stays on record with the reason.

    Raises NotAllowed, Wrong or NoLongerStands, and NotPermitted once the team confirmed it (s.37(3)).
    """
    _check_team(row.case, by)
    if not reason.strip():
        raise Wrong("reason", "Say why: the reason stays in the record.")
    Case.objects.select_for_update().get(pk=row.case_id)
    if SubsidyStep.objects.filter(award__case=row.case_id, kind="CONFIRMED").exists():
        raise NotPermitted(
            "The team has confirmed what is recorded. Write to the programme office if it was wrong."
        )
    gone = Assistance(**row.content())
    gone.replaces, gone.change, gone.withdrawn = row, Change.WITHDRAWAL, True
    gone.reason, gone.recorded_by, gone.recorded_at = reason.strip(), by, clock.now()
    try:
        with transaction.atomic():
            gone.save()
    except IntegrityError as error:
        raise NoLongerStands("A colleague took it back already.") from error
    audit.record("programme.assistance.withdrawn", by=by, subject=row.case.reference, row=gone.pk)
    return gone


@transaction.atomic
def confirm_subsidy(*, award: Award, by: Any, read: str | None = None) -> SubsidyStep:
    """The team confirms that all other assistance is recorded, and that with it the award is within the
    limit (s.37(3)). `read` is what its page showed, as `subsidy_read` says it.

    Raises NotAllowed, NotPermitted, or NoLongerStands when something else stands by now.
    """
    _check_team(award.case, by)
    Case.objects.select_for_update().get(pk=award.case_id)
    if read is not None and read != subsidy_read(award):
        raise NoLongerStands("The award or what is recorded changed meanwhile. Read it again.")
    if headroom_of(award.case) < 0:
        raise NotPermitted(UNMET[Guard.SUBSIDY_WITHIN_LIMIT])
    row, made = SubsidyStep.objects.get_or_create(
        award=award, kind="CONFIRMED", defaults={"by": by, "at": clock.now()}
    )
    if made:
        audit.record("programme.subsidy.confirmed", by=by, subject=award.case.reference)
    return row


def _check_team(case: Case, by: Any) -> None:
    if Actor.TEAM not in actors_of(by, case):
        raise NotAllowed("Only the team may do this.")
