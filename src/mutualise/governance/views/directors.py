"""The register of directors."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.chronicle import clock
from mutualise.governance.actions import directors as doing
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.forms import members as forms
from mutualise.governance.queries import secretary as queries
from mutualise.governance.rules.directors import CHOSEN_LABELS, Chosen
from mutualise.governance.views.keeping import both, deed, here, kept, secretary, trail


@secretary
@require_GET
def directors(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    context = {
        "register": register, "terms": queries.terms_of(register), "labels": CHOSEN_LABELS,
        "interests": queries.interests_of(register), "today": clock.today(),
        "trail": trail(register, ("Directors", None)),
    }  # fmt: skip
    return render(request, "governance/members/directors.html", context)


@secretary
@both
def add(request: HttpRequest, code: str) -> HttpResponse:
    register = kept(request, code)
    form = forms.DirectorForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        member = queries.member_called(register, int(given["number"])) if given["number"] else None
        if given["number"] and member is None:
            raise RegisterRefused("The register has no member of this number.", "number")
        doing.begin_term(
            by=request.user, register=register, name=given["name"], member=member,  # type: ignore[arg-type]
            chosen=Chosen(given["chosen"]), on=given["on"], term_ends_on=given["term_ends_on"],
            by_what=given["by_what"],
        )  # fmt: skip

    return deed(request, register, form, do, title="Enter a director", button="Enter the director",
                said="The director is entered.", to=here(register, "directors"))  # fmt: skip


@secretary
@both
def end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register, term = _term(request, code, number)
    form = forms.EndTermForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        doing.end_term(by=request.user, term=term, on=given["on"], reason=given["reason"])  # type: ignore[arg-type]

    return deed(request, register, form, do, title=f"End the term of {term.director.name}",
                button="End the term", said="The term has ended.", to=here(register, "directors"),
                warning=True)  # fmt: skip


@secretary
@both
def declare(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register, term = _term(request, code, number)
    form = forms.InterestForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        person: Any = request.user
        doing.declare(by=person, director=term.director, nature=given["nature"], on=given["on"])

    return deed(request, register, form, do, title=f"A tie of {term.director.name}",
                button="Record the tie", said="The tie is recorded.",
                to=here(register, "directors"))  # fmt: skip


@secretary
@both
def end_tie(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that a tie has ended, or never was."""
    register = kept(request, code)
    tie = queries.interest_called(register, number)
    if tie is None or tie.valid_until:
        raise Http404("The register has no such tie.")
    form = forms.EndTieForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        doing.end_interest(by=request.user, interest=tie, reason=given["reason"], on=given["on"])  # type: ignore[arg-type]

    return deed(request, register, form, do, title=f"End a tie of {tie.director.name}",
                button="End the tie", said="It is recorded.", to=here(register, "directors"),
                intro=(tie.nature,), warning=True)  # fmt: skip


def _term(request: HttpRequest, code: str, number: int) -> tuple[Any, Any]:
    register = kept(request, code)
    term = queries.term_called(register, number)
    if term is None:
        raise Http404("The register has no such term.")
    return register, term
