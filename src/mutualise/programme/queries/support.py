"""Proofs, training and mentoring of an award, and the sessions of training as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from mutualise.accounts.permissions import may_open
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Award,
    Case,
    Mentor,
    MentorEnd,
    Proof,
    ProofVerdict,
    SessionCancellation,
    TrainingBooking,
    TrainingSession,
)
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor
from mutualise.programme.rules.states import State
from mutualise.programme.rules.support import Shown, proof_of, unproven

# Of a session: places that were not given back, while it is not cancelled.
STANDS = Q(bookings__release=None, cancellation=None)


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
    """Sessions of training with how many of their places are free, the latest first."""
    found = TrainingSession.objects.filter(demonstration=demonstration).order_by("-on", "-pk")
    kept = Sum("bookings__places", filter=STANDS, default=0)
    return found.select_related("cancellation").annotate(free=F("places") - kept)


def with_teams(found: QuerySet[Any], cases: Any) -> QuerySet[Any]:
    """Sessions with how many teams have places there, of the cases the person may see."""
    theirs = STANDS & Q(bookings__award__case__in=cases.values("pk"))
    counted: QuerySet[Any] = found.annotate(teams=Count("bookings", filter=theirs))
    return counted


def session(number: int) -> TrainingSession | None:
    return TrainingSession.objects.filter(pk=number).first()


def cancelled(row: TrainingSession) -> SessionCancellation | None:
    return SessionCancellation.objects.filter(session=row).first()


def may_cancel(row: TrainingSession) -> bool:
    """Whether a session can still be cancelled: it is not, and nobody has recorded who came."""
    held = TrainingBooking.objects.filter(session=row, attendance__isnull=False).exists()
    return not held and cancelled(row) is None


def standing_bookings() -> QuerySet[TrainingBooking]:
    """Places kept that were not given back, at sessions that were not cancelled."""
    return TrainingBooking.objects.filter(release=None, session__cancellation=None)


def free_places(row: TrainingSession) -> int:
    kept = standing_bookings().filter(session=row).aggregate(all=Sum("places", default=0))
    return row.places - int(kept["all"])


def open_sessions(case: Case) -> list[Any]:
    """Sessions still to come on which a case may have places, soonest first, with how many places
    of each are free."""
    rows = sessions(demonstration=case.demonstration).filter(
        on__gte=clock.today(), cancellation=None
    )
    return list(rows.filter(free__gt=0).order_by("on", "pk"))


def bookings_of(row: TrainingSession, cases: Any) -> Sequence[TrainingBooking]:
    """The bookings of a session, of the cases the person may see; not those given back."""
    found = TrainingBooking.objects.filter(session=row, award__case__in=cases, release=None)
    return list(found.select_related("award__case", "attendance", "session").order_by("pk"))


def booking(row: TrainingSession, number: int, cases: Any) -> TrainingBooking | None:
    return next((each for each in bookings_of(row, cases) if each.pk == number), None)


def booking_of(case: Case, number: int) -> TrainingBooking | None:
    """Places kept for a case that can still be given back."""
    found = standing_bookings().filter(award__case=case, pk=number, attendance=None)
    return found.select_related("session", "award__case").first()


def kept_for(award: Award) -> int:
    """Pence of the award that wait for places kept whose session nobody has recorded, and for days of
    mentors that are agreed and not used: they are promised, and not free for anything else."""
    rows = standing_bookings().filter(award=award, attendance=None).select_related("session")
    places = sum(row.places * row.session.place_pence for row in rows)
    mentors = award.mentors.filter(end=None).prefetch_related("used")
    days = sum((row.days - days_used(row)) * row.day_rate_pence for row in mentors)
    return places + int(days)


def mentor_ended(row: Mentor) -> bool:
    return MentorEnd.objects.filter(mentor=row).exists()


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
        "today": clock.today(),
        "finance": may_open(seen.person, Access.FINANCE_OFFICER),
        "pounds": pounds,
        "proofs": proofs_of(award) if award and asked else [],
        "missing": not_payable(award) if award and asked else "",
        "bookings": [],
        "mentors": [],
    }
    if award and kind == "TRAINING":
        rows = TrainingBooking.objects.filter(award=award).select_related(
            "session__cancellation", "attendance", "release"
        )
        found["bookings"] = list(rows.order_by("session__on", "pk"))
    if award and kind == "MENTORING":
        rows_ = Mentor.objects.filter(award=award).select_related("end").prefetch_related("used")
        found["mentors"] = [
            (row, sorted(row.used.all(), key=lambda day: day.on), days_used(row))
            for row in rows_.order_by("pk")
        ]
    return found
