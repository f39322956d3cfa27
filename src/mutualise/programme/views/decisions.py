"""Moderation, the quality check, the decision pack and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import assessment as doing
from mutualise.programme.actions import awards
from mutualise.programme.actions.fund import FundExhausted
from mutualise.programme.actions.officers import REFUSALS as STEP_REFUSALS
from mutualise.programme.forms.assessment import (
    AmountForm,
    AwardForm,
    ModerationForm,
)
from mutualise.programme.forms.team import CodedForm, WordsForm
from mutualise.programme.presenters.leave import said_of
from mutualise.programme.presenters.pack import Money, amount_said, pack_data, sponsor_said
from mutualise.programme.presenters.pdf import pdf
from mutualise.programme.queries import application, cases, fund, pipeline
from mutualise.programme.queries import assessment as found
from mutualise.programme.queries.awards import headroom_of
from mutualise.programme.queries.dispensations import agreed_on
from mutualise.programme.queries.guards import met
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.guards import UNMET
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.rules.pack import FundLine, after_award, considered
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.programme.rules.stages import Guard
from mutualise.programme.rules.states import State
from mutualise.programme.views.marked import named
from mutualise.programme.views.shared import (
    both,
    case_form,
    refuse,
    seen_in,
    staff_case,
    to_case,
    trail,
)
from mutualise.programme.views.steps import asked_step, past_it

staff = open_to(Access.PROGRAMME_STAFF)
officers = open_to(Access.PROGRAMME_OFFICER)
deciders = open_to(Access.DECISION_MAKER)
REFUSALS = (*STEP_REFUSALS, doing.Wrong, NoLongerStands)
CHECKS = ("pass_check", "return_to_assessors")
# What keeps an award from being made that whoever decides cannot put right.
MEASURED = (Guard.OBJECTIVES_MEASURABLE, Guard.BASELINE_DATED)
DECISIONS = ("defer", "refuse", "uphold_appeal", "dismiss_appeal")


@officers
@both
def moderate(request: HttpRequest, reference: str) -> HttpResponse:
    """Settle the scores of the criteria on which the assessors are far apart, or of all."""
    case = staff_case(request, reference)
    done = found.assessments(case)
    if case.state != State.MODERATING or len(done) < 2:
        raise Http404("This case is not being moderated.")
    form = ModerationForm(request.POST or None, codes=found.to_settle(case))
    if request.method == "POST" and form.is_valid():
        try:
            doing.moderate(case=case, by=request.user, scores=form.scores,
                           words=form.cleaned_data["words"], seen=seen_in(request))  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The scores are settled.")
            return to_case(case, staff=True)
    return case_form(request, case, form, "Settle the scores", "Settle them",
                 seen=cases.last_number(case))  # fmt: skip


@staff
@both
def decide(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """The quality check, a deferral, a refusal, or the decision of an appeal."""
    case = staff_case(request, reference)
    mine = asked_step(request, case, verb, (*CHECKS, *DECISIONS))
    name, gone_on = mine.name, past_it(request, case, mine, staff=True)
    if gone_on:
        return gone_on
    form: Any = (CodedForm if mine.coded else WordsForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.decide(
                name, case=case, by=request.user, words=given["words"],
                code=given.get("code", ""), seen=seen_in(request),
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Done: {mine.label.lower()}.")
            return to_case(case, staff=True)
    return case_form(request, case, form, mine.label, mine.label,
                 seen=cases.last_number(case), warning=mine.coded)  # fmt: skip


@deciders
@both
def award(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the award: its money is set aside, or nothing is done."""
    case = staff_case(request, reference)
    if case.state != State.DECIDING:
        raise Http404("This case is not waiting for a decision.")
    open_funds = fund.funds(demonstration=case.demonstration)
    budgets = {
        b.code: b for f in open_funds for b in fund.budgets_of(f) if fund.no_promise_from(b) is None
    }
    listed = [(c, f"{b.name}: {pounds(fund.available(b))} free") for c, b in budgets.items()]
    intro = [
        "Its money is set aside at once, and the team is told by letter. It cannot be taken back, only varied.",
        f"{pounds(max(0, headroom_of(case)))} more could be given to {case.parent_body} as minimal financial assistance.",
    ]
    if not listed:
        intro.append(
            "There is no budget to award from: a finance officer adds one for this year first."
        )
    unmet = {*MEASURED} - met(MEASURED, case, request.user)
    intro += [f"No award can be made yet. {UNMET[guard]}" for guard in MEASURED if guard in unmet]
    form = AwardForm(request.POST or None, budgets=listed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            awards.make_award(
                case=case, by=request.user, kind=given["kind"], budget=budgets[given["budget"]],
                amount_pence=given["amount"], match_pence=given["match"] or 0,
                purpose=given["purpose"], conditions=given["conditions"],
                finish_by=given["finish_by"], words=given["words"], seen=seen_in(request),
            )  # fmt: skip
        except awards.AwardRefused as refusal:
            for field, message in refusal.faults:
                form.add_error(field, message)
        except FundExhausted as refusal:
            form.add_error("amount", str(refusal))
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The award is made, and its money is set aside.")
            return to_case(case, staff=True)
    return case_form(request, case, form, "Make the award", "Make the award", intro=intro,
                 seen=cases.last_number(case))  # fmt: skip


@staff
@require_GET
def pack(request: HttpRequest, reference: str, form: str = "") -> HttpResponse:
    """Everything a decision rests on, as a page and as a PDF, for one amount."""
    case = staff_case(request, reference)
    panel = found.panel(Viewing(case, request.user))
    if not panel["open"]:
        raise Http404("The decision pack is made when both assessments are in.")
    pence = considered(each.amount_pence for each in panel["done"])
    asked = AmountForm(request.GET if request.GET.get("amount") else None)
    if asked.is_bound and asked.is_valid():
        pence = asked.cleaned_data["amount"]
    stands = [fund.position(each) for each in fund.funds(demonstration=case.demonstration)]
    money = Money(
        after_award([(line.name, line["AVAILABLE"]) for at in stands for line in at.budgets
                     if line.budget and fund.no_promise_from(line.budget) is None], pence),
        [FundLine(at.fund.name, at.fund.ceiling_pence, at.whole.promised, at.whole.free, pence)
         for at in stands], pence,
    )  # fmt: skip
    said = found.said_after(case)
    leave = [said_of(each) for each in agreed_on(case)]
    line, answers = pipeline.line(case), application.panel(case)
    if form == "pdf":
        content = pdf("pack", pack_data(case, line.label, panel, answers, money, said, leave))
        response = HttpResponse(content, content_type="application/pdf")
        name = named(f"{case.reference}-decision-pack", case.demonstration) + ".pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    context = {
        "case": case,
        "line": line,
        "panel": panel,
        "criteria": CRITERIA,
        "application": answers,
        "sponsor": sponsor_said(answers),
        "money": money,
        "amount": amount_said(pence),
        "said": said,
        "leave": leave,
        "asked": asked,
        "exact": exact_pounds(pence) if pence else "",
        "pounds": pounds,
        "trail": trail(case, "Decision pack", staff=True),
    }
    status = 422 if asked.errors else 200
    return render(request, "programme/assessment/pack.html", context, status=status)
