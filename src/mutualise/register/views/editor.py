"""Editors enter bodies and record, correct and withdraw facts about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands, NothingChanged
from mutualise.evidence.forms import ReasonForm
from mutualise.register import actions, presenters
from mutualise.register.forms import (
    FACT_FORMS,
    EntryForm,
    StakesForm,
    VerdictForm,
)
from mutualise.register.forms.corrections import correction_form
from mutualise.register.ingest.rows import KINDS
from mutualise.register.queries import editing
from mutualise.register.queries.definitions import DEFAULT_DEFINITION
from mutualise.register.queries.kin import names_of
from mutualise.register.queries.search import Wanted, find
from mutualise.register.rules.life import ImpossibleLife
from mutualise.register.rules.stakes import ImpossibleStakes

editors = open_to(Access.REGISTER_EDITOR)
both = require_http_methods(["GET", "HEAD", "POST"])
ADDING = {
    "names": "Add a name", "identifiers": "Add an identifier", "events": "Add a life event",
    "control": "Add evidence of control",
}  # fmt: skip


@editors
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for an editor, and the way to every form."""
    today = timezone.localdate()
    text = request.GET.get("q", "").strip()[:200]
    amendments = editing.waiting_amendments()
    context = {
        "amendments": amendments,
        "names": names_of(each.organisation.code for each in amendments),
        "reopened": editing.reopened(DEFAULT_DEFINITION, today),
        "definition": DEFAULT_DEFINITION,
        "text": text,
        "say": presenters,
        "found": find(Wanted(text=text), as_at=today)[:20] if text else [],
    }
    return render(request, "register/editor/home.html", context)


@editors
@require_GET
def body(request: HttpRequest, code: str) -> HttpResponse:
    """The standing facts of one body, each with a way to withdraw it."""
    context = {
        "organisation": _organisation(code),
        "facts": editing.standing_facts(code),
        "kinds": list(FACT_FORMS),
        "adding": ADDING,
        "name": _name(code),
        "say": presenters,
    }
    return render(request, "register/editor/body.html", context)


@editors
@both
def add_organisation(request: HttpRequest) -> HttpResponse:
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["organisation"]
        try:
            entry = KINDS["organisations"].table(**form.values)
            actions.add_organisation(by=_by(request), code=code, entry=entry)
        except AlreadyRecorded as refusal:
            form.add_error("organisation", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is in the register.")
            return _to(code)
    return _page(request, form, "Add a body to the register", "Add the body")


@editors
@both
def add_fact(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    organisation = _organisation(code)
    if kind not in FACT_FORMS:
        raise Http404("There is no such kind of fact.")
    form = FACT_FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = editing.new_fact(KINDS[kind].table, organisation, form.values)
        try:
            actions.record_fact(by=_by(request), row=row)
        except (AlreadyRecorded, ImpossibleLife) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The fact is recorded.")
            return _to(code)
    return _page(request, form, f"{ADDING[kind]}: {_name(code)}", "Record the fact")


@editors
@both
def add_stakes(request: HttpRequest, code: str) -> HttpResponse:
    organisation = _organisation(code)
    form = StakesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        table = KINDS["stakes"].table
        rows = [editing.new_fact(table, organisation, values) for values in form.rows()]
        try:
            actions.record_stakes(by=_by(request), rows=rows)
        except (AlreadyRecorded, ImpossibleStakes, ImpossibleLife) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The stakes are recorded. Verdicts they touch are reopened.")
            return _to(code)
    return _page(request, form, f"Stakes in {_name(code)}", "Record the stakes")


@editors
@both
def add_verdict(request: HttpRequest, code: str) -> HttpResponse:
    organisation = _organisation(code)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.record_verdict(
            by=_by(request),
            organisation=organisation,
            definition=given["definition"],
            outcome=given["answer"],
            decided_for=given["decided_for"],
            reasons=given["reasons"],
            source=given["source_row"],
        )
        messages.success(request, "The verdict is recorded.")
        return _to(code)
    return _page(request, form, f"Decide a verdict on {_name(code)}", "Record the verdict")


@editors
@both
def withdraw(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    """Withdraw one fact, with a reason."""
    old = editing.standing_fact(code, kind, number)
    # An entry says what a body is; it is corrected, and its end is a life event.
    if old is None or kind == "organisations":
        raise Http404("There is no such fact, or it no longer stands.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_fact(by=_by(request), old=old, reason=form.cleaned_data["reason"])
        except NoLongerStands as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The fact is withdrawn.")
            return _to(code)
    return _fact_page(request, "withdraw", code, kind, form, old)


@editors
@both
def correct(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    """Put another fact in the place of one, corrected or brought up to date, with a reason."""
    old = editing.standing_fact(code, kind, number)
    if old is None:
        raise Http404("There is no such fact, or it no longer stands.")
    form = correction_form(kind, old, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.correct_fact(
                by=_by(request), old=old, values=form.values, reason=given["reason"],
                change=Change(given["change"]),
            )  # fmt: skip
        except (
            AlreadyRecorded, NoLongerStands, NothingChanged, ImpossibleStakes, ImpossibleLife,
        ) as refusal:  # fmt: skip
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The fact is replaced. Verdicts it touches are reopened.")
            return _to(code)
    return _fact_page(request, "correct", code, kind, form, old)


def _fact_page(
    request: HttpRequest, page: str, code: str, kind: str, form: Any, fact: Any
) -> HttpResponse:
    context = {
        "form": form, "code": code, "kind": kind, "name": _name(code),
        "fact": presenters.fact_text(fact),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, f"register/editor/{page}.html", context, status=status)


def _organisation(code: str) -> Any:
    found = editing.organisation_called(code)
    if found is None:
        raise Http404("The register has no body with this code.")
    return found


def _name(code: str) -> str:
    return names_of([code]).get(code, code)


def _by(request: HttpRequest) -> Any:
    return request.user


def _to(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("edit-body", kwargs={"code": code}))


def _page(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button}
    return render(request, "evidence/editor/form.html", context, status=422 if form.errors else 200)
