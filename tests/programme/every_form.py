"""Every form of the programme: whose page it is, what fills it rightly, and what may change meanwhile.

`FORMS` has a line for each address that takes a form; `test_bad_input` fails when one has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.programme.actions import awards, confirmations, delivery, diagnostics, fund, letters
from mutualise.programme.actions.documents import add_document
from mutualise.programme.actions.reversals import reverse
from mutualise.programme.models import (
    Answer,
    Assignment,
    CaseEvent,
    CaseMember,
    Certification,
    Competition,
    Dispensation,
    Interest,
    Letter,
    LotPlace,
    Mentor,
    Milestone,
    Objective,
    Output,
    Posting,
    Proof,
    Quote,
    Rate,
    Recusal,
    Risk,
    SubsidyStep,
    TimeEntry,
    TrainingBooking,
    TrainingSession,
)
from mutualise.programme.queries.application import digest
from mutualise.programme.queries.confirmations import Due
from mutualise.programme.queries.enquiries import token_of
from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.eligibility import QUESTIONS as ELIGIBILITY
from mutualise.programme.rules.forecast import financial_year
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.programme.rules.stages import BY_NAME, TRANSITIONS, Transition
from mutualise.programme.rules.states import OPEN, State
from tests.filled import filled
from tests.programme.builders import (
    award_of,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    order_of,
    signed_in,
    stranger,
    supplier,
)
from tests.programme.test_guards import assessed

OFFICER, DECIDER, PAYER, ASSESSOR, ADVISER = (
    Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER, Role.ASSESSOR, Role.ADVISER,
)  # fmt: skip
TEAM, STAFF = "/support/cases/{case}/", "/programme/cases/{case}/"
FIRM, ORDER = "/programme/suppliers/{supplier}/", "/advice/orders/{order}/"
TODAY = localdate()
SOON = TODAY + timedelta(days=40)
LONG_AGO = date(2020, 1, 1)
Made = SimpleNamespace
# Nothing anybody does meanwhile makes such a page stale.
NO_OBJECT = "It makes something new of its own"
ANY_STAGE = "It may be said at any stage of a case"


@dataclass(frozen=True)
class Form:
    """`whose` is a role, "team", or None for anyone. `good` fills the fields the page leaves empty.
    `meanwhile` makes the opened page stale, or says in words why nothing does. `prepare` makes what
    the page is about and gives the names of it in the address."""

    address: str
    whose: Any
    state: State
    good: dict[str, object] = field(default_factory=dict)
    meanwhile: Callable[[Made], object] | str = ""
    prepare: Callable[[Made], dict[str, object]] | None = None
    query: str = ""
    # The form changes what a browser holds and no table, or looks for what may not be there.
    may_find_nothing: bool = False


def day(name: str, value: date = SOON) -> dict[str, object]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def world(form: Form) -> Made:
    """A case where the form is open, and the one whose page it is, signed in."""
    lead = stranger()
    case = case_at(form.state, lead=lead)
    made = Made(form=form, case=case, lead=lead, award=None, firm=supplier())
    if form.state in (State.AWARDED, State.DELIVERING, State.LAUNCHED):
        in_kind = form.state is State.DELIVERING and form.whose is not PAYER
        made.award = award_of(case, 20_000_00, kind="ADVICE" if in_kind else "GRANT")
        SubsidyStep.objects.create(award=made.award, kind="NOTIFIED", by=lead)
        if form.state is not State.AWARDED:
            SubsidyStep.objects.create(award=made.award, kind="CONFIRMED", by=lead)
    if form.whose is ADVISER:
        made.person = holder(ADVISER, made.firm.code)
    else:
        made.person = lead if form.whose in (None, "team") else holder(form.whose)
    names = {"case": case.reference, "supplier": made.firm.code}
    if made.award:
        names["budget"] = made.award.budget.code
    if form.prepare:
        names |= form.prepare(made)
    made.client = Client() if form.whose is None else signed_in(made.person)
    made.address = form.address.format(**names)
    made.query = form.query.format(**names)
    return made


# What a page is about.


def colleague(made: Made) -> dict[str, object]:
    made.colleague = CaseMember.objects.create(case=made.case, person=stranger(), part="COLLEAGUE")
    return {"member": made.colleague.pk}


def invited(made: Made) -> dict[str, object]:
    made.person = stranger()
    CaseMember.objects.create(case=made.case, person=made.person, part="COLLEAGUE", joined_at=None)
    return {}


def unconfirmed(made: Made) -> dict[str, object]:
    made.case.members.update(joined_at=None)
    return {"token": token_of(made.case.members.get())}


def led_by_nobody(made: Made) -> dict[str, object]:
    made.case.members.update(left_at=clock.now())
    return {}


def an_objective(made: Made) -> dict[str, object]:
    give_objectives_and_baseline(made.case)
    return {"objective": Objective.objects.get(case=made.case).pk}


def document(made: Made) -> dict[str, object]:
    made.document = add_document(
        case=made.case, by=made.lead, name="notes.txt", content_type="text/plain",
        sha256="0" * 64, content=b"notes",
    )  # fmt: skip
    return {"document": made.document.pk}


def sponsor_signed_in(made: Made) -> dict[str, object]:
    give_objectives_and_baseline(made.case)
    for question in QUESTIONS:
        Answer.objects.create(case=made.case, question=question.key, number=1, text="x", by=made.lead)  # fmt: skip
    made.person = stranger()
    CaseMember.objects.create(case=made.case, person=made.person, part="SPONSOR")
    return {}


def certified(made: Made) -> dict[str, object]:
    sponsor_signed_in(made)
    Certification.objects.create(
        case=made.case, by=made.person, outcome="GIVEN", digest=digest(made.case)
    )
    made.person = made.lead
    return {}


def confirmed_subsidy(made: Made) -> dict[str, object]:
    SubsidyStep.objects.create(award=made.award, kind="CONFIRMED", by=made.lead)
    return {}


def planned(made: Made) -> dict[str, object]:
    delivery.begin_plan(case=made.case, by=made.lead, launch_on=SOON + timedelta(days=300))
    return {}


def ready_to_launch(made: Made) -> dict[str, object]:
    planned(made)
    before = TODAY - timedelta(days=40)
    for row in Milestone.objects.known_at(None).filter(case=made.case).exclude(step="LAUNCH"):
        done = before if row.step == "LIABILITY_INFO" else TODAY
        replaced(row, starts=before, due=TODAY, done_on=done)
    return {}


def risk(made: Made) -> dict[str, object]:
    made.risk = Risk.objects.create(
        case=made.case, title="R", likelihood=2, impact=2, mitigation="M", owner=made.lead,
        review_on=SOON, recorded_by=made.lead,
    )  # fmt: skip
    return {"risk": made.risk.pk}


def order(made: Made) -> dict[str, object]:
    made.order = order_of(made.award, made.firm, 5_000_00, reference=f"{made.case.reference}-01")
    fund.call_off(made.order, made.lead)
    return {"order": made.order.reference}


def output(made: Made) -> dict[str, object]:
    order(made)
    made.output = Output.objects.create(
        order=made.order, title="T", summary="S", price_pence=1_000_00, handed_in_by=made.lead
    )
    return {"order": made.order.reference, "output": made.output.pk}


def owed_order(made: Made) -> dict[str, object]:
    names = order(made)
    fund.accrue(award=made.award, order=made.order, amount_pence=1_000_00, by=made.lead,
                on=clock.today(), words="Accepted", key=f"owed-{made.order.pk}")  # fmt: skip
    return names


def time_entry(made: Made) -> dict[str, object]:
    names = order(made)
    made.time = TimeEntry.objects.create(
        order=made.order, adviser=made.person, on=TODAY, minutes=60, note="N",
        recorded_by=made.person,
    )  # fmt: skip
    return names | {"time": made.time.pk}


def on_the_lot(made: Made) -> dict[str, object]:
    since = {"supplier": made.firm, "lot": "LEGAL", "valid_from": LONG_AGO, "recorded_by": made.lead}  # fmt: skip
    made.lot = LotPlace.objects.create(**since)
    Rate.objects.create(**since, grade="SENIOR", day_rate_pence=1_000_00)
    return {"lot": made.lot.pk}


def competition(made: Made) -> dict[str, object]:
    return competition_until(made, clock.now() + timedelta(days=8))


def competition_until(made: Made, closes_at: datetime) -> dict[str, object]:
    on_the_lot(made)
    made.competition = Competition.objects.create(
        award=made.award, lot="LEGAL", brief="B", days=2, opened_by=made.lead,
        opened_at=closes_at - timedelta(days=8), closes_at=closes_at,
    )  # fmt: skip
    return {"competition": made.competition.pk}


def closed_competition(made: Made) -> dict[str, object]:
    names = competition_until(made, clock.now() - timedelta(days=1))
    first, _ = (
        Quote.objects.create(
            competition=made.competition, supplier=firm, days=2, price_pence=1_500_00,
            proposal="P", by=made.lead,
        )
        for firm in (made.firm, supplier())
    )  # fmt: skip
    return names | {"offer": first.pk}


def owed(made: Made) -> dict[str, object]:
    fund.accrue(award=made.award, amount_pence=100_00, by=made.lead, on=clock.today(),
                words="Due", key=f"owed-{made.award.pk}")  # fmt: skip
    return {}


def allocation(made: Made) -> dict[str, object]:
    return {"posting": Posting.objects.get(kind="ALLOCATION", target__budget=made.award.budget).pk}


def other_aid(made: Made) -> dict[str, object]:
    made.aid = awards.add_assistance(
        case=made.case, by=made.lead, giver="The council", given_on=LONG_AGO, amount_pence=100
    )
    return {"aid": made.aid.pk}


def tie(made: Made) -> dict[str, object]:
    made.tie = Interest.objects.create(
        person=made.person, kind="OTHER", organisation="A", organisation_key="a",
        valid_from=LONG_AGO,
    )  # fmt: skip
    return {"interest": made.tie.pk}


def task(made: Made) -> dict[str, object]:
    made.task = Assignment.objects.create(
        case=made.case, assessor=made.person, due=SOON, assigned_by=made.lead,
        no_conflict_at="2026-01-01T00:00Z",
    )  # fmt: skip
    return {"task": made.task.pk}


def undeclared_task(made: Made) -> dict[str, object]:
    names = task(made)
    Assignment.objects.filter(pk=made.task.pk).update(no_conflict_at=None)
    return names


def of_kind(kind: str, **more: object) -> Callable[[Made], dict[str, object]]:
    """The award of the case is of another kind than the world gave it."""

    def prepare(made: Made) -> dict[str, object]:
        made.case = case_at(made.form.state, lead=made.lead)
        made.award = award_of(made.case, 20_000_00, kind=kind, **more)
        return {"case": made.case.reference}

    return prepare


def found_conflict(made: Made) -> dict[str, object]:
    made.recusal = Recusal.objects.create(
        person=holder(ASSESSOR), case=made.case, origin="FOUND", ground="MAIL", words="Found"
    )
    return {"recusal": made.recusal.pk}


def found_of_officer(made: Made) -> dict[str, object]:
    made.recusal = Recusal.objects.create(
        person=holder(OFFICER), case=made.case, origin="FOUND", ground="MAIL", words="Found"
    )
    return {"recusal": made.recusal.pk}


def leave_asked(made: Made) -> dict[str, object]:
    found_of_officer(made)
    asked = Dispensation.objects.create(
        recusal=made.recusal, reason="R", until=SOON, asked_by=holder(PAYER)
    )
    return {"leave": asked.pk}


def proof(made: Made) -> dict[str, object]:
    names = of_kind("REIMBURSEMENT")(made)
    made.proof = Proof.objects.create(
        award=made.award, kind="COMPLETION", words="W", shown_by=made.lead
    )
    return names | {"proof": made.proof.pk}


def session(made: Made) -> dict[str, object]:
    names = of_kind("TRAINING")(made)
    made.session = TrainingSession.objects.create(
        title="T", venue="V", on=SOON, places=10, place_pence=100_00, arranged_by=made.lead
    )
    return names


def session_to_come(made: Made) -> dict[str, object]:
    session(made)
    return {"session": made.session.pk}


def kept_places(made: Made) -> dict[str, object]:
    names = session(made)
    made.booking = TrainingBooking.objects.create(
        session=made.session, award=made.award, places=3, kept_by=made.lead
    )
    return names | {"booking": made.booking.pk}


def assessor_asked(made: Made) -> dict[str, object]:
    row = Assignment.objects.create(
        case=made.case, assessor=holder(ASSESSOR), due=SOON, assigned_by=made.lead
    )
    return {"task": row.pk}


def booking(made: Made) -> dict[str, object]:
    of_kind("TRAINING")(made)
    made.session = TrainingSession.objects.create(
        title="T", venue="V", on=LONG_AGO, places=10, place_pence=100_00, arranged_by=made.lead
    )
    made.booking = TrainingBooking.objects.create(
        session=made.session, award=made.award, places=3, kept_by=made.lead
    )
    return {"session": made.session.pk, "booking": made.booking.pk}


def undone_places(made: Made) -> dict[str, object]:
    """Places whose debt was reversed: they can be owed for again."""
    booking(made)
    debt = fund.accrue(
        award=made.award, amount_pence=300_00, by=made.lead, on=TODAY, words="3 places at T",
        key=f"training-{made.booking.pk}",
    )  # fmt: skip
    reverse(posting=debt, by=holder(PAYER), words="Wrong")
    return {"posting": debt.pk}


def shared_output(made: Made) -> dict[str, object]:
    names = output(made)
    Output.objects.filter(pk=made.output.pk).update(
        state="ACCEPTED", confidential=False, decided_at=clock.now(), decided_by=made.lead
    )
    return names


def mentored(made: Made) -> dict[str, object]:
    names = of_kind("MENTORING")(made)
    made.mentor = Mentor.objects.create(
        award=made.award, name="M", body="B", days=2, day_rate_pence=400_00, agreed_by=made.lead
    )
    return names | {"mentor": made.mentor.pk}


def to_moderate(made: Made) -> dict[str, object]:
    assessed(made.case, holder(ASSESSOR), (0, 4))
    return {}


def to_decide(made: Made) -> dict[str, object]:
    assessed(made.case, holder(ASSESSOR))
    give_objectives_and_baseline(made.case)
    made.budget = budget_of(30_000_00)
    return {}


def failed_letter(made: Made) -> dict[str, object]:
    letters.write("message", to=made.lead.email, case=made.case, reason="x", key=f"l-{made.case.pk}")  # fmt: skip
    made.letter = Letter.objects.get(key=f"l-{made.case.pk}")
    Letter.objects.filter(pk=made.letter.pk).update(tries=99)
    return {"letter": made.letter.pk}


def asked(made: Made) -> dict[str, object]:
    give_objectives_and_baseline(made.case)
    confirmations.ask(Due(made.case, 6))
    made.body = Letter.objects.get(template="confirmation_asked", case=made.case).body
    return {"token": made.body.partition("/support/confirm/")[2].partition("/")[0]}


def run(made: Made) -> dict[str, object]:
    return {"token": diagnostics.begin()}


# What happens meanwhile.


def replaced(row: Any, **change: object) -> Any:
    """A newer row in the place of an old one, as a colleague's correction."""
    new = type(row)(**row.content() | change)
    new.replaces, new.change, new.reason = row, Change.UPDATE, "Meanwhile"
    new.recorded_by = row.recorded_by
    new.save()
    return new


