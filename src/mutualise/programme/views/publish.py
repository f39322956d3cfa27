"""Publishing the day's figures as evidence, by an officer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mutualise.accounts.permissions import NotAllowed, open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.programme.actions import publish as doing
from mutualise.programme.forms.team import EmptyForm
from mutualise.programme.views.shared import both, form_page

TITLE = "Publish the programme’s figures"


@open_to(Access.PROGRAMME_OFFICER)
@both
def publish(request: HttpRequest) -> HttpResponse:
    """Record the figures of today as evidence that claims can rest on."""
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = doing.publish(by=request.user, on=clock.today())
        except (doing.NothingToPublish, NotAllowed) as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                f"{new} figures are recorded."
                if new
                else "They are recorded already; nothing changed."
            )
            messages.success(request, said)
            return HttpResponseRedirect(reverse("programme-figures"))
    return form_page(
        request, form, TITLE, "Publish them", back=reverse("pipeline"),
        trail=[("Programme", reverse("pipeline")), (TITLE, None)],
        intro=["The figures of today become dated evidence. Every announcement that rests on them is "
               "checked again. They are published every night as well."],
    )  # fmt: skip
