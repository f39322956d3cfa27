"""The second step of signing in, and the pages on which a person sets it up and changes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutualise.accounts.actions import second_factor as actions
from mutualise.accounts.forms import CodeForm, SetUpForm
from mutualise.accounts.permissions import (
    began_within,
    needs_second_factor,
    open_to,
    proved_within,
    remember_proof,
)
from mutualise.accounts.presenters import qr_code
from mutualise.accounts.queries import second_factor_of
from mutualise.accounts.rules.roles import Access
from mutualise.accounts.rules.second_factor import (
    CODES_ARE_SHOWN,
    PROOF_IS_RECENT,
    SIGN_IN_IS_RECENT,
)
from mutualise.accounts.rules.totp import address_for_app, in_groups, new_secret
from mutualise.govuk import identity

SECRET, CODES = "second-factor-secret", "recovery-codes"
both = require_http_methods(["GET", "HEAD", "POST"])


class CodeAtSignIn(AuthenticateView):  # type: ignore[misc]
    """After the code sent by mail, the code of the app. The sign-in library keeps the place."""

    def _build_forms(self) -> CodeForm:
        posted = self.request.POST if self.request.method == "POST" else None
        self.auth_form = CodeForm(posted, user=self.stage.login.user)
        self.webauthn_form = None
        return self.auth_form

    def form_valid(self, form: CodeForm) -> HttpResponse:
        remember_proof(self.request, self.stage.login.user, form.factor)
        answer: HttpResponse = self.stage.exit()
        return answer


class CodeAgain(ReauthenticateView):  # type: ignore[misc]
    """For somebody signed in: in a session without the second factor, or before changing it."""

    def get_form_class(self) -> type[CodeForm]:
        return CodeForm

    def form_valid(self, form: CodeForm) -> HttpResponse:
        self.request.session.cycle_key()
        remember_proof(self.request, self.request.user, form.factor)
        answer: HttpResponse = super(ReauthenticateView, self).form_valid(form)
        return answer


code_at_sign_in = never_cache(CodeAtSignIn.as_view())
code_again = never_cache(CodeAgain.as_view())


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for whoever is signed in about their own second factor; no browser keeps it."""
    return open_to(Access.SIGNED_IN)(never_cache(view))


def proved(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Changing the factor asks for it again. Who has none yet must have signed in just now."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor_of(request.user) is None:
            if not began_within(request, SIGN_IN_IS_RECENT):
                logout(request)
                return redirect_to_login(request.path)
        elif not proved_within(request, PROOF_IS_RECENT):
            return redirect_to_login(request.path, reverse("mfa_reauthenticate"))
        return view(request, *args, **kwargs)

    return guarded


@own_page
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whether there is one, since when, and what can be done."""
    person: Any = request.user
    context = {"factor": second_factor_of(person), "needed": needs_second_factor(person)}
    return render(request, "account/second_factor/state.html", context)


@own_page
@both
@proved
def set_up(request: HttpRequest) -> HttpResponse:
    """A secret for an app, as a drawing and as text, taken by the first code the app shows."""
    person: Any = request.user
    secret = actions.unsealed(request.session.get(SECRET, ""))
    if not secret:
        secret = new_secret()
        request.session[SECRET] = actions.sealed(secret)
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            factor, codes = actions.set_up(
                person=person, secret=secret, code=form.cleaned_data["code"]
            )
        except actions.CodeRefused as refused:
            form.add_error("code", str(refused))
        else:
            return _to_codes(request, factor, codes)
    drawn = qr_code(address_for_app(secret, label=person.email, issuer=identity.NAME))
    context = {
        "form": form, "drawn": drawn, "secret": in_groups(secret),
        "needed": needs_second_factor(person), "has_one": second_factor_of(person) is not None,
    }  # fmt: skip
    return render(request, "account/second_factor/set_up.html", context)


@own_page
@both
@proved
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, after a question."""
    person: Any = request.user
    factor = second_factor_of(person)
    if factor is None:
        return HttpResponseRedirect(reverse("second-factor-set-up"))
    if request.method == "POST":
        return _to_codes(request, factor.number, actions.renew_codes(person=person))
    return render(request, "account/second_factor/new_codes.html", {"factor": factor})


@own_page
@both
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes until the person says that they are kept; never again after that."""
    if request.method == "POST":
        request.session.pop(CODES, None)
        return HttpResponseRedirect(reverse("signed-in"))
    context = {"codes": _new_codes_of(request), "factor": second_factor_of(request.user)}
    return render(request, "account/second_factor/codes.html", context)


@own_page
@require_GET
def codes_file(request: HttpRequest) -> HttpResponse:
    """The new codes as a text file, while they are shown."""
    codes = _new_codes_of(request)
    if not codes:
        raise Http404("New codes are given once.")
    words = f"Recovery codes for {identity.NAME}. Each works once.\n\n" + "\n".join(codes) + "\n"
    return HttpResponse(
        words,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="recovery-codes.txt"'},
    )


@own_page
@both
@proved
def turn_off(request: HttpRequest) -> HttpResponse:
    """Do without, where no role needs it."""
    person: Any = request.user
    if second_factor_of(person) is None:
        return HttpResponseRedirect(reverse("second-factor"))
    if request.method == "POST":
        try:
            actions.turn_off(person=person)
        except actions.NeededByRole as needed:
            messages.error(request, str(needed))
        else:
            _keep_session(request)
            messages.success(request, "The second factor is off.")
        return HttpResponseRedirect(reverse("second-factor"))
    context = {"needed": needs_second_factor(person)}
    return render(request, "account/second_factor/turn_off.html", context)


@own_page
@require_POST
@proved
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of whoever is signed in, on every device."""
    person: Any = request.user
    actions.sign_out_everywhere(person=person, by=person)
    logout(request)
    messages.success(request, "You are signed out on every device.")
    return HttpResponseRedirect(reverse("home"))


def _to_codes(request: HttpRequest, factor: int, codes: list[str]) -> HttpResponse:
    _keep_session(request)
    remember_proof(request, request.user, factor)
    request.session.pop(SECRET, None)
    request.session[CODES] = actions.sealed("\n".join(codes))
    return HttpResponseRedirect(reverse("recovery-codes"))


def _keep_session(request: HttpRequest) -> None:
    """All sessions of the person ended; this one goes on under a new key."""
    person: Any = request.user
    person.refresh_from_db(fields=["password"])
    update_session_auth_hash(request, person)


def _new_codes_of(request: HttpRequest) -> list[str]:
    if not proved_within(request, CODES_ARE_SHOWN):
        request.session.pop(CODES, None)
    return actions.unsealed(request.session.get(CODES, "")).split()
