"""The scrutineer extends an open poll."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.governance.actions import extension
from mutualise.governance.forms.elections import ExtendForm
from mutualise.governance.queries.elections import closes_on
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.extension import MOST_DAYS
from mutualise.governance.views.election_pages import (
    REFUSALS,
    both,
    form_page,
    home_of,
    own_election,
    posted,
    refuse,
)
from mutualise.govuk.figures import counted


@open_to(Access.SCRUTINEER)
@both
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    """A later last day with its reason; the voters are mailed once it stands."""
    election = own_election(request, reference)
    form = ExtendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            event = extension.extend(
                election=election, by=request.user, until=given["until"], words=given["words"]
            )
        except REFUSALS as refusal:
            refuse(form, refusal)
        else:
            written = event.letters.count()
            messages.success(
                request,
                f"The poll takes votes until {spoken(given['until'])}. {counted(written, 'mail')} to those on the roll "
                "with an email address wait to be sent; this page says how many have left. Tell the others by "
                "post or at work.",
            )
            return HttpResponseRedirect(home_of(election))
    return form_page(
        request, form, "Extend the poll", "Extend the poll", election=election, warning=True,
        intro=[
            f"The poll closes on {spoken(closes_on(election))}. Extend it only where people could not vote, as in a "
            "strike of the post or when this site was down, and your rules or an agreement of all who stand let "
            "you; never because few have voted. Everybody on the roll is treated alike: votes that are in stay in.",
            f"It can be done before the poll ends and not after, by {MOST_DAYS} days at once, and cannot be taken "
            "back. It stands on the public page, in the report and in the archive, with the heads of the boards as "
            "they are now. Everybody on the roll who has an email address is told.",
        ],
    )  # fmt: skip
