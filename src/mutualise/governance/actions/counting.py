"""The scrutineer counts with both programs, signs the report and declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions.elections import ElectionRefused, move
from mutualise.governance.actions.trustees import demonstration_secret
from mutualise.governance.models import Contest, ContestCount, Election, ElectionEvent, SignedReport
from mutualise.governance.queries.box import size_and_head
from mutualise.governance.queries.counts import contested_of, last_count, votes_of
from mutualise.governance.queries.elections import event_called, polled_of, state_of
from mutualise.governance.queries.report import report_of
from mutualise.governance.rules.ballot_box import lots
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.two_programs import NO_LOT, LotNeeded, count_both


@transaction.atomic
def count(
    *, election: Election, by: Any, secret: str = "",
    drawn: Mapping[str, Sequence[int]] | None = None, witnesses: str = "",
) -> ElectionEvent:  # fmt: skip
    """Count every contest that had a poll, with both programs.

    `secret` opens the lot that was committed at opening; `drawn` is instead an order by hand for a
    contest's code, before `witnesses`. A difference between the programs is kept and shown, and
    nothing can be declared while it stands. Raises ElectionRefused when a lot is needed and none
    is given.
    """
    if election.demonstration and not secret and not drawn:
        secret = demonstration_secret(election)
    event = move("count", election=election, by=by)
    for contest in polled_of(election):
        lot = _lot(contest, secret, (drawn or {}).get(contest.code, ()), witnesses)
        papers, spoiled = votes_of(contest)
        if not papers:
            raise ElectionRefused(
                f"Nobody cast a valid vote in “{contest.title}”, so nobody can be elected. Cancel "
                "this election and call another."
            )
        try:
            found = count_both(contested_of(contest), papers, lot["numbers"], lot.get("seed", ""))
        except LotNeeded as need:
            raise ElectionRefused(f"{contest.title}: {need}", "secret") from need
        if not found.first["ties"] or not any(t["settled"] == "lot" for t in found.first["ties"]):
            lot = dict(NO_LOT)
        before = last_count(contest)
        ContestCount.objects.create(
            contest=contest, number=before.number + 1 if before else 1, papers=papers,
            spoiled=spoiled, first=found.first, second=found.second, difference=found.difference,
            lots=lot, at=clock.now(), by=by,
        )  # fmt: skip
    return event


def _lot(contest: Contest, secret: str, by_hand: Sequence[int], witnesses: str) -> dict[str, Any]:
    """The lot of a contest, in the shape of the archive's lots.json with `numbers` beside."""
    if by_hand:
        if not witnesses.strip():
            raise ElectionRefused("Name the witnesses of the lot.", "witnesses")
        named = [each.strip() for each in witnesses.split(",")]
        order = [f"candidate {number}" for number in by_hand]
        return {"kind": "manual", "order": order, "witnesses": named, "numbers": list(by_hand)}
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
def sign(*, election: Election, by: Any, words: str = "") -> SignedReport:
    """The scrutineer signs the report as it stands, once. Raises NotAllowed or ElectionRefused."""
    check_holds(by, Role.SCRUTINEER, organisation=election.organisation.code)
    Election.objects.select_for_update().get(pk=election.pk)
    if state_of(election) is not State.COUNTED:
        raise ElectionRefused("The report is signed after the count and before the declaration.")
    if SignedReport.objects.filter(election=election).exists():
        raise ElectionRefused("The report is signed already.")
    content = report_of(election)
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
    if report and report.sha256 != digest(as_bytes(report_of(election))).hex():
        raise ElectionRefused("The record changed after the report was signed. Ask what happened.")
    return move("declare", election=election, by=by)
