"""What anyone may see of elections: notice, candidates, result, report, board heads, archive."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions.nominations import photograph_file
from mutualise.governance.presenters.report import (
    declared_void,
    extensions,
    report_page,
    report_pdf,
    roll_changes,
)
from mutualise.governance.presenters.seats import follows, in_office, took_office
from mutualise.governance.presenters.vacancies import (
    countbacks_page,
    counted_back_publicly,
    vacant_places,
)
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.box import opened_hashes, size_and_head, trustees_of
from mutualise.governance.queries.constituents import name_of, names_by_code
from mutualise.governance.queries.counting_rules import rule_choices
from mutualise.governance.queries.deeds import extensions_of
from mutualise.governance.queries.report import roll_changes_of
from mutualise.governance.queries.seats import declared_report
from mutualise.governance.queries.tokens import fingerprints
from mutualise.governance.rules.election_stages import BOX_OPEN, STATE_LABELS, State
from mutualise.governance.views.election_pages import (
    any_election,
)

anyone = open_to(Access.ANYONE)


@anyone
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    found = asking.all_elections()
    names, states = (
        names_by_code({each.organisation.code for each in found}),
        asking.states_of(found),
    )
    rows = [(each, names[each.organisation.code], _label(states.get(each.pk))) for each in found]
    return render(request, "governance/elections/listing.html", {"elections": rows})


def _label(state: State | None) -> str:
    return STATE_LABELS[state] if state else ""


@anyone
@require_GET
def election(request: HttpRequest, reference: str) -> HttpResponse:
    """The public page. Candidates are shown once nominations have closed, the result once declared."""
    found = any_election(reference)
    state = asking.state_of(found)
    shown = state not in (State.NOMINATING, State.CANCELLED)
    ending = asking.ending_of(found)
    context = {
        "election": found, "body": name_of(found.organisation.code), "label": _label(state), "open": state is State.OPEN, "inspected": state is State.ROLL,
        "ready": state in BOX_OPEN, "rule": dict(rule_choices())[found.rule],
        "contests": [_contest(each, shown) for each in asking.contests_of(found)],
        "report": declared_report(found)[0] if asking.was_declared(found) else None,
        "closes": asking.closes_on(found), "extensions": extensions(extensions_of(found)),
        "reason": ending.words if ending and asking.is_public(ending) else "",
        "ending": ending, "ended_on": timezone.localdate(ending.at) if ending else None,
        "keyed": any(fingerprints(each) for each in asking.contests_of(found)),
        "roll_changes": roll_changes(roll_changes_of(found)),
        "counted_back": counted_back_publicly(found),
        "follows": follows(found), "in_office": took_office(found) if ending else [*in_office(found), *vacant_places(found)],
    }  # fmt: skip
    return render(request, "governance/elections/public.html", context)


def _contest(contest: Any, shown: bool) -> dict[str, Any]:
    entries, head = size_and_head(contest)
    standing = [each.nomination for each in asking.nominations_of(contest) if each.standing]
    return {"contest": contest, "candidates": standing if shown else [], "shown": shown,
            "entries": entries, "head": head}  # fmt: skip


@anyone
@require_GET
def photograph(request: HttpRequest, reference: str, contest: str, number: int) -> FileResponse:
    """The photograph of a candidate who stands, once nominations have closed."""
    found = any_election(reference)
    of = asking.contest_called(found, contest)
    standing = (
        [each.nomination for each in asking.nominations_of(of) if each.standing] if of else []
    )
    row = next((each for each in standing if each.number == number), None)
    if row is None or not row.photograph_sha256 or asking.state_of(found) is State.NOMINATING:
        raise Http404("There is no such photograph.")
    return FileResponse(photograph_file(row).open("rb"), content_type=row.photograph_kind)


@anyone
@require_GET
def keys(request: HttpRequest, reference: str) -> HttpResponse:
    """Fingerprints of the keys a poll uses, for voters to compare with those they were given."""
    found = any_election(reference)
    contests = [(each, fingerprints(each)) for each in asking.contests_of(found)]
    context = {"election": found, "contests": contests, "trustees": trustees_of(found)}
    return render(request, "governance/elections/keys.html", context)


@anyone
@require_GET
def opened(request: HttpRequest, reference: str, contest: str) -> JsonResponse:
    """SHA-256 of the opened ballots of a contest, once the box is open: a device finds its own."""
    found = any_election(reference)
    of = asking.contest_called(found, contest)
    if of is None or asking.state_of(found) not in BOX_OPEN:
        raise Http404("The votes are still sealed, or there is no such contest.")
    return JsonResponse({"contest": asking.box_name(of), "opened": opened_hashes(of)})


def _reported(request: HttpRequest, reference: str) -> Any:
    """An election whose report the person may read: all once declared, its staff once counted."""
    found = any_election(reference)
    counted = asking.state_of(found) in (State.COUNTED, State.VOID)
    staff = counted and asking.is_staff(request.user, found)
    if not asking.was_declared(found) and not staff:
        raise Http404("The result is not declared yet.")
    return found


@anyone
@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """The scrutineer's report: figures, every stage in words, table and flow of votes."""
    found = _reported(request, reference)
    return render(request, "governance/elections/report.html", report_page(found))


@anyone
@require_GET
def report_as_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    made = report_pdf(_reported(request, reference))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{reference}-report.pdf"'
    return answer


@anyone
@require_GET
def countbacks(request: HttpRequest, reference: str) -> HttpResponse:
    """Places filled from the papers after the declaration: every stage, as of the count itself."""
    found = _reported(request, reference)
    page = countbacks_page(found) | {"void": declared_void(found)}
    if not page["counts"]:
        raise Http404("No place of this election was filled by a countback.")
    return render(request, "governance/elections/countbacks.html", page)


@anyone
@require_GET
def archive(request: HttpRequest, reference: str) -> HttpResponse:
    """The archive that `mutualise verify` repeats."""
    made = archive_of(_reported(request, reference))
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{reference}.zip"'
    return answer
