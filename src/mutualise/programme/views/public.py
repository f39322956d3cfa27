"""What anyone may see of the programme: its figures, its fund, its awards; and a mutual's answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.govuk.asked import asked_or_today
from mutualise.govuk.charts import Bar, bars
from mutualise.govuk.downloads import computed, json_page
from mutualise.govuk.keep import kept
from mutualise.govuk.misread import words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.govuk.searching import has_words
from mutualise.programme.actions import confirmations as doing
from mutualise.programme.forms.delivery import ConfirmationForm
from mutualise.programme.presenters import figures as say
from mutualise.programme.presenters.behind import Behind
from mutualise.programme.queries import confirmations, figures, fund
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.forecast import year_name
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.rules.threesixty import COLUMNS, flat, grant, package
from mutualise.programme.views.marked import as_csv, as_json, named, titled
from mutualise.programme.views.shared import asked_fund, both, form_page, of_fund, refuse

anyone = open_to(Access.ANYONE)
FUNDER, FUNDER_ID, PREFIX = "The support programme", "mutualise-programme", "360G-mutualise"
FUND_COLUMNS = (
    "budget", "year", "lot", "total", "unallocated", "available", "committed", "ordered", "accrued", "paid",
    "lapsed",
)  # fmt: skip


@anyone
@kept(figures.version)
@require_GET
def programme_figures(request: HttpRequest, form: str = "") -> HttpResponse:
    """Funnel, stops, awards and outcomes as at a day."""
    asked, errors = asked_or_today(request, default=clock.today())
    found = figures.figures(asked.as_at, demonstration=figures.shown_is_demonstration())
    rows = say.as_rows(found)
    about = computed(titled("Figures of the support programme", found.demonstration), asked.as_at)
    if form == "csv":
        return as_csv(rows, say.COLUMNS, filename="programme-figures", about=about,
                      demonstration=found.demonstration)  # fmt: skip
    if form == "json":
        return as_json(rows, say.COLUMNS, about=about, demonstration=found.demonstration)
    stages = [Bar(stage.label, stage.reached) for stage in found.stages]
    context = {
        "found": found,
        "asked": asked,
        "errors": errors,
        "say": say,
        "behind": Behind(asked.as_at, figures.on_record(demonstration=found.demonstration)),
        "chart": bars(stages, title="Cases that reached each stage", unit="count"),
    }
    return render(request, "programme/public/figures.html", context)


@anyone
@require_GET
def fund_position(request: HttpRequest, form: str = "") -> HttpResponse:
    """Where the money of the fund stands, without any case."""
    asked, errors = asked_or_today(request, default=clock.today())
    shown = asked_fund(request)
    if shown is None:
        return _no_fund(request, form, asked.as_at)
    # Made-up money is shown only while there is no real fund, and figures add up all real ones.
    shown_funds = fund.public_funds()
    if shown not in shown_funds:
        raise Http404("There is no such fund.")
    # What is published is what is known now.
    alone = len(shown_funds) == 1 and not shown.demonstration and not asked.as_known_at
    of = {"fund": shown.code} if request.GET.get("fund") else {}
    found = fund.position(shown, asked.as_at, asked.as_known_at)
    rows = [_fund_row(line) for line in (*found.budgets, found.whole)]
    about = computed(titled(f"Position of {shown.name}", shown.demonstration), asked.as_at)
    if form == "csv":
        return as_csv(rows, FUND_COLUMNS, filename="fund-position", about=about,
                      demonstration=shown.demonstration)  # fmt: skip
    if form == "json":
        return as_json(rows, FUND_COLUMNS, about=about, demonstration=shown.demonstration)
    context = {
        "fund": shown, "found": found, "asked": asked, "errors": errors, "pounds": pounds,
        "lots": LOTS, "by_lot": fund.by_year_and_lot(found),
        "orders": fund.orders_by_lot(shown, asked.as_at, asked.as_known_at), "year": year_name,
        "behind": Behind(asked.as_at, {} if alone else None),
        "carried": list(of.items()), "kept": query_string(of | asked.fields) if of else asked.query,
        "others": [(each, reverse("fund-position") + of_fund(each)) for each in shown_funds
                   if each != shown],
    }  # fmt: skip
    return render(request, "programme/public/fund.html", context)


def _no_fund(request: HttpRequest, form: str, on: date) -> HttpResponse:
    """That there is no fund yet: in words, or as a list without rows."""
    about = computed("Position of the fund", on)
    if form == "csv":
        return as_csv([], FUND_COLUMNS, filename="fund-position", about=about, demonstration=False)
    if form == "json":
        return as_json([], FUND_COLUMNS, about=about, demonstration=False)
    return render(request, "programme/public/no_fund.html", {"may_open": False})


def _fund_row(line: Any) -> dict[str, object]:
    held = {kind.lower(): exact_pounds(line[kind]) for kind in fund.KINDS}
    of = line.budget
    return {
        "budget": line.name, "year": year_name(of.year) if of else "",
        "lot": (LOTS.get(of.lot, of.lot) or "All lots") if of else "", "total": exact_pounds(line.total),
    } | held  # fmt: skip


@anyone
@require_GET
def awards(request: HttpRequest, form: str = "") -> HttpResponse:
    """Awards that were taken up; the downloads are in the 360Giving Data Standard."""
    demonstration = figures.shown_is_demonstration()
    found = figures.published_awards(demonstration=demonstration)
    text = words(request)
    found = [
        each for each in found
        if has_words(text, each.reference, each.service, each.team, each.parent_body)
    ]  # fmt: skip
    if form == "json" and not found:
        return _no_package(demonstration)
    if form:
        grants = [grant(a, prefix=PREFIX, funder_id=FUNDER_ID, funder=FUNDER) for a in found]
        title = titled("Awards of the support programme", demonstration)
        if form == "csv":
            rows = [flat(each) for each in grants]
            return as_csv(rows, COLUMNS, filename="awards-360giving", about=computed(title),
                          demonstration=demonstration)  # fmt: skip
        whole = package(grants, title=title, publisher=FUNDER, on=clock.today())
        name = named("awards-360giving", demonstration)
        return json_page(whole, about=computed(title), filename=name, numbers=True)
    kept = query_string({"q": text}) if text else ""
    context = {
        "page": page_of(request, found[::-1]),
        "total": pounds(sum(award.awarded_pence for award in found)),
        "paid": pounds(sum(award.paid_pence for award in found)),
        "text": text,
        "kept": kept,
        "pounds": pounds,
        "area_name": say.area_name,
        "demonstration": demonstration,
    }
    return render(request, "programme/public/awards.html", context)


@anyone
@both
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mutual's own answer. Opening the link does nothing; the button sends the answer."""
    asked = confirmations.asked_with(doing.digest(token))
    if asked is None:
        raise Http404("This link is not one we sent, or part of it is missing.")
    if asked.answered_at is not None:
        late = request.method == "POST"
        context = {"asked": asked, "late": late}
        return render(
            request, "programme/public/confirmed.html", context, status=409 if late else 200
        )
    objectives = confirmations.objectives_of(asked)
    form = ConfirmationForm(request.POST or None, objectives=objectives)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.answer(
                asked=asked, by=confirmations.person_asked(asked),
                confirmed=given["confirmed"] == "yes",
                counterfactual=given["counterfactual"], words=given["words"],
                achieved=form.achieved,
            )  # fmt: skip
        except doing.AnswerIncomplete as wrong:
            refuse(form, wrong)
        except doing.AnsweredAlready as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, "Your answer is recorded. Thank you.")
            return HttpResponseRedirect(reverse("confirm", kwargs={"token": token}))
    return form_page(
        request, form, f"{asked.months} months after launch: what the support achieved",
        "Send the answer", inset=asked.statement, demonstration=asked.case.demonstration,
        intro=["Nothing the programme says of the support counts until you have confirmed it."],
    )  # fmt: skip


def _no_package(demonstration: bool) -> HttpResponse:
    """Why there is no file of awards: the standard knows none without a grant."""
    about = computed(titled("Awards of the support programme", demonstration))
    content = {
        "message": "No award is published yet, and the standard has no file without a grant."
    }
    answer = json_page(content, about=about)
    answer.status_code = 404
    return answer
