"""The files of a case: adding, taking off, and giving back exactly what was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions.documents import add_document, remove_document
from mutualise.programme.forms.files import DocumentForm
from mutualise.programme.forms.team import EmptyForm
from mutualise.programme.queries import documents
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.shared import (
    any_case,
    both,
    case_form,
    refuse,
    team_case,
    to_case,
)

signed_in = open_to(Access.SIGNED_IN)
GONE = "There is no such file, or it is closed to you."


@signed_in
@both
def add(request: HttpRequest, reference: str) -> HttpResponse:
    case = team_case(request, reference)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            add_document(
                case=case, by=request.user, name=sent.name, content_type=sent.content_type,
                sha256=sent.sha256, content=sent.content,
            )  # fmt: skip
        except (NotAllowed, NotPermitted) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{sent.name} is with the case.")
            return to_case(case, staff=False)
    return case_form(request, case, form, "Add a file", "Add the file")


@signed_in
@both
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = team_case(request, reference)
    row = documents.document(case, number)
    if row is None:
        raise Http404(GONE)
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            remove_document(case=case, by=request.user, document=row)
        except (NotAllowed, NotPermitted, NoLongerStands) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{row.name} is taken off the case.")
            return to_case(case, staff=False)
    return case_form(
        request, case, form, f"Take {row.name} off the case", "Take it off", warning=True,
        intro=["A certificate of the sponsor was given with it: a new one is needed then."],
    )  # fmt: skip


@signed_in
@require_GET
def download(request: HttpRequest, reference: str, number: int) -> HttpResponse | FileResponse:
    row = documents.document(any_case(request, reference), number)
    if row is None:
        raise Http404(GONE)
    return given_back(row)


def given_back(row: Any, name: str = "") -> FileResponse:
    """The file as an attachment, so that a browser never runs what somebody sent; by its own name
    or by another."""
    try:
        content = documents.opened(row)
    except FileNotFoundError as error:
        raise Http404("The file was erased when its time to be kept had passed.") from error
    return FileResponse(
        content, as_attachment=True, filename=name or row.name, content_type=row.content_type
    )
