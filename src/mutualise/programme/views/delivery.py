"""The way to launch: the plan, its steps, the risks, and the launch itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import AlreadyRecorded
from mutualise.govuk.downloads import computed
from mutualise.programme.actions import delivery as doing
from mutualise.programme.actions.launch import launch as launch_case
from mutualise.programme.actions.stages import MovedMeanwhile
from mutualise.programme.forms.delivery import (
    BeginPlanForm,
    LaunchForm,
    RiskChangeForm,
    RiskForm,
    StepForm,
)
from mutualise.programme.presenters import delivery as say
from mutualise.programme.queries import delivery
from mutualise.programme.queries.cases import last_event, members_of
from mutualise.programme.queries.visible import may_be_told
from mutualise.programme.rules.guards import GuardsUnmet
from mutualise.programme.rules.milestones import BY_CODE, Plan, faults, launch_stops
from mutualise.programme.rules.risks import grade
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import (
    any_case,
    both,
    form_page,
    home_of,
    is_staff_of,
    refuse,
    seen_in,
    staff_case,
    trail,
)
from mutualise.register.queries.facts import facts_of

signed_in = open_to(Access.SIGNED_IN)
REFUSALS = (doing.Refused, doing.ChangedMeanwhile, NotPermitted, NotAllowed)


@signed_in
@require_GET
def plan(request: HttpRequest, reference: str, form: str = "") -> HttpResponse:
    """The plan as a chart and a table, with what is wrong in it and the risks."""
    case = any_case(request, reference)
    rows, plans = delivery.milestones_of(case), delivery.plans_of(case)
    lines = say.as_rows(rows, plans)
    made_up = case.demonstration
    if form == "csv":
        return as_csv(lines, say.COLUMNS, filename=f"{case.reference}-plan", demonstration=made_up)
    if form == "json":
        return as_json(
            lines, say.COLUMNS, about=computed(f"Plan of {case.reference}"), demonstration=made_up
        )
    context = {
        "case": case,
        "lines": lines,
        "colours": say.COLOURS,
        "chart": say.gantt(plans, f"The way to launch of {case.team}"),
        "faults": faults(plans),
        "stops": launch_stops(plans, clock.today()) if plans else [],
        "risks": [(risk, grade(risk.likelihood, risk.impact)) for risk in delivery.risks_of(case)],
        "staff": is_staff_of(request, case),
        "open": case.state in doing.PLANNING,
        "trail": trail(case, "The way to launch", staff=is_staff_of(request, case)),
    }
    return render(request, "programme/delivery/plan.html", context)


@signed_in
@both
def begin_plan(request: HttpRequest, reference: str) -> HttpResponse:
    case = any_case(request, reference)
    form = BeginPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.begin_plan(case=case, by=request.user, launch_on=form.cleaned_data["launch_on"])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The plan is made. Change any step that does not fit.")
            return _to_plan(case)
    return _form(request, case, form, "Plan the way to launch", "Make the plan")


@signed_in
@both
def change_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    case = any_case(request, reference)
    old = delivery.milestone(case, step.upper().replace("-", "_"))
    if old is None:
        raise Http404("The plan has no such step.")
    first = {name: getattr(old, name) for name in ("starts", "due", "done_on", "not_needed")}
    form = StepForm(request.POST or None, initial=first)
    if old.step == "LAUNCH":
        # That it is done is the deed of an officer, on the page of the launch.
        form.fields.pop("done_on")
    if request.method == "POST" and form.is_valid():
        given = {"done_on": old.done_on} | form.cleaned_data
        new = Plan(old.step, given["starts"], given["due"], given["done_on"], given["not_needed"])
        try:
            doing.change_step(
                case=case, by=request.user, old=old, plan=new, note=given["note"],
                seen=seen_in(request),
            )  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{BY_CODE[old.step].label} is changed.")
            return _to_plan(case)
    label = BY_CODE[old.step].label
    return _form(
        request, case, form, label, "Save the step", intro=[BY_CODE[old.step].hint + "."],
        # A page that came back keeps the version it was first shown.
        seen=seen_in(request) or old.pk,
    )  # fmt: skip


@signed_in
@both
def add_risk(request: HttpRequest, reference: str) -> HttpResponse:
    case = any_case(request, reference)
    form = RiskForm(request.POST or None, owners=_owners(request, case))
    if request.method == "POST" and form.is_valid():
        try:
            doing.add_risk(case=case, by=request.user, given=form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The risk is recorded.")
            return _to_plan(case)
    return _form(request, case, form, "Add a risk", "Record the risk")


@signed_in
@both
def change_risk(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = any_case(request, reference)
    old = delivery.risk(case, number)
    if old is None:
        raise Http404("There is no such risk, or somebody has changed it since.")
    names = ("title", "likelihood", "impact", "mitigation", "review_on", "closed_on")
    first = {name: getattr(old, name) for name in names} | {"owner": str(old.owner_id)}
    form = RiskChangeForm(request.POST or None, initial=first, owners=_owners(request, case, old))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.change_risk(case=case, by=request.user, old=old, given=given)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The risk is changed.")
            return _to_plan(case)
    return _form(request, case, form, "Change a risk", "Save the risk")


@open_to(Access.PROGRAMME_OFFICER)
@both
def launch(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the first day of trading and enter the mutual in the register."""
    case = staff_case(request, reference)
    form = LaunchForm(request.POST or None, initial={"on": clock.today(), "name": case.team})
    if request.method == "POST" and form.is_valid():
        try:
            launch_case(case=case, by=request.user, seen=seen_in(request), **form.cleaned_data)
        except GuardsUnmet:
            on = form.cleaned_data["on"]
            for stop in launch_stops(delivery.plans_of(case), on):
                form.add_error(None, stop.message)
        except (*REFUSALS, MovedMeanwhile, AlreadyRecorded) as refusal:
            refuse(form, refusal)
        else:
            told = f"{case.team} has launched and is in the register."
            facts = facts_of(form.cleaned_data["code"])
            if facts is not None and facts.entry_class == "aspiring":
                told += " Its entry there still says “Aspiring”: a register editor must update it."
            messages.success(request, told)
            return HttpResponseRedirect(home_of(request, case))
    last = last_event(case)
    return _form(
        request, case, form, "Record the launch", "Record the launch",
        intro=["The mutual enters the public register on the day you give."],
        seen=last.number if last else None,
    )  # fmt: skip


def _owners(request: HttpRequest, case: Any, old: Any = None) -> list[tuple[str, str]]:
    """The team and whoever asks; of a risk that is changed its owner too, so that nobody becomes it
    unseen. One who has left the case is nobody's choice: another is to be chosen."""
    found = {str(m.person_id): f"{m.get_part_display()} ({m.person})" for m in members_of(case)}
    found.setdefault(str(request.user.pk), f"Me ({request.user})")
    if old is not None and str(old.owner_id) not in found:
        stays = may_be_told(old.owner, case)
        found |= {str(old.owner_id): str(old.owner)} if stays else {}
        return list(found.items()) if stays else [("", "Select"), *found.items()]
    return list(found.items())


def _to_plan(case: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("plan", kwargs={"reference": case.reference}))


def _form(
    request: HttpRequest, case: Any, form: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    return form_page(
        request, form, title, button,
        trail=trail(case, title, staff=is_staff_of(request, case)),
        back=reverse("plan", kwargs={"reference": case.reference}),
        demonstration=case.demonstration, **more,
    )  # fmt: skip
