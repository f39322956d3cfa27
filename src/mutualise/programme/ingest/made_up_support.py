"""What the demonstration has beside advice and grants: proofs, training, mentoring and outcomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.programme.actions import confirmations, proofs, training
from mutualise.programme.models import Award, Confirmation
from mutualise.programme.queries.confirmations import Achieved, objectives_of, person_asked
from mutualise.programme.rules.states import State

# Cases beside the 110: one for each stage and kind of support that chance alone does not bring.
FIRST_OF_MORE = 111
MORE = (
    (State.MODERATING, ""), (State.CHECKING, ""), (State.APPEALED, ""),
    (State.DELIVERING, "MATCH"), (State.DELIVERING, "TRAINING"), (State.DELIVERING, "MENTORING"),
)  # fmt: skip


def prove(
    award: Award, *, lead: Person, people: dict[str, Person], later: Callable[..., Any]
) -> None:
    """Show the match or the completion, which an officer accepts, where the award asks for one."""
    if award.kind not in ("MATCH", "REIMBURSEMENT"):
        return
    with later():
        shown = proofs.show_proof(
            award=award, by=lead, amount_pence=award.match_pence,
            words="Made-up: a statement of the bank" if award.match_pence else "Made-up: a report",
        )  # fmt: skip
    with later():
        proofs.decide_proof(proof=shown, by=people["programme-officer"], accepted=True,
                            words="Made-up: it shows what was asked")  # fmt: skip


def teach(
    award: Award, *, lead: Person, people: dict[str, Person], later: Callable[..., Any]
) -> None:
    """A session of training held and one to come, or a mentor with two days used."""
    officer = people["programme-officer"]
    if award.kind == "TRAINING":
        with later():
            soon = clock.today() + timedelta(days=7)
            sessions = {
                "How a board of a mutual works": soon,
                "Bidding for a contract": date(2027, 1, 20),
            }
            bookings = []
            for title, on in sessions.items():
                session = training.arrange_session(
                    by=officer, title=title, venue="Made-up training centre", on=on, places=12,
                    place_pence=250_00, demonstration=True,
                )  # fmt: skip
                bookings.append(
                    training.keep_places(award=award, by=officer, session=session, places=4)
                )
        with later(8, 9):
            training.note_attendance(booking=bookings[0], by=officer, came=3)
    if award.kind == "MENTORING":
        with later():
            mentor = training.agree_mentor(
                award=award, by=officer, name="Demonstration mentor", body="Demonstration mutual",
                days=Decimal(6), day_rate_pence=400_00,
            )  # fmt: skip
        for half_days in (2, 1):
            with later(10, 20):
                training.use_day(mentor=mentor, by=lead, on=clock.today(), half_days=half_days,
                                 words="Made-up: the first business plan")  # fmt: skip


def answer_outcomes(last: date) -> None:
    """Of the mutuals that were asked, the first confirms with values and the second disputes."""
    asked = list(Confirmation.objects.filter(answered_at=None).order_by("pk")[:2])
    for row, confirmed in zip(asked, (True, False), strict=False):
        achieved = [
            Achieved(each, each.target_value + (0 if confirmed else 1), last - timedelta(days=20), confirmed)
            for each in objectives_of(row)
        ]  # fmt: skip
        confirmations.answer(
            asked=row, by=person_asked(row), confirmed=confirmed, achieved=achieved,
            counterfactual="LATER" if confirmed else "ANYWAY",
            words="" if confirmed else "Made-up: the award was smaller than it says",
        )  # fmt: skip
