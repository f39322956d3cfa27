"""The log of letters for officers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.downloads import computed
from mutualise.govuk.misread import chosen, words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions.letters import send_again
from mutualise.programme.queries import letters
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import both

officers = open_to(Access.PROGRAMME_OFFICER)
COLUMNS = ("written", "case", "to", "subject", "reason", "state", "tries", "sent", "error")


@officers
@require_GET
def log(request: HttpRequest, form: str = "") -> HttpResponse:
    """What was written, to whom and why, and whether it left."""
    text, state = words(request), chosen(request, "state", letters.STATES, "State")
    found = letters.letters(request.user, text, state)
    if form:
        made_up = any(each.case and each.case.demonstration for each in found)
        rows = [_row(each) for each in found]
        if form == "csv":
            return as_csv(rows, COLUMNS, filename="letters", demonstration=made_up)
        return as_json(
            rows, COLUMNS, about=computed("Letters of the support programme"), demonstration=made_up
        )
    page: Any = page_of(request, found)
    context = {
        "page": page,
        "rows": [(each, letters.state_of(each)) for each in page.items],
        "text": text,
        "state": state,
        "states": letters.STATES,
        "kept": query_string({n: v for n, v in (("q", text), ("state", state)) if v}),
    }
    return render(request, "programme/staff/letters.html", context)


def _row(each: Any) -> dict[str, object]:
    return {
        "written": each.written_at, "case": each.case.reference if each.case else "",
        "to": each.to, "subject": each.subject, "reason": each.reason,
        "state": letters.state_of(each), "tries": each.tries, "sent": each.sent_at,
        "error": each.last_error,
    }  # fmt: skip


@officers
@both
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter as it was written; one that was given up can be sent again."""
    row = letters.letter(request.user, number)
    if row is None:
        raise Http404("There is no such letter, or its case is closed to you.")
    if request.method == "POST":
        if send_again(by=request.user, letter=row):
            messages.success(request, "It is tried again with the next round of mail.")
        else:
            messages.info(request, "It is not sent again. The page says why, or when it left.")
        return HttpResponseRedirect(reverse("letter", kwargs={"number": number}))
    context = {
        "row": row,
        "body": letters.body_for_staff(row),
        "state": letters.state_of(row),
        "states": letters.STATES,
    }
    return render(request, "programme/staff/letter.html", context)
