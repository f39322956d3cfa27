"""An editor loads a file: first what it would do, then the load itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.evidence.ingest.problems import BadFile
from mutualise.evidence.ingest.tables import read_stream
from mutualise.register.forms import LoadForm
from mutualise.register.ingest.load import ALL_COLUMNS, LoadRefused, load

SHOWN = 50


@open_to(Access.REGISTER_EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def load_file(request: HttpRequest) -> HttpResponse:
    """Say what a file would do, or record it; one wrong row and nothing is recorded."""
    form = LoadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "report": None, "problems": ()}
    if request.method == "POST" and form.is_valid():
        upload, person = form.cleaned_data["file"], request.user
        dry_run = "record" not in request.POST
        try:
            tables = read_stream(upload, upload.name, ALL_COLUMNS)
            report = load(tables, by=person, dry_run=dry_run)  # type: ignore[arg-type]
        except BadFile as bad:
            context["problems"] = [bad.problem]
        except LoadRefused as refused:
            context["problems"] = refused.problems[:SHOWN]
            context["more"] = max(0, len(refused.problems) - SHOWN)
        else:
            if not dry_run:
                rows = sum(report.recorded.values())
                messages.success(request, f"{rows:,} rows are recorded.")
                return HttpResponseRedirect(reverse("editor"))
            context["report"] = [
                (kind, report.recorded[kind], report.already[kind])
                for kind in sorted({*report.recorded, *report.already})
            ]
    bad_input = bool(form.errors or context["problems"])
    return render(request, "register/editor/load.html", context, status=422 if bad_input else 200)