def moved(made: Made) -> None:
    """Somebody takes a step with the case, to an end where there is one."""
    at = made.case.state
    steps = [t for t in TRANSITIONS if at in t.sources]
    taken(made, next((t for t in steps if t.target not in OPEN), steps[0]))


def stopped(made: Made) -> None:
    taken(made, BY_NAME["stop"])


def taken(made: Made, step: Transition) -> None:
    number = CaseEvent.objects.filter(case=made.case).count() + 1
    CaseEvent.objects.create(
        case=made.case, number=number, name=step.name, source=made.case.state, target=step.target.value,
        by=made.lead, words="Meanwhile", code="OTHER" if step.coded else "",
    )  # fmt: skip


def chosen(made: Made) -> None:
    quote = made.competition.quotes.order_by("pk").last()
    order_of(made.award, quote.supplier, method="COMPETITION", quote=quote)


def finished(made: Made) -> None:
    fund.release(award=made.award, by=made.lead, words="Meanwhile", order=made.order)


def paid(made: Made) -> None:
    of = getattr(made, "order", None)
    owed_now = 1_000_00 if of else 100_00
    fund.pay(award=made.award, order=of, amount_pence=owed_now, by=holder(PAYER), on=clock.today(),
             reference="M", key=f"meanwhile-{made.award.pk}")  # fmt: skip


