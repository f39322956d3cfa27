"""A case and a mutual with everything they can have, and an address for every route about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from mutualise.accounts.models import Person
from mutualise.programme.actions import delivery, letters
from mutualise.programme.actions.documents import keep
from mutualise.programme.models import (
    Assignment,
    Case,
    CaseMember,
    Competition,
    Document,
    ExtractLine,
    Letter,
    LotPlace,
    Mentor,
    Message,
    Objective,
    Output,
    Posting,
    Proof,
    Quote,
    Recusal,
    Risk,
    Supplier,
    TimeEntry,
    TrainingBooking,
    TrainingSession,
)
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    award_of,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    order_of,
    stranger,
    supplier,
)
from tests.programme.test_guards import assessed

SECRET = "Zephyrian nursing"
# Amounts that no total of the fund is, for another case has an award and an order beside these.
AWARDED, ORDERED = 54_321_09, 1_234_56
# Numbers of rows that are found in an address or a page by themselves.
ROWS_FROM = 730_400_100
DIGEST = "5ec7e7" + "0" * 58


@dataclass
class WholeCase:
    """`values` fills routes: a pattern of routes, and what stands for each name in them."""

    case: Case
    lead: Person
    firm: Supplier
    values: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    # Numbers of rows that no row of another case has.
    rows: list[int] = field(default_factory=list)

    def address_of(self, route: str) -> str:
        return filled_in(route, self.values)


def filled_in(route: str, values: list[tuple[str, dict[str, object]]]) -> str:
    """A route with its names filled by the last pattern that fits; a name nobody gave stays."""
    given: dict[str, object] = {}
    for pattern, names in values:
        if re.match(pattern, route):
            given |= names
    for name, value in given.items():
        route = re.sub(rf"<(?:\w+:)?{name}>", str(value), route)
    return "/" + route


def whole_case() -> WholeCase:
    """Money, orders, work, files, letters, a plan, and all that is asked of other people."""
    case = case_at(
        State.DELIVERING, team="Zephyrian team", service=SECRET, parent_body="Zephyria Council"
    )
    lead, firm = case.members.get().person, supplier(name="Zephyr Advice Ltd")
    made = WholeCase(case, lead, firm)

    def row() -> dict[str, int]:
        """The next number that tells itself, apart from those the database gives the rows after it."""
        made.rows.append(ROWS_FROM + 7 * len(made.rows))
        return {"pk": made.rows[-1]}

    budget = budget_of(100_000_00)
    other = award_of(case_at(State.DELIVERING), 9_00, budget)
    award = award_of(case, AWARDED, budget)
    order_of(other, supplier(), 7_00)
    order = order_of(award, firm, ORDERED, scope="Zephyrian articles", reference="WO-ZEPHYR")
    give_objectives_and_baseline(case)
    assessed(case, stranger())
    day, staff = timezone.localdate(), stranger()
    file = keep(case=case, by=lead, name="Zephyrian plan.txt", content_type="text/plain",
                sha256=DIGEST, content=b"Zephyrian")  # fmt: skip
    kept = {"by": lead, "content_type": "text/plain", "size": 9, "sha256": DIGEST, "case": case}
    # What a team lets everybody read is named and written so that it tells nothing of the team.
    published = {"sha256": keep(case=case, by=lead, name="x", content_type="text/plain",
                                sha256=DIGEST[::-1], content=b"Articles").sha256}  # fmt: skip
    outputs = []
    for confidential in (False, True):
        # Nor does the number of what was published tell more than its page on the shelf.
        own = row if confidential else dict
        named = {"name": "Zephyrian work.txt"} | kept
        of_output = Document.objects.create(**named if confidential else named | published, **own())
        outputs.append(Output.objects.create(
            order=order, document=of_output, price_pence=ORDERED, handed_in_by=lead, state="ACCEPTED",
            title="Zephyrian articles" if confidential else "Model articles", summary="Articles",
            confidential=confidential, decided_by=lead, decided_at=timezone.now(), **own(),
        ))  # fmt: skip
    Message.objects.create(case=case, by=lead, text="Zephyrian question", to_team=True)
    letters.write("message", to=lead.email, case=case, reason="Zephyrian question", key="first")
    delivery.begin_plan(case=case, by=lead, launch_on=day + timedelta(days=300))
    risk = Risk.objects.create(
        case=case, title="Zephyrian risk", likelihood=2, impact=2, mitigation="M", owner=lead,
        review_on=day, recorded_by=lead, **row(),
    )  # fmt: skip
    time = TimeEntry.objects.create(
        order=order,
        adviser=lead,
        on=day,
        minutes=60,
        note="Zephyrian hour",
        recorded_by=lead,
        **row(),
    )
    competition = Competition.objects.create(
        award=award, lot="LEGAL", brief="Zephyrian brief", days=2, opened_by=staff,
        opened_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=1),
        **row(),
    )  # fmt: skip
    offers = [
        Quote.objects.create(competition=competition, supplier=each, days=2, price_pence=ORDERED,
                             proposal="Zephyrian proposal", by=lead, **row())
        for each in (firm, supplier())
    ]  # fmt: skip
    lot = LotPlace.objects.create(supplier=firm, lot="LEGAL", valid_from=date(2020, 1, 1), recorded_by=staff)  # fmt: skip
    proof = Proof.objects.create(award=award, kind="COMPLETION", words="Zephyrian proof",
                                 document=Document.objects.create(name="Zephyrian proof.txt", **kept, **row()),
                                 shown_by=lead, **row())  # fmt: skip
    mentor = Mentor.objects.create(award=award, name="Mentor", body="Zephyrian body", days=2,
                                   day_rate_pence=400_00, agreed_by=staff, **row())  # fmt: skip
    session = TrainingSession.objects.create(title="Cash flow", venue="Hall", on=date(2020, 1, 1), places=9, place_pence=1, arranged_by=staff)  # fmt: skip
    booking = TrainingBooking.objects.create(session=session, award=award, places=3, kept_by=staff, **row())  # fmt: skip
    ExtractLine.objects.create(
        fund=budget.fund, file_sha256=DIGEST, line=1, reference="P-1", on=day, amount_pence=5,
        uploaded_by=staff,
    )  # fmt: skip
    assignment = Assignment.objects.create(
        case=case,
        assessor=stranger(),
        due=day,
        assigned_by=staff,
        no_conflict_at=timezone.now(),
        **row(),
    )
    recusal = Recusal.objects.create(person=stranger(), case=case, origin="FOUND", ground="MAIL", words="Zephyrian tie", **row())  # fmt: skip
    colleague = CaseMember.objects.create(case=case, person=stranger(), part="COLLEAGUE")
    made.values = [
        ("", {"code": "mycsp", "organisation": "mycsp", "reference": case.reference, "verb": "stop",
              "question": "services", "step": "outline-case", "kind": "events", "token": "x",
              "order": order.reference, "digest": DIGEST[:16], "position": 1, "number": 1,
              "change": "withdraw", "contest": "staff", "row": 1, "path": "x", "key": "x"}),
        ("programme/cases/.*subsidy/", {"verb": "given"}),
        ("programme/cases/.*decide/", {"verb": "defer"}),
        ("programme/suppliers/", {"code": firm.code, "kind": "lots", "number": lot.pk}),
        ("programme/fund/budgets/", {"code": budget.code}),
        ("programme/fund/postings/", {"number": Posting.objects.get(target__award=award).pk}),
        ("programme/letters/", {"number": Letter.objects.get(case=case).pk}),
        ("programme/assessments/", {"number": assignment.pk}),
        ("programme/cases/.*assessors/", {"number": assignment.pk}),
        ("programme/cases/.*mentors/", {"number": mentor.pk}),
        ("programme/cases/.*training/", {"number": booking.pk}),
        ("programme/conflicts/", {"number": recusal.pk}),
        ("programme/training/", {"number": session.pk, "position": booking.pk}),
        ("(programme/cases|advice)/.*competitions/", {"number": competition.pk, "position": offers[0].pk}),
        ("(programme|support)/cases/.*proofs/", {"number": proof.pk}),
        ("support/cases/.*objectives/", {"number": Objective.objects.get(case=case).pk}),
        ("support/cases/.*people/", {"number": colleague.pk}),
        ("support/cases/.*files/", {"number": file.pk}),
        ("support/cases/.*mentors/", {"number": mentor.pk}),
        ("support/cases/.*outputs/", {"number": outputs[-1].pk}),
        ("support/cases/.*risks/", {"number": risk.pk}),
        ("support/cases/.*steps/", {"verb": "withdraw"}),
        ("advice/.*outputs/", {"number": outputs[-1].pk}),
        ("advice/.*time/", {"number": time.pk}),
        ("library/", {"number": outputs[0].pk}),
        ("observations|api/v1/observations", {"reference": "obs-1"}),
    ]  # fmt: skip
    return made
