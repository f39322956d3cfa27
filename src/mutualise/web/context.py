"""What every page's layout needs: the way round the site and who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mutualise.accounts.permissions import may_open
from mutualise.accounts.queries import is_editor, organisations_represented
from mutualise.accounts.rules.roles import Access


def site(request: HttpRequest) -> dict[str, Any]:
    items = [
        {"text": "Figures", "href": "/figures/"},
        {"text": "Register", "href": "/register/"},
        {"text": "Definitions", "href": "/definitions/"},
        {"text": "Announcements", "href": "/announcements/"},
        {"text": "Check a text", "href": "/check/"},
        {"text": "Support", "href": "/support/"},
        {"text": "API", "href": "/api/"},
    ]
    user = getattr(request, "user", None)
    if user is not None and is_editor(user):
        items.append({"text": "Editor", "href": "/editor/"})
    elif user is not None and may_open(user, Access.PROGRAMME_STAFF):
        items.append({"text": "Programme", "href": "/programme/"})
    elif user is not None and may_open(user, Access.ADVISER):
        items.append({"text": "Advice", "href": "/advice/"})
    elif user is not None and may_open(user, Access.COMPANY_SECRETARY):
        items.append({"text": "Members", "href": "/members/"})
    elif user is not None and organisations_represented(user):
        items.append({"text": "Your organisations", "href": "/your-organisations/"})
    for item in items:
        href = str(item["href"])
        item["active"] = request.path.startswith(href)  # type: ignore[assignment]
    account = (
        {"text": "Sign out", "href": "/accounts/logout/"}
        if user is not None and user.is_authenticated
        else {"text": "Sign in", "href": "/accounts/login/"}
    )
    footer = [
        {"text": "Sources", "href": "/sources/"},
        {"text": "Elections", "href": "/elections/"},
        {"text": "API and downloads", "href": "/api/"},
        account,
    ]
    if user is not None and user.is_authenticated:
        footer.append({"text": "Second factor", "href": "/accounts/second-factor/"})
        footer.append({"text": "Your data", "href": "/your-data/"})
    return {
        "footer_links": footer,
        "navigation": items,
        "signed_in": bool(user and user.is_authenticated),
    }