def same_again(made: Made) -> None:
    """A colleague sends the same from a page of their own."""
    other = signed_in(made.person)
    other.post(made.address, good(other.get(made.address + made.query), made))


def good(page: Any, made: Made) -> dict[str, object]:
    """The page's own values, with what somebody would type into it."""
    given = made.form.good
    sent = {n: v for n, v in filled(page).items() if n not in ("csrfmiddlewaretoken", "confirm")}
    for name, value in given.items():
        sent[name] = value(made) if callable(value) else value
    return sent


WORDS: dict[str, object] = {"words": "Said in words"}
CODED = {"code": "OTHER"} | WORDS
SCORES = {f"score-{c.code}": "3" for c in CRITERIA} | {f"reasons-{c.code}": "Good" for c in CRITERIA}  # fmt: skip


def a_file(made: Made) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", b"A plan\n", "text/plain")


def extract(made: Made) -> SimpleUploadedFile:
    text = b"reference,date,payee,amount\nP-1,2026-06-01,A,10.00\n"
    return SimpleUploadedFile("extract.csv", text, "text/csv")


def picked(name: str) -> Callable[[Made], object]:
    """The number of something that was prepared."""
    return lambda made: getattr(made, name).pk


def begun(made: Made) -> dict[str, object]:
    """The diagnostic of a browser that pressed its start button."""
    made.press_first = "/support/ready/"
    return {}


