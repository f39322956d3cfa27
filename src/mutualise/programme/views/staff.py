"""The programme office: the pipeline, one case whole, and the steps of officers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, may_open, open_to
from mutualise.accounts.queries import trail_of
from mutualise.accounts.rules.roles import Access
from mutualise.govuk.downloads import computed
from mutualise.govuk.misread import chosen, chosen_each, ordered, understood, words
from mutualise.govuk.paginate import page_of, query_string
from mutualise.programme.actions import application as writing
from mutualise.programme.actions import officers as doing
from mutualise.programme.forms.staff import EligibilityForm, StaffMessageForm
from mutualise.programme.forms.team import CodedForm, EmptyForm, WordsForm
from mutualise.programme.presenters.figures import area_name
from mutualise.programme.presenters.history import history
from mutualise.programme.presenters.panels import STAFF, shown
from mutualise.programme.queries import application, cases, letters, pipeline
from mutualise.programme.queries.enquiries import last_day_of
from mutualise.programme.queries.guards import not_barred
from mutualise.programme.queries.rounds import is_appealed, round_in
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.queries.visible import sees_every_open_case, staff_cases
from mutualise.programme.rules.next_steps import next_of
from mutualise.programme.rules.stages import BY_NAME
from mutualise.programme.rules.stages import open_to as open_steps
from mutualise.programme.rules.states import PEOPLE_CHANGE, STATE_LABELS, State
from mutualise.programme.views.marked import as_csv, as_json
from mutualise.programme.views.shared import (
    both,
    case_form,
    refuse,
    seen_in,
    staff_case,
    to_case,
)
from mutualise.programme.views.steps import asked_step, past_it

staff_only = open_to(Access.PROGRAMME_STAFF)
officers = open_to(Access.PROGRAMME_OFFICER)
# Steps that need no more than a confirmation, words or a coded reason.
PLAIN = {
    "invite", "decline", "request_changes", "find_ineligible", "accept", "resume", "withdraw",
    "stop", "reopen", "reopen_enquiry",
}  # fmt: skip
BULK = ("invite", "decline", "withdraw", "resume")
MOST_AT_ONCE = 200
LETTERS = 20
# Other pages of the office: words, route, who may open it.
PLACES = (
    ("Assessments", "assessments", Access.ASSESSOR),
    ("Your interests", "interests", Access.PROGRAMME_STAFF),
    ("Conflicts found", "conflicts", Access.PROGRAMME_STAFF),
    ("Suppliers", "suppliers", Access.PROGRAMME_OFFICER),
    ("Training", "training", Access.PROGRAMME_OFFICER),
    ("Letters", "letters", Access.PROGRAMME_OFFICER),
    ("Publish the figures", "publish-figures", Access.PROGRAMME_OFFICER),
    ("Ledger", "ledger", Access.FINANCE_OFFICER),
    ("To pay", "owed", Access.FINANCE_OFFICER),
)
COLUMNS = (
    "reference", "team", "service", "sector", "region", "parent_body", "state", "since", "days",
    "standard", "overdue", "officer",
)  # fmt: skip


def _wanted(request: HttpRequest, seen: pipeline.Overview) -> pipeline.Wanted:
    given = chosen_each(request, {
        "state": ("Stage", [state.value for state in State]),
        "sector": ("Sector", seen.sectors()),
        "region": ("Region", seen.regions()),
    })  # fmt: skip
    return pipeline.Wanted(
        text=words(request),
        mine=chosen(request, "mine", ("yes",), "Your queue") == "yes",
        sort=ordered(request, pipeline.SORTS, "", "by how long a case has waited"),
        **given,
    )


@staff_only
@require_GET
def listing(request: HttpRequest, form: str = "") -> HttpResponse:
    """The pipeline as a board of counts and a table; the downloads are the same rows."""
    visible = staff_cases(request.user)
    seen = pipeline.overview(request.user, visible)
    wanted = _wanted(request, seen)
    found = pipeline.find(request.user, wanted, visible)
    if form:
        made_up = any(case.demonstration for case in found)
        rows = [_row(line) for line in pipeline.lines(found)]
        if form == "csv":
            return as_csv(rows, COLUMNS, filename="pipeline", demonstration=made_up)
        return as_json(
            rows,
            COLUMNS,
            about=computed("Pipeline of the support programme"),
            demonstration=made_up,
        )
    kept = {name: value for name, value in understood(request).items() if value and name != "page"}
    total = None if wanted.text else seen.matching(wanted)
    page: Any = page_of(request, found, total=total)
    context = {
        "wanted": wanted,
        "page": page,
        "lines": pipeline.lines(page.items),
        "queue": seen.queue(),
        "board": seen.board(),
        "choices": {"sector": seen.sectors(), "region": seen.regions()},
        "states": STATE_LABELS,
        "area_name": area_name,
        "kept": query_string(kept) if kept else "",
        "sort_links": {name: query_string({**kept, "sort": name}) for name in pipeline.SORTS},
        "bulk": [BY_NAME[name] for name in BULK],
        "places": _places(request.user),
    }
    return render(request, "programme/staff/pipeline.html", context)


def _places(person: Any) -> list[tuple[str, str, Access]]:
    """The other pages of the room that the person may open."""
    mine = [place for place in PLACES if may_open(person, place[2])]
    return [p for p in mine if p[1] != "conflicts" or sees_every_open_case(person)]


def _row(line: pipeline.Line) -> dict[str, object]:
    case: Any = line.case
    names = ("reference", "team", "service", "sector", "region", "parent_body")
    return {name: getattr(case, name) for name in names} | {
        "state": line.label, "since": line.since, "days": line.days,
        "standard": line.standard, "overdue": line.overdue, "officer": line.officer,
    }  # fmt: skip


@staff_only
@require_GET
def case_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One case whole: people, steps, application, assessment, money, plan, letters, trail."""
    case = staff_case(request, reference)
    seen, events = Viewing(case, request.user), cases.events_of(case)
    open_now = open_steps(seen.state, seen.actors)
    members = cases.with_invited(case)
    line = pipeline.line(case)
    context = {
        "case": case,
        "round": round_in(events),
        "line": line,
        "officer": seen.officer,
        "next": next_of(seen.state, appealed=is_appealed(case), confirmed=line.confirmed),
        "area_name": area_name,
        "steps": [s for s in not_barred(open_now, case, request.user) if s.name in PLAIN],
        "members": members,
        "confirmed": line.confirmed,
        "confirm_by": None if line.confirmed else last_day_of(case),
        "wants_lead": line.confirmed and seen.state in PEOPLE_CHANGE and not _led(members),
        "application": application.panel(case),
        "eligibility": pipeline.eligibility(case),
        "panels": shown(STAFF, seen),
        "history": history(events, application.certifications(case), staff=True),
        "messages_seen": cases.messages_of(case, staff=True),
        "letters": page_of(request, cases.letters_of(case), per_page=LETTERS, anchor="letters"),
        "letter_state": letters.state_of,
        "trail": trail_of(case.reference),
    }
    return render(request, "programme/staff/case.html", context)


