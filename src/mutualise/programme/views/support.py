"""Proofs before payment, group training and mentoring: what teams and officers record."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.govuk.figures import counted
from mutualise.programme.actions import proofs, training
from mutualise.programme.actions.fund import FundExhausted, PostingRefused
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.forms import support as forms
from mutualise.programme.queries import support
from mutualise.programme.queries.awards import award_of
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.rules.support import proof_of
from mutualise.programme.views.files import given_back
from mutualise.programme.views.shared import (
    any_case,
    both,
    case_and_award,
    case_form,
    refuse,
    team_case,
    to_case,
)

signed_in = open_to(Access.SIGNED_IN)
officers = open_to(Access.PROGRAMME_OFFICER)
REFUSALS = (Wrong, NotAllowed, NotPermitted, NoLongerStands, FundExhausted, PostingRefused)
SHOW = {
    "MATCH": ("Show your match", "Nothing is paid before the whole match is evidenced."),
    "COMPLETION": ("Show that the work is complete", "It is paid once the proof is accepted."),
}


@signed_in
@both
def show_proof(request: HttpRequest, reference: str) -> HttpResponse:
    """The team shows its match or its completion, as the kind of its award asks."""
    case = team_case(request, reference)
    award = award_of(case)
    kind = proof_of(award.kind) if award else ""
    if award is None or not kind:
        raise Http404("The award of this case asks for no proof.")
    made = forms.MatchForm if kind == "MATCH" else forms.CompletionForm
    form = made(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = given["file"]
        file = sent and {
            "name": sent.name, "content_type": sent.content_type, "sha256": sent.sha256,
            "content": sent.content,
        }  # fmt: skip
        try:
            proofs.show_proof(award=award, by=request.user, words=given["words"], file=file,
                              amount_pence=given.get("amount") or 0)  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "It is with the programme office.")
            return to_case(case, staff=False)
    title, why = SHOW[kind]
    return case_form(request, case, form, title, "Hand it in", intro=[why])


@officers
@both
def decide_proof(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """An officer reads a proof and accepts it or sends it back."""
    case, award = case_and_award(request, reference)
    proof = support.proof(award, number)
    if proof is None or support.verdict_of(proof):
        raise Http404("There is no such proof to decide on, or somebody has decided.")
    form = forms.VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            proofs.decide_proof(proof=proof, by=request.user, words=given["words"],
                                accepted=given["outcome"] == "accepted")  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The team is told.")
            return to_case(case, staff=True)
    amount = f" {pounds(proof.amount_pence)}." if proof.amount_pence else ""
    return case_form(request, case, form, f"Decide on a proof: {proof.get_kind_display().lower()}",
                     "Record it", inset=f"{proof.words}{amount}")  # fmt: skip


@signed_in
@require_GET
def proof_file(request: HttpRequest, reference: str, number: int) -> HttpResponse | FileResponse:
    award = award_of(any_case(request, reference))
    proof = support.proof(award, number) if award else None
    if proof is None or proof.document is None:
        raise Http404("There is no such file.")
    return given_back(proof.document)


@officers
@both
def keep_places(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep places of a coming session for a team."""
    case, award = case_and_award(request, reference)
    rows = {str(row.pk): row for row in support.open_sessions(case)}
    choices = [
        (n, f"{row.title}, {row.on:%-d %B %Y}: {row.free} free at "
            f"{pounds(row.place_pence)}") for n, row in rows.items()
    ]  # fmt: skip
    form = forms.BookingForm(request.POST or None, sessions=choices)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            training.keep_places(award=award, by=request.user, session=rows[given["session"]],
                                 places=given["places"])  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The places are kept.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "Keep training places", "Keep the places",
        intro=None if choices else ["No session with free places is to come. Arrange one first."],
    )  # fmt: skip


@officers
@both
def agree_mentor(request: HttpRequest, reference: str) -> HttpResponse:
    case, award = case_and_award(request, reference)
    form = forms.MentorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            training.agree_mentor(award=award, by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The mentor is recorded. The team records the days.")
            return to_case(case, staff=True)
    return case_form(request, case, form, "Agree a mentor", "Record the mentor")


@signed_in
@both
def use_day(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The team records a day its mentor gave."""
    case = team_case(request, reference)
    mentor = support.mentor(case, number)
    if mentor is None:
        raise Http404("Your case has no such mentor.")
    form = forms.MentoringDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            training.use_day(mentor=mentor, by=request.user, on=given["on"], words=given["words"],
                             half_days=int(given["half_days"]))  # fmt: skip
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The day is recorded.")
            return HttpResponseRedirect(reverse("team-case", kwargs={"reference": reference}))
    left = mentor.days - support.days_used(mentor)
    return case_form(request, case, form, f"Record a day of {mentor.name}", "Record the day",
                     inset=f"Left: {counted(left, 'day')}.")  # fmt: skip
