"""The readiness diagnostic: one question a page, without an account."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.programme.actions import diagnostics as doing
from mutualise.programme.forms.diagnostic import NO_SECTOR, PlaceForm, QuestionForm
from mutualise.programme.presenters.figures import area_name
from mutualise.programme.queries import diagnostics
from mutualise.programme.rules.diagnostic import BY_KEY, QUESTIONS, next_question, result
from mutualise.programme.views.kept_run import keep_run, run_of
from mutualise.programme.views.shared import both

anyone = open_to(Access.ANYONE)


@anyone
@both
def start(request: HttpRequest) -> HttpResponse:
    """What it is and how long it takes; the button begins, or goes on where one stopped."""
    if request.method == "POST":
        token, answers = run_of(request), _answers(request)
        if answers is None or "again" in request.POST:
            token, answers = doing.begin(), {}
        question = next_question(answers)
        return keep_run(request, _to(question.key if question else None), token)
    return render(request, "programme/diagnostic/start.html", {"begun": _answers(request)})


@anyone
@both
def question(request: HttpRequest, question: str) -> HttpResponse:
    asked, answers = BY_KEY.get(question), _answers(request)
    if asked is None:
        raise Http404("The diagnostic has no such question.")
    if answers is None:
        return HttpResponseRedirect(reverse("ready"))
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, question=asked, initial={"answer": answers.get(question)})
    if request.method == "POST" and form.is_valid():
        doing.answer(run_of(request), question, form.cleaned_data["answer"])
        return keep_run(request, _next(question), run_of(request))
    place = QUESTIONS.index(asked)
    context = {
        "form": form,
        "asked": asked,
        "number": place + 1,
        "total": len(QUESTIONS),
        "back": _address(QUESTIONS[place - 1].key) if place else reverse("ready"),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/diagnostic/question.html", context, status=status)


@anyone
@both
def place(request: HttpRequest) -> HttpResponse:
    """Sector and region, so that the result can name mutuals to talk to. It may be skipped."""
    answers = _answers(request)
    if answers is None:
        return HttpResponseRedirect(reverse("ready"))
    sent = request.POST if request.method == "POST" else None
    first = {"sector": answers.get("sector") or None, "region": answers.get("region")}
    form = PlaceForm(sent, sectors=diagnostics.sectors(), initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sector = "" if given["sector"] == NO_SECTOR else given["sector"]
        doing.place(run_of(request), sector=sector, region=given["region"])
        return keep_run(request, _to(None), run_of(request))
    context = {"form": form, "back": _address(QUESTIONS[-1].key), "skip": reverse("ready-outcome")}
    status = 422 if form.errors else 200
    return render(request, "programme/diagnostic/place.html", context, status=status)


@anyone
@require_GET
def outcome(request: HttpRequest) -> HttpResponse:
    """What is ready, what is missing, what stops it early, and what to do next."""
    answers = _answers(request)
    if not answers:
        return HttpResponseRedirect(reverse("ready"))
    sector, region = answers.get("sector", ""), answers.get("region", "")
    link = reverse("ready-resume", kwargs={"token": run_of(request)})
    context = {
        "found": result(answers),
        "total": len(QUESTIONS),
        "like": diagnostics.like(sector, region),
        "sector": sector,
        "region": region,
        "place": area_name(region),
        "link": request.build_absolute_uri(link),
        "enquiry": f"{reverse('enquiry')}?{urlencode({'sector': sector, 'region': region})}",
    }
    return render(request, "programme/diagnostic/outcome.html", context)


@anyone
@both
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button; pressing it brings the answers to this device."""
    if diagnostics.with_token(doing.digest(token)) is None:
        raise Http404("This link is not one we gave, or part of it is missing.")
    if request.method == "POST":
        return keep_run(request, _to(None), token)
    return render(request, "programme/diagnostic/resume.html", {})


def _answers(request: HttpRequest) -> dict[str, str] | None:
    """The answers kept for this device; None when it has not begun."""
    token = run_of(request)
    found = diagnostics.with_token(doing.digest(token)) if token else None
    return dict(found.answers) if found else None


def _next(key: str) -> HttpResponse:
    """The question after one; after the last, where the team is."""
    place = QUESTIONS.index(BY_KEY[key]) + 1
    if place < len(QUESTIONS):
        return _to(QUESTIONS[place].key)
    return HttpResponseRedirect(reverse("ready-place"))


def _address(key: str) -> str:
    return reverse("ready-question", kwargs={"question": key})


def _to(key: str | None) -> HttpResponse:
    return HttpResponseRedirect(_address(key) if key else reverse("ready-outcome"))