def _led(members: Any) -> bool:
    return any(each.part == "LEAD" and each.joined_at for each in members)


@officers
@both
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step that needs a confirmation, words or a coded reason."""
    case = staff_case(request, reference)
    mine = asked_step(request, case, verb, PLAIN)
    name, gone_on = mine.name, past_it(request, case, mine, staff=True)
    if gone_on:
        return gone_on
    made = CodedForm if mine.coded else WordsForm if mine.worded else EmptyForm
    form = made(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            doing.take_step(
                name, case=case, by=request.user, words=given.get("words", ""),
                code=given.get("code", ""), seen=seen_in(request),
            )  # fmt: skip
        except doing.REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Done: {mine.label.lower()}.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, mine.label, mine.label, seen=cases.last_number(case),
        warning=mine.coded, intro=["The team is told by letter, with your words."],
    )  # fmt: skip


@officers
@both
def check_eligibility(request: HttpRequest, reference: str) -> HttpResponse:
    case = staff_case(request, reference)
    form = EligibilityForm(request.POST or None, recorded=pipeline.eligibility(case))
    if request.method == "POST" and form.is_valid():
        try:
            doing.check_eligibility(
                case=case, by=request.user, answers=form.answers, seen=seen_in(request)
            )
        except doing.REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The answers are recorded.")
            return to_case(case, staff=True)
    # A page that came back keeps the number it was first shown: what was not read stays unread.
    seen = seen_in(request)
    return case_form(
        request, case, form, "Check eligibility", "Record the answers",
        seen=pipeline.eligibility_number(case) if seen is None else seen,
    )  # fmt: skip


@officers
@both
def message(request: HttpRequest, reference: str) -> HttpResponse:
    case = staff_case(request, reference)
    form = StaffMessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            writing.send_message(
                case=case, by=request.user, text=given["text"], to_team=given["to_team"] == "yes"
            )
        except (writing.Wrong, NotAllowed) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The message is recorded.")
            return to_case(case, staff=True)
    return case_form(request, case, form, "Write about the case", "Record the message")


@officers
@both
def bulk(request: HttpRequest) -> HttpResponse:
    """The same step for the cases chosen in the table: a page to confirm, then what was done."""
    asked = request.POST if request.method == "POST" else request.GET
    name = asked.get("step", "")
    if name not in BULK:
        raise Http404("Choose a step from the list.")
    references = set(asked.getlist("case"))
    if len(references) > MOST_AT_ONCE:
        return render(
            request, "programme/staff/bulk.html",
            {"step": BY_NAME[name], "many": len(references), "most": MOST_AT_ONCE}, status=422,
        )  # fmt: skip
    visible = staff_cases(request.user).filter(reference__in=references)
    chosen = list(pipeline.find(request.user, pipeline.Wanted(), visible))
    made = CodedForm if BY_NAME[name].coded else WordsForm if BY_NAME[name].worded else EmptyForm
    form = made(request.POST if request.method == "POST" else None)
    seen, done = cases.last_numbers(chosen), None
    # A case whose number the page carries is moved only if it still stands where the page said.
    seen |= {ref: number for ref in seen if (number := seen_in(request, f"seen-{ref}")) is not None}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = doing.take_step_for_all(
            name, cases=chosen, by=request.user, words=given.get("words", ""),
            code=given.get("code", ""), seen=seen,
        )  # fmt: skip
    context = {"step": BY_NAME[name], "chosen": chosen, "form": form, "done": done, "seen": seen,
               "states": STATE_LABELS}  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "programme/staff/bulk.html", context, status=status)