def reader(made: Made) -> dict[str, object]:
    made.reader = holder(ASSESSOR)
    return {}


def consortium(made: Made) -> dict[str, object]:
    made.group = supplier(consortium=True)
    return {}


def freed(made: Made) -> dict[str, object]:
    """The award's money is free in its budget again."""
    fund.release(award=made.award, by=made.lead, words="Launched")
    return {}


def freed_allocation(made: Made) -> dict[str, object]:
    return freed(made) | allocation(made)


def last_year(made: Made) -> dict[str, object]:
    """A budget whose year is over, with money that is free."""
    return {"budget": budget_of(100_00, financial_year(TODAY) - 1).code}


def same_other_text(made: Made) -> None:
    Answer.objects.create(case=made.case, question="services", number=1, text="Theirs", by=made.lead)  # fmt: skip


def owner(made: Made) -> object:
    return made.lead.pk


def budget_code(made: Made) -> object:
    return made.budget.code


YES: dict[str, object] = {"sure": "on"}
FORMS = [
    Form("/support/enquiry/", None, State.ENQUIRY, {
        "email": "a@example.org", "team": "T", "service": "S", "sector": "other", "sector_other": "Steel", "region": "london",
        "parent_body": "P"}, NO_OBJECT),
    Form("/support/enquiry/confirm/{token}/", None, State.ENQUIRY, {}, moved, unconfirmed),
    Form("/support/ready/", None, State.ENQUIRY, {}, NO_OBJECT),
    Form("/support/ready/why/", None, State.ENQUIRY, {"answer": "yes"}, NO_OBJECT, begun),
    Form("/support/ready/place/", None, State.ENQUIRY, {"sector": "none", "region": "london"}, NO_OBJECT, begun),
    Form("/support/ready/resume/{token}/", None, State.ENQUIRY, {}, NO_OBJECT, run, may_find_nothing=True),
    Form("/support/confirm/{token}/", None, State.LAUNCHED, {"confirmed": "yes", "counterfactual": "LATER"},
         same_again, asked),
    Form(TEAM + "answers/services/", "team", State.DRAFTING, {"text": "Nursing"}, same_other_text),
    Form(TEAM + "objectives/add/", "team", State.DRAFTING, {
        "text": "T", "unit": "days", "start_value": "9", "target_value": "7",
        **day("start_on", LONG_AGO), **day("target_on")}, moved),
    Form(TEAM + "objectives/{objective}/", "team", State.DRAFTING, {"target_value": "6", "reason": "R"}, same_again, an_objective),
    Form(TEAM + "baseline/add/", "team", State.DRAFTING, {
        "kind": "COST", "value": "5", "unit": "GBP", "read_from": "Accounts", **day("as_at", LONG_AGO)}, same_again),
    Form(TEAM + "people/add/", "team", State.DRAFTING, {"email": "b@example.org", "part": "COLLEAGUE"}, same_again),
    Form(TEAM + "people/join/", "team", State.DRAFTING, {}, moved, invited),
    Form(TEAM + "people/{member}/remove/", "team", State.DRAFTING, {}, same_again, colleague),
    Form(TEAM + "people/hand-over/", "team", State.DRAFTING, {"to": picked("colleague")}, moved, colleague),
    Form(TEAM + "files/add/", "team", State.DRAFTING, {"file": a_file}, moved),
    Form(TEAM + "files/{document}/remove/", "team", State.DRAFTING, {}, same_again, document),
    Form(TEAM + "certify/", "team", State.DRAFTING, {"outcome": "given", "name": "Name", "post": "Post"}, moved, sponsor_signed_in),
    Form(TEAM + "messages/add/", "team", State.DRAFTING, {"text": "T"}, ANY_STAGE),
    Form(TEAM + "steps/submit/", "team", State.DRAFTING, {}, moved, certified),
    Form(TEAM + "steps/accept-offer/", "team", State.AWARDED, {}, moved, confirmed_subsidy),
    Form(TEAM + "steps/withdraw/", "team", State.DRAFTING, CODED, moved),
    Form(TEAM + "steps/appeal/", "team", State.REFUSED, WORDS, moved),
    Form(TEAM + "steps/apply-again/", "team", State.WITHDRAWN, WORDS, moved),
    Form(TEAM + "subsidy/", "team", State.AWARDED, {"giver": "G", "amount": "10", **day("given_on", LONG_AGO)}, NO_OBJECT),
    Form(TEAM + "subsidy/{aid}/withdraw/", "team", State.AWARDED, {"reason": "R"}, same_again, other_aid),
    Form(TEAM + "plan/begin/", "team", State.DELIVERING, day("launch_on"), same_again),
    Form(TEAM + "plan/steps/outline-case/", "team", State.DELIVERING, day("done_on", LONG_AGO), same_again, planned),
    Form(TEAM + "risks/add/", "team", State.DELIVERING, {
        "title": "R", "likelihood": "2", "impact": "2", "mitigation": "M", "owner": owner, **day("review_on")}, moved),
    Form(TEAM + "risks/{risk}/", "team", State.DELIVERING, {"title": "Other", "reason": "R"}, same_again, risk),
    Form(TEAM + "outputs/{output}/", "team", State.DELIVERING, {"outcome": "accepted"}, same_again, output),
    Form("/your-data/erase/", "team", State.DECLINED, YES, NO_OBJECT),
    Form(STAFF + "steps/decline/", OFFICER, State.ENQUIRY, CODED, moved),
    Form(STAFF + "steps/request-changes/", OFFICER, State.SUBMITTED, WORDS, moved),
    Form(STAFF + "steps/stop/", OFFICER, State.AWARDED, CODED, moved),
    Form(STAFF + "lead/", OFFICER, State.DELIVERING, {"email": "b@example.org"}, same_again, led_by_nobody),
    Form(STAFF + "sector/", OFFICER, State.SUBMITTED, {"sector": "other", "sector_other": "Steel"}, same_again),
    Form(STAFF + "eligibility/", OFFICER, State.SUBMITTED, {f"met-{q}": "yes" for q in ELIGIBILITY}, same_again),
    Form(STAFF + "officer/", OFFICER, State.DRAFTING, {"officer": picked("person")}, same_again),
    Form(STAFF + "messages/add/", OFFICER, State.DRAFTING, {"text": "T", "to_team": "yes"}, ANY_STAGE),
    Form(STAFF + "assessors/add/", OFFICER, State.ASSESSING, {"assessor": picked("reader"), **day("due")}, same_again, reader),
    Form(STAFF + "conflict/", OFFICER, State.ASSESSING, WORDS, ANY_STAGE),
    Form(STAFF + "moderate/", OFFICER, State.MODERATING, SCORES | WORDS, moved, to_moderate),
    Form(STAFF + "decide/pass-check/", OFFICER, State.CHECKING, WORDS, moved),
    Form(STAFF + "decide/refuse/", DECIDER, State.DECIDING, CODED, moved),
    Form(STAFF + "award/", DECIDER, State.DECIDING, {
        "kind": "ADVICE", "budget": budget_code, "amount": "100", "purpose": "P"} | WORDS, moved, to_decide),
    Form(STAFF + "award/vary/", DECIDER, State.DELIVERING, {"amount": "-10"} | WORDS, moved),
    Form(STAFF + "award/release/", PAYER, State.LAUNCHED, WORDS, same_again),
    Form(STAFF + "award/subsidy/given/", OFFICER, State.DELIVERING, WORDS, same_again),
    Form(STAFF + "proofs/{proof}/", OFFICER, State.DELIVERING, {"outcome": "accepted"} | WORDS, same_again, proof),
    Form(STAFF + "training/add/", OFFICER, State.DELIVERING, {"session": picked("session"), "places": "2"}, same_again, session),
    Form(STAFF + "mentors/add/", OFFICER, State.DELIVERING, {
        "name": "N", "body": "B", "days": "2", "day_rate_pence": "400"}, same_again, of_kind("MENTORING")),
    Form(TEAM + "proofs/add/", "team", State.DELIVERING, {"words": "Done"}, stopped, of_kind("REIMBURSEMENT")),
    Form(TEAM + "mentors/{mentor}/days/add/", "team", State.DELIVERING, {
        "half_days": "2", "words": "Done", **day("on", TODAY)}, same_again, mentored),
    Form("/programme/training/add/", OFFICER, State.DELIVERING, {
        "title": "T", "venue": "V", "places": "5", "place_pence": "100", **day("on")}, same_again),
    Form("/programme/training/{session}/bookings/{booking}/", OFFICER, State.DELIVERING, {"came": "2"}, same_again, booking),
    Form(STAFF + "orders/add/", OFFICER, State.DELIVERING, {
        "lot": "LEGAL", "supplier": picked("firm"), "scope": "S", "days": "2", "price": "100", "reason": "R",
        **day("due")}, moved, on_the_lot, query="?lot=LEGAL&days=2&price=100"),
    Form(STAFF + "orders/{order}/finish/", OFFICER, State.DELIVERING, WORDS, same_again, order),
    Form(STAFF + "orders/{order}/pay/", PAYER, State.DELIVERING, {
        "amount": "1000", "reference": "R", **day("on", TODAY)}, paid, owed_order),
    Form(STAFF + "competitions/add/", OFFICER, State.DELIVERING, {
        "lot": "LEGAL", "brief": "B", "days": "2", **day("closes_on")}, moved, on_the_lot),
    Form(STAFF + "competitions/{competition}/offers/{offer}/", OFFICER, State.DELIVERING, {
        "reason": "R", **day("due")}, chosen, closed_competition),
    Form(STAFF + "launch/", OFFICER, State.DELIVERING, {
        "code": "new-mutual", "legal_form": "CIC", "nation": "england"}, moved, ready_to_launch),
    Form(STAFF + "owe/", PAYER, State.DELIVERING, {"amount": "10"} | WORDS, stopped),
    Form(STAFF + "pay/", PAYER, State.DELIVERING, {"amount": "100", "reference": "R"}, paid, owed),
    Form(STAFF + "competitions/{competition}/withdraw/", OFFICER, State.DELIVERING, WORDS, same_again, competition),
    Form(STAFF + "training/{booking}/release/", OFFICER, State.DELIVERING, WORDS, same_again, kept_places),
    Form(STAFF + "mentors/{mentor}/end/", OFFICER, State.DELIVERING, WORDS, same_again, mentored),
    Form(STAFF + "assessors/{task}/end/", OFFICER, State.ASSESSING, WORDS, same_again, assessor_asked),
    Form("/programme/training/{session}/cancel/", OFFICER, State.DELIVERING, WORDS, same_again, session_to_come),
    Form(TEAM + "outputs/{output}/library/", "team", State.DELIVERING, {}, same_again, shared_output),
    Form("/programme/bulk/", OFFICER, State.ENQUIRY, CODED, moved, query="?step=decline&case={case}"),
    Form("/programme/conflicts/", OFFICER, State.DRAFTING, {}, NO_OBJECT, may_find_nothing=True),
    Form("/programme/conflicts/{recusal}/leave/", DECIDER, State.DRAFTING, {
        "reason": "R", **day("until")}, same_again, found_of_officer),
    Form("/programme/conflicts/leave/{leave}/agree/", DECIDER, State.DRAFTING, WORDS, same_again, leave_asked),
    Form("/programme/conflicts/leave/{leave}/end/", DECIDER, State.DRAFTING, WORDS, same_again, leave_asked),
    Form("/programme/conflicts/{recusal}/lift/", OFFICER, State.DRAFTING, {"reason": "False"}, same_again, found_conflict),
    Form("/programme/letters/{letter}/", OFFICER, State.DRAFTING, {}, same_again, failed_letter),
    Form("/programme/publish/", OFFICER, State.DRAFTING, {}, same_again),
    Form("/programme/supplier/add/", OFFICER, State.ENQUIRY, {"name": "N", "code": "new-firm", "size": "small"}, same_again),
    Form(FIRM + "lots/add/", OFFICER, State.ENQUIRY, {"lot": "TAX"}, same_again),
    Form(FIRM + "rates/add/", OFFICER, State.ENQUIRY, {"lot": "TAX", "grade": "SENIOR", "day_rate_pence": "900"}, same_again),
    Form(FIRM + "consortia/add/", OFFICER, State.ENQUIRY, {"consortium": picked("group")}, same_again, consortium),
    Form(FIRM + "interests/add/", OFFICER, State.ENQUIRY, {"organisation": "O", "nature": "N"}, same_again),
    Form(FIRM + "lots/{lot}/end/", OFFICER, State.ENQUIRY, {"reason": "R"}, same_again, on_the_lot),
    Form(FIRM + "lots/{lot}/withdraw/", OFFICER, State.ENQUIRY, {"reason": "R"}, same_again, on_the_lot),
    Form("/programme/interests/", OFFICER, State.ENQUIRY, {
        "kind": "OTHER", "organisation": "O", **day("valid_from", LONG_AGO)}, NO_OBJECT),
    Form("/programme/interests/{interest}/withdraw/", OFFICER, State.ENQUIRY, {"reason": "R"}, same_again, tie),
    Form("/programme/assessments/{task}/", ASSESSOR, State.ASSESSING, SCORES | WORDS | {
        "recommendation": "AWARD", "amount": "10"}, same_again, task),
    Form("/programme/assessments/{task}/", ASSESSOR, State.ASSESSING, {"conflict": "no"}, same_again, undeclared_task),
    Form("/programme/fund/open/", PAYER, State.DELIVERING, {
        "name": "N", "code": "new-fund", "ceiling": "100", **day("opens_on"), **day("closes_on", SOON + timedelta(days=9))},
        same_again),
    Form("/programme/fund/budgets/add/", PAYER, State.DELIVERING, {"name": "N", "code": "new-budget", "year": str(TODAY.year)}, same_again),
    Form("/programme/fund/budgets/{budget}/allocate/", PAYER, State.LAUNCHED, {"amount": "-20000"} | WORDS, same_again, freed),
    Form("/programme/fund/budgets/{budget}/close/", PAYER, State.LAUNCHED, {"into": "-"} | WORDS, same_again, last_year),
    Form("/programme/fund/postings/{posting}/", PAYER, State.LAUNCHED, {"when": "since", **day("on", TODAY)} | WORDS, same_again, freed_allocation),
    Form("/programme/fund/postings/{posting}/again/", PAYER, State.DELIVERING, WORDS, same_again, undone_places),
    Form("/programme/fund/extracts/", PAYER, State.DELIVERING, {"file": extract}, same_again),
    Form(ORDER + "time/add/", ADVISER, State.DELIVERING, {"hours": "2", "note": "N"}, finished, order),
    Form(ORDER + "time/{time}/", ADVISER, State.DELIVERING, {"hours": "3", "reason": "R"}, same_again, time_entry),
    Form(ORDER + "outputs/add/", ADVISER, State.DELIVERING, {"title": "T", "summary": "S", "price": "100"}, finished, order),
    Form("/advice/competitions/{competition}/", ADVISER, State.DELIVERING, {
        "supplier": picked("firm"), "days": "2", "price": "100", "proposal": "P", "no_conflict": "on"}, same_again, competition),
]  # fmt: skip
