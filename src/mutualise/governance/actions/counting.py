"""The scrutineer counts with both programs, signs the report and declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.governance.actions.elections import ElectionRefused, move
from mutualise.governance.actions.trustees import demonstration_secret
from mutualise.governance.models import Contest, ContestCount, Election, ElectionEvent, SignedReport
from mutualise.governance.queries.box import size_and_head
from mutualise.governance.queries.counts import contested_of, last_count, papers_of, votes_of
from mutualise.governance.queries.elections import (
    check_scrutineer,
    event_called,
    nominations_of,
    polled_of,
    state_of,
)
from mutualise.governance.queries.report import report_of
from mutualise.governance.rules import lots_by_hand
from mutualise.governance.rules.ballot_box import lots
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.beside_the_count import lot_used, told, told_beside
from mutualise.governance.rules.disclosure import papers_may_be_shown
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.scrutineer_statement import checked
from mutualise.governance.rules.two_programs import (
    NO_LOT,
    LotNeeded,
    Papers,
    ProgramStopped,
    TwoCounts,
    count_both,
    nobody,
)


@transaction.atomic
def count(
    *, election: Election, by: Any, secret: str = "",
    drawn: Mapping[str, str] | None = None, witnesses: str = "", reason: str = "",
) -> ElectionEvent:  # fmt: skip
    """Count every contest that had a poll, with both programs.

    `secret` opens the lot that was committed at opening; `drawn` is instead, for a contest's code, an
    order drawn by hand before `witnesses`, such as "3, 1, 2", with the `reason` for not using the
    secret. A difference between the programs is kept and shown, and nothing can be declared while
    it stands. Raises ElectionRefused when a lot is needed and none is given, or when a program falls
    over before there is anything to keep.
    """
    if election.demonstration and not secret and not drawn:
        secret = demonstration_secret(election)
    event = move("count", election=election, by=by)
    polled = [(each, *votes_of(each)) for each in polled_of(election)]
    if not any(papers for _, papers, _ in polled):
        raise ElectionRefused(
            "Nobody cast a valid vote in this election, so nobody can be elected. Cancel it and "
            "call another."
        )
    votes = sum(papers_of(contest).returned for contest, _, _ in polled)
    for contest, papers, spoiled in polled:
        text = (drawn or {}).get(contest.code, "")
        lot = lot_by_hand(contest, text, witnesses, reason) if text else lot_from(contest, secret)
        before = last_count(contest)
        _check_lot_stands(contest, before, lot)
        found = _counted(contest, papers, lot)
        may_show = papers_may_be_shown(votes, papers_of(contest).returned)
        ContestCount.objects.create(
            contest=contest, number=before.number + 1 if before else 1, papers=papers,
            spoiled=spoiled, first=told(found.first, may_show), second=found.second,
            difference=found.difference, lots=lot if lot_used(found.first) else dict(NO_LOT),
            beside=told_beside(contested_of(contest), papers, order=lot["numbers"],
                               result=found.first, may_show=may_show),
            at=clock.now(), by=by,
        )  # fmt: skip
    return event


def _check_lot_stands(
    contest: Contest, before: ContestCount | None, lot: Mapping[str, Any]
) -> None:
    """A lot that decided a count decides the next one too: nobody draws in another way until they like
    the result. An order drawn by hand and written down wrongly can be corrected, and both stay.

    Raises ElectionRefused.
    """
    drawn = before.lots["kind"] if before else "none"
    if drawn == "none" or lot["kind"] in (drawn, "none"):
        return
    if drawn == "seed":
        raise ElectionRefused(
            f"{contest.title}: the lot was drawn from the committed secret, and it stands. Count again "
            "with the secret.",
            f"drawn_{contest.code}",
        )
    raise ElectionRefused(
        f"{contest.title}: the lot was drawn by hand, and it stands. Enter its order again.",
        "secret",
    )


def _counted(contest: Contest, papers: Papers, lot: Mapping[str, Any]) -> TwoCounts:
    """Both counts of a contest. Where nobody cast a valid vote its places stay empty."""
    given = contested_of(contest)
    if not papers:
        return TwoCounts(nobody(given), nobody(given), "")
    try:
        return count_both(given, papers, lot["numbers"], lot.get("seed", ""))
    except LotNeeded as need:
        field = f"drawn_{contest.code}" if lot["kind"] == "manual" else "secret"
        raise ElectionRefused(f"{contest.title}: {need}", field) from need
    except ProgramStopped as stopped:
        raise ElectionRefused(f"{contest.title}: {stopped}") from stopped


def lot_by_hand(
    contest: Contest, text: str, witnesses: str, reason: str,
    gone: frozenset[int] = frozenset(),
) -> dict[str, Any]:  # fmt: skip
    """A lot drawn before witnesses, in the shape of the archive's lots.json with `numbers` beside.

    `gone` are numbers of candidates who stood and cannot be drawn now. Raises ElectionRefused.
    """
    standing = {
        each.nomination.number: each.nomination.name
        for each in nominations_of(contest)
        if each.standing and each.nomination.number not in gone
    }
    try:
        numbers = lots_by_hand.order_of(text, standing)
        named = lots_by_hand.witnesses_of(witnesses)
        why = lots_by_hand.reason_of(reason)
    except lots_by_hand.LotUnfit as unfit:
        field = f"drawn_{contest.code}" if unfit.field == "drawn" else unfit.field
        raise ElectionRefused(f"{contest.title}: {unfit}", field) from unfit
    order = [f"candidate {number}" for number in numbers]
    return {
        "kind": "manual", "order": order, "witnesses": named, "reason": why, "numbers": numbers,
    }  # fmt: skip


def lot_from(contest: Contest, secret: str) -> dict[str, Any]:
    """The lot from the committed secret, in the same shape; none without a secret.

    Raises ElectionRefused for another secret.
    """
    if not secret:
        return {**NO_LOT, "numbers": []}
    opened = event_called(contest.election, "open")
    if opened is None:
        raise ElectionRefused("The poll was never opened.")
    commitment = opened.detail["lot_commitment"]
    try:
        raw = bytes.fromhex(secret.strip())
    except ValueError as error:
        raise ElectionRefused(
            "The secret for lots is 64 figures and letters a to f.", "secret"
        ) from error
    if not lots.keeps_commitment(raw, bytes.fromhex(commitment)):
        raise ElectionRefused("This is not the secret that was committed at opening.", "secret")
    _, head = size_and_head(contest)
    seed = lots.seed(contest.election.reference, contest.code, bytes.fromhex(head), raw)
    numbers = range(1, len(contested_of(contest).names) + 1)
    order = lots.order(seed, [f"candidate {number}" for number in numbers])
    return {
        "kind": "seed", "commitment": commitment, "secret": raw.hex(), "seed": seed.hex(),
        "order": order, "numbers": [int(each.split()[1]) for each in order],
    }  # fmt: skip


@transaction.atomic
def sign(
    *, election: Election, by: Any, words: str = "", statement: Mapping[str, str] | None = None
) -> SignedReport:
    """The scrutineer signs the report as it stands, with a statement, once.

    Raises NotAllowed, ElectionRefused or StatementUnfit.
    """
    check_scrutineer(by, election)
    Election.objects.select_for_update().get(pk=election.pk)
    if state_of(election) is not State.COUNTED:
        raise ElectionRefused("The report is signed after the count and before the declaration.")
    if SignedReport.objects.filter(election=election).exists():
        raise ElectionRefused("The report is signed already.")
    content = report_of(election)
    if statement is not None:
        content["statement"] = checked(statement)
    made = SignedReport.objects.create(
        election=election, content=content, sha256=digest(as_bytes(content)).hex(),
        words=words.strip(), at=clock.now(), by=by,
    )  # fmt: skip
    audit.record("governance.report.signed", by=by, subject=election.reference, sha256=made.sha256)
    return made


@transaction.atomic
def declare(*, election: Election, by: Any) -> ElectionEvent:
    """Declare who is elected. Raises NotAllowed, NotPermitted or GuardsUnmet."""
    report = SignedReport.objects.filter(election=election).first()
    if report and report.sha256 != _hash_now(election, report):
        raise ElectionRefused("The record changed after the report was signed. Ask what happened.")
    return move("declare", election=election, by=by)


def _hash_now(election: Election, report: SignedReport) -> str:
    """The hash of the report as the record gives it now, with the statement that was signed."""
    content = report_of(election)
    if "statement" in report.content:
        content["statement"] = report.content["statement"]
    return digest(as_bytes(content)).hex()
