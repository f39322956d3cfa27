"""Taking in a payroll list: upload, look, confirm. Nothing is written until it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mutualise.chronicle import clock
from mutualise.evidence.ingest.problems import BadFile, Problem
from mutualise.governance.actions.payroll import (  # fmt: skip
    ANOTHER,
    LEAVE_IT,
    SAME_PERSON,
    LeaversUnconfirmed,
    fingerprint,
    preview,
    take_in,
)
from mutualise.governance.forms.members import PayrollForm
from mutualise.governance.ingest.payroll import COLUMNS, PayrollRefused, read
from mutualise.governance.queries.members import constituencies_of
from mutualise.governance.rules.mobile import shared_by
from mutualise.governance.rules.payroll import (  # fmt: skip
    DOUBTFUL,
    STEP_LABELS,
    Paid,
    Proposal,
    Step,
    leaving,
)
from mutualise.governance.views.keeping import REFUSALS, both, here, kept, secretary, trail

SALT, SHOWN = "governance.payroll", 50
# How long a preview may lie before it is confirmed.
SECONDS = 24 * 60 * 60
QUIET = (Step.SAME, Step.NOT_A_MEMBER)


@secretary
@both
def payroll(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    if "list" in request.POST:
        return _confirm(request, register)
    form = PayrollForm(request.POST or None, request.FILES or None, initial={"on": clock.today()})
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        sent, on = form.cleaned_data["file"], form.cleaned_data["on"]
        try:
            listed = read(sent, sent.name, {c.code for c in constituencies_of(register)})
        except BadFile as bad:
            problems = [bad.problem]
        except PayrollRefused as refused:
            problems = refused.problems
        else:
            return _preview(request, register, listed, on, sent.name)
    return _form(request, register, form, problems)


def _form(request: HttpRequest, register: Any, form: Any, problems: list[Problem]) -> HttpResponse:
    context = {
        "form": form, "problems": problems[:SHOWN], "more": max(0, len(problems) - SHOWN),
        "register": register, "header": ",".join(COLUMNS["payroll"]),
        "classes": [c.code for c in constituencies_of(register)],
        "trail": trail(register, ("Take in a payroll list", None)),
    }  # fmt: skip
    status = 422 if form.errors or problems else 200
    return render(request, "governance/members/payroll.html", context, status=status)


def _preview(
    request: HttpRequest, register: Any, listed: list[Paid], on: date, name: str,
    answers: Mapping[int, str] | None = None, error: str = "",
) -> HttpResponse:  # fmt: skip
    found = preview(register, listed, on)
    carried = signing.dumps(
        {"code": register.code, "by": request.user.pk, "on": on.isoformat(), "name": name,
         "list": [astuple(each) for each in listed], "seen": fingerprint(found)},
        salt=SALT, compress=True,
    )  # fmt: skip
    counts = [(label, sum(p.step is step for p in found)) for step, label in STEP_LABELS.items()]
    context = {
        "register": register, "name": name, "on": on, "carried": carried,
        "counts": [(label, count) for label, count in counts if count], "labels": STEP_LABELS,
        "doubtful": [each for each in found if each.step in DOUBTFUL], "total": len(listed),
        "changes": [each for each in found if each.step not in (*DOUBTFUL, *QUIET)],
        "answers": (SAME_PERSON, ANOTHER, LEAVE_IT), "words": _words, "other_name": Step.OTHER_NAME,
        "shared": _shared(listed), "ends": leaving(found), "given": answers or {}, "error": error,
        "trail": trail(register, ("Look at the payroll list", None)),
    }  # fmt: skip
    return render(
        request, "governance/members/payroll_preview.html", context, status=422 if error else 200
    )


def _shared(listed: list[Paid]) -> list[str]:
    """The rows of members that have one mobile number, as “3 and 9”."""
    rows = shared_by({each.row: each.mobile for each in listed if each.member})
    return [" and ".join(str(row) for row in each) for each in sorted(rows.values())][:SHOWN]


def _words(each: Proposal) -> tuple[str, str]:
    """Who a proposal is about, on the list and in the register."""
    paid, known = each.paid, each.known
    return (
        f"{paid.name} ({paid.employee_number}), row {paid.row}" if paid else "Not on the list",
        f"{known.name} ({known.employee_number}), member {known.number}" if known else "",
    )


def _confirm(request: HttpRequest, register: Any) -> HttpResponse:
    to = here(register, "payroll")
    try:
        given = signing.loads(request.POST["list"], salt=SALT, max_age=SECONDS)
        if (given["code"], given["by"]) != (register.code, request.user.pk):
            raise signing.BadSignature("of another register or person")
    except signing.BadSignature:
        messages.error(request, "The preview is too old or was changed. Send the list again.")
        return HttpResponseRedirect(to)
    answers = {
        int(name.removeprefix("row-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and name[4:].isdigit() and len(name) < 14
    }
    listed, on = [Paid(*each) for each in given["list"]], date.fromisoformat(given["on"])
    try:
        done = take_in(
            by=request.user, register=register, listed=listed, on=on,  # type: ignore[arg-type]
            read_from=given["name"], seen=given["seen"], answers=answers,
            large_meant="they-left" in request.POST,
        )  # fmt: skip
    except LeaversUnconfirmed as refusal:
        return _preview(request, register, listed, on, given["name"], answers, str(refusal))
    except REFUSALS as refusal:
        messages.error(request, f"{refusal} Nothing was changed.")
        return HttpResponseRedirect(to)
    changed = [
        f"{STEP_LABELS[s]}: {n}"
        for s, n in done.items()
        if s not in (*QUIET, Step.KEEP, Step.LATER)
    ]
    messages.success(
        request, f"The list is taken in. {'; '.join(changed) or 'Nothing had changed'}."
    )
    return HttpResponseRedirect(here(register))
