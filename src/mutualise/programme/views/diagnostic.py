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
from mutualise.programme.forms.diagnostic import QuestionForm
from mutualise.programme.forms.team import AREAS
from mutualise.programme.queries import diagnostics
from mutualise.programme.rules.diagnostic import BY_KEY, QUESTIONS, next_question, result
from mutualise.programme.views.shared import both

anyone = open_to(Access.ANYONE)
HERE = "diagnostic"


@anyone
@both
def start(request: HttpRequest) -> HttpResponse:
    """What it is and how long it takes; the button begins, or goes on where one stopped."""
    if request.method == "POST":
        if _answers(request) is None or "again" in request.POST:
            request.session[HERE] = doing.begin()
        question = next_question(_answers(request) or {})
        return _to(question.key if question else None)
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
        doing.answer(request.session[HERE], question, form.cleaned_data["answer"])
        return _to(_after(question))
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
@require_GET
def outcome(request: HttpRequest) -> HttpResponse:
    """What is ready, what is missing, what stops it early, and what to do next."""
    answers = _answers(request)
    if not answers:
        return HttpResponseRedirect(reverse("ready"))
    sector, region = (request.GET.get(n, "").strip()[:120] for n in ("sector", "region"))
    link = reverse("ready-resume", kwargs={"token": request.session[HERE]})
    context = {
        "found": result(answers),
        "total": len(QUESTIONS),
        "like": diagnostics.like(sector, region),
        "sector": sector,
        "region": region,
        "areas": AREAS,
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
        request.session[HERE] = token
        return _to(None)
    return render(request, "programme/diagnostic/resume.html", {})


def _answers(request: HttpRequest) -> dict[str, str] | None:
    """The answers kept for this device; None when it has not begun."""
    token = request.session.get(HERE)
    found = diagnostics.with_token(doing.digest(token)) if token else None
    return dict(found.answers) if found else None


def _after(key: str) -> str | None:
    place = QUESTIONS.index(BY_KEY[key]) + 1
    return QUESTIONS[place].key if place < len(QUESTIONS) else None


def _address(key: str) -> str:
    return reverse("ready-question", kwargs={"question": key})


def _to(key: str | None) -> HttpResponse:
    return HttpResponseRedirect(_address(key) if key else reverse("ready-outcome"))
