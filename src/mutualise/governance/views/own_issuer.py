"""The scrutineer's pages around a signing key on a machine of their own: key, roll, number of signatures."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import issuer_relay, own_issuer
from mutualise.governance.actions.voting import VoteRefused
from mutualise.governance.forms.scrutiny import AskForm, GivenForm, OwnKeyForm
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.tokens import offered_fingerprint, rolls_elsewhere
from mutualise.governance.rules.ballot_box.issuing import roll_file
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_contest,
    own_election,
    posted,
    refuse,
)

scrutineer = open_to(Access.SCRUTINEER)
NO_ANSWER = (
    "It does not answer. Look whether “mutualise issuer answer” runs and its proxy leads to it, and ask whoever runs this "
    "platform whether its file has your machine’s address and the secret in your folder; why stands in the platform’s log."
)


@scrutineer
@both
def key(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    """Take in the public half of the scrutineer's own key."""
    election, found = own_contest(request, reference, contest)
    form = OwnKeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            own_issuer.offer_key(
                contest=found, by=request.user, public_key=form.cleaned_data["public_key"]
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The key is taken in. Compare its SHA-256 with yours.")
            return HttpResponseRedirect(request.path)
    had = offered_fingerprint(found)
    boxes = " ".join(asking.box_name(each) for each in asking.contests_of(election))
    intro = [
        "Without a key of yours the platform makes and keeps both signing keys, and could add votes. Make the keys of all "
        f"contests at once, in one folder, with the command “mutualise issuer keys FOLDER {boxes}” on a machine of your own. "
        "During the poll that machine must answer, or nobody can begin a vote sealed in the browser."
    ]
    if had:
        intro.append(
            "The key given in last has the SHA-256 below. If yours has another, give in yours."
        )
    return form_page(request, form, f"Your own signing key: {found.title}", "Take in the key",
                     election=election, intro=intro, code=had)  # fmt: skip


@scrutineer
@require_GET
def roll(request: HttpRequest, reference: str) -> HttpResponse:
    """The file with the rolls for the scrutineer's machine: hashes, and no name."""
    election = own_election(request, reference)
    rolls = rolls_elsewhere(election)
    if not rolls:
        raise Http404("No roll is frozen, or the platform keeps all keys of this election.")
    answer = JsonResponse(roll_file(reference, rolls))
    answer["Content-Disposition"] = f'attachment; filename="{reference}-roll.json"'
    return answer


@scrutineer
@both
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Try from here whether the scrutineer's machine answers, as it must during the poll."""
    election = own_election(request, reference)
    if not rolls_elsewhere(election):
        raise Http404("No roll is frozen, or the platform keeps all keys of this election.")
    form = AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            issuer_relay.check_answers_now(reference)
        except VoteRefused:
            form.add_error(None, NO_ANSWER)
        else:
            messages.success(
                request, "Your signing machine answers, and knows the secret of this platform."
            )
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Ask your signing machine", "Ask it now", election=election,
        intro=["This platform asks your machine now, as it will for each voter who begins a vote sealed in the browser. "
               "Do it before you open the poll, and when voters say that it does not answer."],
    )  # fmt: skip


@scrutineer
@both
def given(request: HttpRequest, reference: str, contest: str) -> HttpResponse:
    """Take in how many signatures the scrutineer's machine gave."""
    election, found = own_contest(request, reference, contest)
    form = GivenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            own_issuer.enter_given(
                contest=found, by=request.user, given=int(form.cleaned_data["given"])
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, "The number is entered.")
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, f"Signatures your machine gave: {found.title}", "Enter the number",
        election=election,
        intro=["“mutualise issuer end FOLDER” ends the signing and prints the number. It is published with the report, beside the names marked."],
    )  # fmt: skip
