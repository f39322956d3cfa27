"""What the programme's pages share: finding a case the person may see, and one form on a page."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mutualise.programme.queries.awards import award_of
from mutualise.programme.queries.cases import called
from mutualise.programme.queries.fund import code_to_name, fund_asked
from mutualise.programme.queries.visible import cases_for, staff_cases, team_cases
from mutualise.programme.rules.guards import GuardsUnmet

NO_CASE = "There is no such case, or it is closed to you."


SENT, MOST_SENT = "sent", 30


def both(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page with a form: it may be read and sent. The same form sent again (its `once` says so) goes
    where the first went, and does nothing, also when both arrive at once: of one person's session a
    form is taken at a time."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def once_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        once = _once_sent(request)
        if not once or not request.session.session_key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            sent = _sent_before(request.session)
            if once in sent:
                messages.info(request, "This was sent already. It was done once.")
                return HttpResponseRedirect(sent[once])
            answer = view(request, *args, **kwargs)
            if isinstance(answer, HttpResponseRedirect):
                request.session[SENT] = dict([*sent.items(), (once, answer.url)][-MOST_SENT:])
                request.session.save()
        return answer

    once_only.takes_forms = True  # type: ignore[attr-defined]
    return once_only


def _sent_before(session: Any) -> dict[str, str]:
    """The forms this session sent, read while nobody else sends one of it: what the request was given
    may be older."""
    held = session.model.objects.select_for_update().filter(session_key=session.session_key)
    row = held.first()
    return dict(row.get_decoded().get(SENT, {})) if row else {}


def any_case(request: HttpRequest, reference: str) -> Any:
    """A case the person may see in any capacity; a page not found otherwise."""
    return _found(called(cases_for(request.user), reference))


def team_case(request: HttpRequest, reference: str) -> Any:
    """A case the person is in the team of; a page not found otherwise."""
    return _found(called(team_cases(request.user), reference))


def staff_case(request: HttpRequest, reference: str) -> Any:
    """A case the person may see as staff; a page not found otherwise."""
    return _found(called(staff_cases(request.user), reference))


def _found(case: Any) -> Any:
    if case is None:
        raise Http404(NO_CASE)
    return case


def case_and_award(request: HttpRequest, reference: str) -> tuple[Any, Any]:
    """A case the person may see as staff, with its award; a page not found otherwise."""
    case = staff_case(request, reference)
    award = award_of(case)
    if award is None:
        raise Http404("This case has no award.")
    return case, award


def asked_fund(request: HttpRequest) -> Any:
    """The fund an address names by `fund`, else the one the public sees; None while there is none."""
    code = request.GET.get("fund", "")[:40]
    found = fund_asked(code)
    if code and found is None:
        raise Http404("There is no such fund.")
    return found


def of_fund(found: Any) -> str:
    """What an address ends with to be about a fund: nothing for the one the public sees."""
    code = code_to_name(found)
    return f"?fund={code}" if code else ""


def ledger_of(found: Any) -> str:
    return reverse("ledger") + of_fund(found)


def once_of(request: HttpRequest) -> str:
    """What names one sending of a form, so that a deed done again by a repeated form is one."""
    return _once_sent(request) or secrets.token_urlsafe(16)


def _once_sent(request: HttpRequest) -> str:
    """The name the form was sent with; "" for none, or for one that no page of the site gave: it goes
    into keys of the database, which take neither any length nor every sign."""
    given = request.POST.get("once", "")
    return given if re.fullmatch(r"[\w-]{1,40}", given, re.ASCII) else ""


class Trail(list[tuple[str, str | None]]):
    """Breadcrumbs to a page about a case, which the page names over its heading."""

    def __init__(self, crumbs: list[tuple[str, str | None]], case: Any) -> None:
        super().__init__(crumbs)
        self.case = case


def trail(case: Any, title: str, *, staff: bool) -> Trail:
    """Breadcrumbs from the person's own side of a case to a page about it."""
    if staff:
        home = ("Programme", reverse("pipeline"))
        page = (case.reference, reverse("staff-case", kwargs={"reference": case.reference}))
    else:
        home = ("Your cases", reverse("my-cases"))
        page = (case.reference, reverse("team-case", kwargs={"reference": case.reference}))
    return Trail([home, page, (title, None)], case)


def is_staff_of(request: HttpRequest, case: Any) -> bool:
    return bool(staff_cases(request.user).filter(pk=case.pk).exists())


def home_of(request: HttpRequest, case: Any) -> str:
    """The case's page on the person's own side."""
    name = "staff-case" if is_staff_of(request, case) else "team-case"
    return reverse(name, kwargs={"reference": case.reference})


def seen_in(request: HttpRequest, name: str = "seen") -> int | None:
    """The number of the last event on the page that asked, so that a stale page is refused."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def form_page(
    request: HttpRequest, form: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    """A page with one form; 422 when it came back with errors."""
    context = {"form": form, "title": title, "button": button} | EMPTY | more
    context["once"] = context["once"] or once_of(request)
    status = 422 if form.errors else 200
    return render(request, "programme/form.html", context, status=status)


EMPTY: dict[str, Any] = {
    "trail": None,
    "before": None,
    "intro": None,
    "inset": None,
    "back": None,
    "back_text": None,
    "warning": False,
    "seen": None,
    "once": None,
    "autosave": None,
    "demonstration": False,
}


def refuse(form: Any, refusal: Exception, *, to: str | None = None) -> None:
    """Put what an action refused on the field it names, or at the head of the form."""
    reasons = refusal.reasons if isinstance(refusal, GuardsUnmet) else [str(refusal)]
    field = getattr(refusal, "field", None) or to
    for reason in reasons:
        form.add_error(field if field in form.fields else None, reason)


def case_form(
    request: HttpRequest, case: Any, form: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    """A form about a case, with the way back to the case's page on the same side of it."""
    staff = request.path.startswith("/programme/")
    name = "staff-case" if staff else "team-case"
    return form_page(
        request, form, title, button, trail=trail(case, title, staff=staff),
        back=reverse(name, kwargs={"reference": case.reference}),
        demonstration=case.demonstration, **more,
    )  # fmt: skip


def to_case(case: Any, *, staff: bool) -> HttpResponse:
    name = "staff-case" if staff else "team-case"
    return HttpResponseRedirect(reverse(name, kwargs={"reference": case.reference}))
