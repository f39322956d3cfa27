"""Proofs, training and mentoring of an award, and the sessions of training as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from mutualise.accounts.permissions import may_open
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Award,
    Case,
    Mentor,
    Proof,
    ProofVerdict,
    TrainingBooking,
    TrainingSession,
)
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor
from mutualise.programme.rules.states import State
from mutualise.programme.rules.support import Shown, proof_of, unproven


def verdict_of(proof: Proof) -> ProofVerdict | None:
    return ProofVerdict.objects.filter(proof=proof).first()


def proofs_of(award: Award) -> list[tuple[Proof, ProofVerdict | None]]:
    """Every proof of an award with the word on it, newest first."""
    rows = Proof.objects.filter(award=award).select_related("document").order_by("-pk")
    words = {each.proof_id: each for each in ProofVerdict.objects.filter(proof__award=award)}
    return [(row, words.get(row.pk)) for row in rows]


def not_payable(award: Award) -> str:
    """Why nothing of an award may be paid yet, or nothing."""
    if not proof_of(award.kind):
        return ""
    shown = [
        Shown(row.kind, row.amount_pence, word.accepted if word else None)
        for row, word in proofs_of(award)
    ]
    return unproven(award.kind, award.match_pence, shown)


def proof(award: Award, number: int) -> Proof | None:
    return Proof.objects.select_related("document").filter(award=award, pk=number).first()


def sessions(*, demonstration: bool) -> QuerySet[Any]:
    """Sessions of training with how many places are kept, the latest first."""
    found = TrainingSession.objects.filter(demonstration=demonstration)
    return found.annotate(
        kept=Sum("bookings__places", default=0), teams=Count("bookings")
    ).order_by("-on", "-pk")


def session(number: int) -> TrainingSession | None:
    return TrainingSession.objects.filter(pk=number).first()


def free_places(row: TrainingSession) -> int:
    kept = TrainingBooking.objects.filter(session=row).aggregate(all=Sum("places", default=0))
    return row.places - int(kept["all"])


def open_sessions(case: Case) -> list[Any]:
    """Sessions still to come on which a case may have places, soonest first, with how many places
    of each are kept."""
    rows = sessions(demonstration=case.demonstration).filter(on__gte=clock.today())
    return list(rows.filter(kept__lt=F("places")).order_by("on", "pk"))


def bookings_of(row: TrainingSession, cases: Any) -> Sequence[TrainingBooking]:
    """The bookings of a session, of the cases the person may see."""
    found = TrainingBooking.objects.filter(session=row, award__case__in=cases)
    return list(found.select_related("award__case", "attendance").order_by("pk"))


def booking(row: TrainingSession, number: int, cases: Any) -> TrainingBooking | None:
    return next((each for each in bookings_of(row, cases) if each.pk == number), None)


def mentor(case: Case, number: int) -> Mentor | None:
    return Mentor.objects.select_related("award__case").filter(award__case=case, pk=number).first()


def days_used(row: Mentor) -> Decimal:
    return Decimal(sum(day.half_days for day in row.used.all())) / 2


def panel(seen: Viewing) -> dict[str, Any]:
    """What the pages of a case show of proofs, training and mentoring; nothing for other kinds."""
    award = seen.award
    kind = award.kind if award else ""
    asked = proof_of(kind) if award else ""
    found: dict[str, Any] = {
        "kind": kind,
        "asked": dict(Proof.Kind.choices).get(asked, ""),
        "team": seen.team,
        "officer": Actor.OFFICER in seen.actors,
        "open": seen.state is State.DELIVERING,
        "giving": seen.state in (State.DELIVERING, State.LAUNCHED),
        "finance": may_open(seen.person, Access.FINANCE_OFFICER),
        "pounds": pounds,
        "proofs": proofs_of(award) if award and asked else [],
        "missing": not_payable(award) if award and asked else "",
        "bookings": [],
        "mentors": [],
    }
    if award and kind == "TRAINING":
        rows = TrainingBooking.objects.filter(award=award).select_related("session", "attendance")
        found["bookings"] = list(rows.order_by("session__on", "pk"))
    if award and kind == "MENTORING":
        rows_ = Mentor.objects.filter(award=award).prefetch_related("used").order_by("pk")
        found["mentors"] = [
            (row, sorted(row.used.all(), key=lambda day: day.on), days_used(row)) for row in rows_
        ]
    return found
