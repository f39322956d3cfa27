"""The fund's burn-down and forecast, and its payments beside the finance system's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.evidence.ingest.problems import BadFile
from mutualise.govuk.charts import Point, series_chart
from mutualise.govuk.downloads import computed
from mutualise.govuk.figures import counted
from mutualise.govuk.misread import chosen
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions.extract import keep_extract
from mutualise.programme.forms.staff import ExtractForm
from mutualise.programme.ingest.extract import COLUMNS as EXTRACT_COLUMNS
from mutualise.programme.ingest.extract import ExtractRefused, read
from mutualise.programme.queries import books, fund
from mutualise.programme.queries.visible import staff_cases
from mutualise.programme.rules.forecast import year_end
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.rules.reconciliation import FINDING_LABELS, Finding, Pair
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import asked_fund, both, ledger_of, of_fund

finance = open_to(Access.FINANCE_OFFICER)
FORECAST_COLUMNS = ("budget", "year_end", "least", "expected", "most", "idle")
PAIR_COLUMNS = (
    "finding", "posting", "line", "reference", "payee", "paid_on", "in_ledger", "in_extract",
    "difference",
)  # fmt: skip
SHOWN = 50
LEFT_OUT = "payments of cases closed to you, left out: {}"


@finance
@require_GET
def forecast(request: HttpRequest, form: str = "") -> HttpResponse:
    """What is left of the ceiling month by month, and what each budget will have spent."""
    shown = _fund(request)
    found = books.forecasts(shown)
    if form:
        made_up = shown.demonstration
        rows = [
            {"budget": b.name, "year_end": year_end(b.year)}
            | {name: exact_pounds(getattr(f, name)) for name in FORECAST_COLUMNS[2:]}
            for b, f in found
        ]
        if form == "csv":
            return as_csv(rows, FORECAST_COLUMNS, filename="forecast", demonstration=made_up)
        return as_json(
            rows,
            FORECAST_COLUMNS,
            about=computed(f"Forecast of {shown.name}"),
            demonstration=made_up,
        )
    months = fund.paid_by_month(shown)
    left = [
        (month, shown.ceiling_pence - promised, shown.ceiling_pence - paid)
        for month, promised, paid in months
    ]
    points = [Point(month, exact_pounds(pence)) for month, _, pence in left]
    context = {
        "fund": shown,
        "found": [(b, f, year_end(b.year)) for b, f in found],
        "whole": {n: sum(getattr(f, n) for _, f in found) for n in FORECAST_COLUMNS[2:]},
        "unallocated": fund.unallocated(shown),
        "of": of_fund(shown),
        "ledger_page": ledger_of(shown),
        "months": left,
        "chart": series_chart(points, title="Not yet paid of the ceiling", unit="GBP")
        if points else None,
        "pounds": pounds,
    }  # fmt: skip
    return render(request, "programme/staff/forecast.html", context)


@finance
@both
def extracts(request: HttpRequest) -> HttpResponse:
    """Extracts of the finance system that were uploaded, and the form for another."""
    shown = _fund(request)
    form = ExtractForm(request.POST or None, request.FILES or None)
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            sha256, entries = read(sent, sent.name)
        except BadFile as bad:
            problems = [bad.problem]
        except ExtractRefused as refused:
            problems = refused.problems
        else:
            made = keep_extract(by=request.user, fund=shown, sha256=sha256, entries=entries)
            said = (
                f"{counted(made, 'line is', 'lines are')} kept."
                if made
                else "This file was kept before; nothing changed."
            )
            messages.success(request, said)
            there = reverse("reconciliation", kwargs={"digest": sha256[:16]})
            return HttpResponseRedirect(there + of_fund(shown))
    context = {
        "fund": shown,
        "form": form,
        "problems": problems[:SHOWN],
        "more": max(0, len(problems) - SHOWN),
        "found": books.extracts(shown),
        "header": ",".join(EXTRACT_COLUMNS["extract"]),
        "of": of_fund(shown),
        "ledger_page": ledger_of(shown),
        "pounds": pounds,
    }
    status = 422 if form.errors or problems else 200
    return render(request, "programme/staff/extracts.html", context, status=status)


@finance
@require_GET
def reconciliation(request: HttpRequest, digest: str, form: str = "") -> HttpResponse:
    """One extract beside the ledger, what differs first."""
    shown = _fund(request)
    one = next((each for each in books.extracts(shown) if each.sha256.startswith(digest)), None)
    if one is None or len(digest) < 16:
        raise Http404("There is no such extract.")
    entries = books.lines_of(shown, one.sha256)
    whole = books.reconciled(shown, entries)
    pairs, closed = books.open_pairs(shown, whole, staff_cases(request.user))
    kind = chosen(request, "finding", [str(each) for each in Finding], "Finding")
    listed = [pair for pair in pairs if not kind or pair.finding == kind]
    if form:
        made_up = shown.demonstration
        rows = [_row(pair) for pair in listed]
        if form == "csv":
            left_out = f"-{closed}-left-out" if closed else ""
            return as_csv(
                rows, PAIR_COLUMNS, filename=f"reconciliation{left_out}", demonstration=made_up
            )
        title = f"Reconciliation of {shown.name}"
        about = computed(f"{title}; {LEFT_OUT.format(closed)}" if closed else title)
        return as_json(rows, PAIR_COLUMNS, about=about, demonstration=made_up)
    counts = [(f, FINDING_LABELS[f], [p for p in pairs if p.finding is f]) for f in Finding]
    context = {
        "fund": shown,
        "extract": one,
        "days": books.covers(entries),
        "counts": [(f, label, len(ps), sum(p.difference for p in ps)) for f, label, ps in counts],
        "page": page_of(request, sorted(listed, key=lambda pair: pair.finding is Finding.MATCHED)),
        "of": of_fund(shown),
        "named": request.GET.get("fund", ""),
        "ledger_page": ledger_of(shown),
        "labels": FINDING_LABELS,
        "finding": kind,
        "kept": query_string(
            {n: v for n, v in request.GET.items() if v and n in ("fund", "finding")}
        ),
        "closed": closed,
        "lines": sum(1 for p in pairs if p.extract),
        "theirs": sum(p.extract.pence for p in pairs if p.extract),
        "ledger": sum(p.ledger.pence for p in pairs if p.ledger),
        "difference": sum(p.difference for p in pairs),
        "digest": digest,
        "pounds": pounds,
    }
    return render(request, "programme/staff/reconciliation.html", context)


def _row(pair: Pair) -> dict[str, object]:
    ours, theirs = pair.ledger, pair.extract
    known = theirs or ours
    return {
        "finding": FINDING_LABELS[pair.finding], "posting": ours.number if ours else None,
        "line": theirs.number if theirs else None, "reference": known.reference if known else "",
        "payee": theirs.payee if theirs else "", "paid_on": known.on if known else None,
        "in_ledger": _exact(ours), "in_extract": _exact(theirs),
        "difference": exact_pounds(pair.difference),
    }  # fmt: skip


def _exact(entry: Any) -> Decimal | None:
    return exact_pounds(entry.pence) if entry else None


def _fund(request: HttpRequest) -> Any:
    shown = asked_fund(request)
    if shown is None:
        raise Http404("Open a fund first.")
    return shown
