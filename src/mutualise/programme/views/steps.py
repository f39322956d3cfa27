"""One step of a case on a page: whose it is, and what is said where the case is past it."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from mutualise.programme.queries.guards import BARS, not_barred
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.guards import UNMET
from mutualise.programme.rules.stages import BY_NAME, NotPermitted, Transition, permitted
from mutualise.programme.rules.states import State
from mutualise.programme.views.shared import to_case


def asked_step(request: HttpRequest, case: Any, verb: str, names: Container[str]) -> Transition:
    """The step an address names, one of `names` that the person may take at some time; a page not
    found otherwise."""
    name = verb.replace("-", "_")
    step = BY_NAME.get(name) if name in names else None
    if step is None or not actors_of(request.user, case) & set(step.actors):
        raise Http404("This step is not open to you.")
    return step


def past_it(
    request: HttpRequest, case: Any, step: Transition, *, staff: bool
) -> HttpResponse | None:
    """To the case, with why the step is not open to it now; None where it is, and where the page was sent:
    then the form says so, and keeps what was typed."""
    if request.method == "POST":
        return None
    try:
        permitted(step.name, State(case.state))
    except NotPermitted as why:
        said = str(why)
    else:
        if not_barred([step], case, request.user):
            return None
        said = " ".join(UNMET[guard] for guard in step.guards if guard in BARS)
    messages.info(request, said)
    return to_case(case, staff=staff)
