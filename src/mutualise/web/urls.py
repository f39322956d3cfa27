"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from mutualise.web.api.app import versioned
from mutualise.web.demonstration import sign_in_as
from mutualise.web.home import home
from mutualise.web.sign_in import signed_in, to_sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("headlines.json", home, {"form": "json"}, name="headlines-json"),
    # Addresses are tried in order: a vote is asked for more often a minute than any other page.
    path("", include("mutualise.governance.urls")),
    path("", include("mutualise.evidence.urls")),
    path("", include("mutualise.register.urls")),
    path("", include("mutualise.programme.urls")),
    path("", include("mutualise.statistics.urls")),
    path("", include("mutualise.claims.urls")),
    path("api/", include("mutualise.web.api.app")),
    path("api/v1/", versioned),
    path("demonstration/sign-in/", sign_in_as, name="sign-in-as"),
    path("accounts/login/", to_sign_in, name="sign-in"),
    path("accounts/signed-in/", signed_in, name="signed-in"),
    path("accounts/", include("mutualise.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
]
