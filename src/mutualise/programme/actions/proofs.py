"""Proof before payment: a team shows its match, or that the work is complete; an officer decides."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import letters
from mutualise.programme.actions.documents import keep
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Award, Case, Proof, ProofVerdict
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.visible import actors_of, check_officer
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.rules.states import State
from mutualise.programme.rules.support import proof_of


@transaction.atomic
def show_proof(
    *, award: Award, by: Any, words: str, amount_pence: int = 0, file: dict[str, Any] | None = None
) -> Proof:
    """The team shows its match, or that the work is complete. `file` has name, content_type,
    sha256 and content.

    Raises NotAllowed, NotPermitted or Wrong.
    """
    if Actor.TEAM not in actors_of(by, award.case):
        raise NotAllowed("Only the team shows what it was asked for.")
    Case.objects.select_for_update().get(pk=award.case_id)
    kind = proof_of(award.kind)
    if not kind or state_of(award.case) not in (State.DELIVERING, State.LAUNCHED):
        raise NotPermitted("This award asks for no proof now.")
    if not words.strip():
        raise Wrong("words", "Say what it shows.")
    if kind == "MATCH" and amount_pence <= 0:
        raise Wrong("amount", "Say how much of the match it shows.")
    made = Proof.objects.create(
        award=award, kind=kind, words=words.strip(),
        amount_pence=amount_pence if kind == "MATCH" else 0, shown_by=by, shown_at=clock.now(),
        document=keep(case=award.case, by=by, **file) if file else None,
    )  # fmt: skip
    audit.record("programme.proof.shown", by=by, subject=award.case.reference, proof=made.pk)
    return made


@transaction.atomic
def decide_proof(*, proof: Proof, by: Any, accepted: bool, words: str) -> ProofVerdict:
    """An officer accepts a proof, or sends it back with words; the team is told.

    Raises NotAllowed, Wrong or NoLongerStands.
    """
    case = proof.award.case
    check_officer(by, case)
    if not words.strip():
        raise Wrong("words", "Say what you looked at, or what is missing.")
    try:
        with transaction.atomic():
            made = ProofVerdict.objects.create(
                proof=proof, accepted=accepted, words=words.strip(), decided_by=by,
                decided_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise NoLongerStands("Somebody has decided on this proof already.") from error
    audit.record("programme.proof.decided", by=by, subject=case.reference, proof=proof.pk,
                 accepted=accepted)  # fmt: skip
    letters.write_to_leads(
        "proof_decided", case=case, verdict=made, proof=proof, reason="A proof was decided",
        key=f"proof-{proof.pk}",
    )  # fmt: skip
    return made
