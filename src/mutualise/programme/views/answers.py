"""Writing the answers of an application: saved by the button, or while they are written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mutualise.accounts.permissions import open_to
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.programme.actions import application as doing
from mutualise.programme.forms.team import AnswerForm
from mutualise.programme.queries import application
from mutualise.programme.rules.application import BY_KEY
from mutualise.programme.rules.states import State
from mutualise.programme.views.shared import both, case_form, refuse, team_case, to_case, trail
from mutualise.programme.views.team import REFUSALS

signed_in = open_to(Access.SIGNED_IN)


@signed_in
@both
def answer(request: HttpRequest, reference: str, question: str) -> HttpResponse:
    """Write one answer. A version saved meanwhile by a colleague is shown beside, not overwritten."""
    case = team_case(request, reference)
    asked = BY_KEY.get(question)
    if asked is None:
        raise Http404("The application has no such question.")
    if request.method == "GET" and case.state != State.DRAFTING:
        messages.info(request, "The application is not open for writing now.")
        return to_case(case, staff=False)
    last = application.latest_answers(case).get(question)
    first = {"text": last.text if last else "", "over": last.number if last else 0}
    form = AnswerForm(request.POST or None, initial=first, question=asked)
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return _while_written(request, case, form, question)
    inset = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, case, form, question)
        except doing.SavedMeanwhile as meanwhile:
            who = _who(request, meanwhile.theirs)
            inset = f"{who} saved this meanwhile: {meanwhile.theirs.text}"
            text = form.cleaned_data["text"]
            form = AnswerForm({"text": text, "over": meanwhile.theirs.number}, question=asked)
            form.add_error("text", f"{meanwhile} Read theirs above; saving again keeps yours")
        except REFUSALS as refusal:
            refuse(form, refusal, to="text")
        else:
            messages.success(request, "Your answer is saved.")
            return to_case(case, staff=False)
    return case_form(
        request, case, form, asked.section, "Save the answer", inset=inset,
        intro=[_versions_text(last)] if last else None,
        autosave=f"{case.reference}-{question}-{request.user.pk}",
    )  # fmt: skip


def _save(request: HttpRequest, case: Any, form: AnswerForm, question: str) -> Any:
    given = form.cleaned_data
    return doing.save_answer(
        case=case, by=request.user, question=question, text=given["text"], over=given["over"]
    )


def _while_written(
    request: HttpRequest, case: Any, form: AnswerForm, question: str
) -> JsonResponse:
    """What `autosave.js` is told: the version saved and when (200), a colleague's text that stands
    instead (409), or why the text cannot be saved (422)."""
    if not form.is_valid():
        faults = [fault for each in form.errors.values() for fault in each]
        return JsonResponse({"message": f"{faults[0]}."}, status=422)
    try:
        saved = _save(request, case, form, question)
    except doing.SavedMeanwhile as meanwhile:
        theirs = meanwhile.theirs
        told = {"over": theirs.number, "by": _who(request, theirs), "text": theirs.text}
        return JsonResponse(told | {"at": _time(theirs.at)}, status=409)
    except REFUSALS as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    number = saved.number if saved else application.version_now(case, question)
    return JsonResponse({"over": number, "at": _time(saved.at if saved else clock.now())})


def _who(request: HttpRequest, saved: Any) -> str:
    return "You, on another page," if saved.by == request.user else str(saved.by)


def _time(moment: Any) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _versions_text(last: Any) -> str:
    at = timezone.localtime(last.at)
    return f"Version {last.number}, last saved by {last.by}, {at:%-d %B %Y at %H:%M}."


@signed_in
@require_GET
def versions(request: HttpRequest, reference: str, question: str) -> HttpResponse:
    """Who changed an answer, and when: of what one person saved while writing on, the last."""
    case = team_case(request, reference)
    if question not in BY_KEY:
        raise Http404("The application has no such question.")
    every = application.versions(case, question)
    kept = every if request.GET.get("every") == "yes" else application.at_rest(every)
    context = {
        "case": case,
        "question": BY_KEY[question],
        "versions": kept,
        "left_out": len(every) - len(kept),
        "trail": trail(case, "Versions", staff=False),
    }
    return render(request, "programme/team/versions.html", context)
