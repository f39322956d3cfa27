"""Who is in a team: joining it, removing somebody, and handing the lead over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.programme.actions import people as doing
from mutualise.programme.actions.application import Wrong
from mutualise.programme.forms.team import EmptyForm, HandOverForm, LeadForm
from mutualise.programme.queries.cases import called, members_of, with_invited
from mutualise.programme.queries.enquiries import lead_to_confirm
from mutualise.programme.queries.visible import invitations_of, team_cases
from mutualise.programme.rules.stages import NotPermitted
from mutualise.programme.views.shared import (
    Trail,
    both,
    case_form,
    form_page,
    refuse,
    seen_in,
    staff_case,
    team_case,
    to_case,
)

signed_in = open_to(Access.SIGNED_IN)
REFUSALS = (Wrong, NotAllowed, NotPermitted)


@signed_in
@both
def join(request: HttpRequest, reference: str) -> HttpResponse:
    """Accept an invitation to a team. Until then the team's name does not open the case to anybody."""
    case = called(team_cases(request.user), reference)
    if case:
        return to_case(case, staff=False)
    asked = invitations_of(request.user).filter(case__reference__iexact=reference).first()
    if asked is None:
        raise Http404("There is no such invitation, or it was taken back.")
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.join(case=asked.case, by=request.user)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"You are in the team of {asked.case.reference}.")
            return to_case(asked.case, staff=False)
    enquired = asked.pk == getattr(lead_to_confirm(asked.case.reference), "pk", None)
    title = "Confirm your enquiry" if enquired else "Join the team"
    return form_page(
        request, form, title, title, back=reverse("my-cases"),
        back_text="It is not mine" if enquired else "Do not join",
        trail=Trail([("Your cases", reverse("my-cases")), (title, None)], asked.case),
        intro=[
            f"An enquiry about {asked.case.service}, from {asked.case.parent_body}, gave your address."
            if enquired else
            f"You are invited to the case of {asked.case.team} as {asked.get_part_display().lower()}.",
            "If you work for the support programme, joining closes the case to you in that work, also after "
            "you have left the team. While you do not join, nothing changes for you.",
        ],
    )  # fmt: skip


@signed_in
@both
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = team_case(request, reference)
    member = next((each for each in with_invited(case) if each.pk == number), None)
    if member is None:
        raise Http404("There is no such person in the team.")
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            doing.remove_member(case=case, by=request.user, member=member)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"{member.person.email} is not in the team any more.")
            if member.person_id == request.user.pk:
                return HttpResponseRedirect(reverse("my-cases"))
            return to_case(case, staff=False)
    return case_form(
        request, case, form, f"Remove {member.person.email} from the team", "Remove", warning=True,
        intro=["They cannot open the case any more. What they wrote stays."],
    )  # fmt: skip


@open_to(Access.PROGRAMME_OFFICER)
@both
def ask_to_lead(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask somebody to lead a case that nobody leads."""
    case = staff_case(request, reference)
    form = LeadForm(request.POST or None)
    asked = next((each.pk for each in with_invited(case) if each.part == each.Part.LEAD), 0)
    if request.method == "POST" and seen_in(request) not in (None, asked):
        form.add_error(None, "A colleague asked somebody meanwhile. Look again.")
    elif request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            made = doing.ask_to_lead(case=case, by=request.user, email=email)
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            done = "leads the case now" if made.joined_at else "is asked to lead the case"
            messages.success(request, f"{email} {done}.")
            return to_case(case, staff=True)
    return case_form(
        request, case, form, "Ask somebody to lead the case", "Ask them", seen=asked,
        intro=["They lead it once they have joined the team, by a link that we send them."],
    )  # fmt: skip


@signed_in
@both
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    case = team_case(request, reference)
    members = {str(each.pk): each for each in members_of(case) if each.part == "COLLEAGUE"}
    choices = [(number, each.person.email) for number, each in members.items()]
    form = HandOverForm(request.POST or None, colleagues=choices)
    if request.method == "POST" and form.is_valid():
        try:
            doing.hand_over(case=case, by=request.user, to=members[form.cleaned_data["to"]])
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The case is handed over.")
            return to_case(case, staff=False)
    return case_form(
        request, case, form, "Hand the case to a colleague", "Hand it over",
        intro=None if choices else ["Invite a colleague first: there is nobody to hand it to."],
    )  # fmt: skip
