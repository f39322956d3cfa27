"""Every route says who may open it, and closed ones stay shut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from mutualise.accounts.rules.roles import Access
from mutualise.web.middleware import SIGN_IN_ROUTES, access_of
from tests.programme.builders import signed_in, stranger

EXAMPLES = {
    "code": "mycsp", "reference": "obs-1", "change": "withdraw", "kind": "events", "number": "1",
    "position": "1", "question": "services", "step": "launch", "verb": "withdraw",
    "token": "no-such-link", "order": "PSM-0001-01", "digest": "0123456789abcdef", "row": "1",
    "contest": "staff", "organisation": "mycsp",
}  # fmt: skip


def routes(patterns=None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern


OUR_ACCOUNT_PAGES = (
    "accounts/login/", "accounts/signed-in/", "accounts/second-factor/",
    "accounts/sign-out-everywhere/",
)  # fmt: skip


def library_route(address: str) -> bool:
    return address.startswith("accounts/") and not address.startswith(OUR_ACCOUNT_PAGES)


OURS = [
    (address, pattern)
    for address, pattern in routes()
    if not library_route(address) and pattern.name != "account_login"
]
CLOSED = [
    (address, pattern)
    for address, pattern in OURS
    if access_of(pattern.callback, pattern.name) is not Access.ANYONE
]


def filled(address: str) -> str:
    for name, value in EXAMPLES.items():
        for kind in ("slug", "int", "str"):
            address = address.replace(f"<{kind}:{name}>", value)
    return "/" + address


def test_the_search_for_routes_finds_them():
    assert len(OURS) > 40
    assert len(CLOSED) >= 12


@pytest.mark.parametrize(("address", "pattern"), OURS, ids=[address for address, _ in OURS])
def test_route_declares_who_may_open_it(address, pattern):
    assert isinstance(access_of(pattern.callback, pattern.name), Access)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address, _ in CLOSED])
def test_closed_route_is_closed_to_a_stranger(client, address):
    assert client.get(filled(address)).status_code in (302, 403, 404)
    assert client.post(filled(address)).status_code in (302, 403, 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [address for address, _ in CLOSED if address.startswith("editor/")]
)
def test_editors_route_is_closed_to_a_representative(as_representative, address):
    assert as_representative.get(filled(address)).status_code in (403, 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        (address, pattern)
        for address, pattern in CLOSED
        if access_of(pattern.callback, pattern.name) is not Access.SIGNED_IN
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_route_of_a_role_is_closed_to_a_person_without_it(address, pattern):
    somebody = signed_in(stranger())
    assert somebody.get(filled(address)).status_code == 403
    assert somebody.post(filled(address)).status_code == 403


@pytest.mark.django_db
def test_other_routes_of_the_sign_in_library_are_shut(client):
    shut = [
        (address, pattern)
        for address, pattern in routes()
        if library_route(address) and pattern.name not in SIGN_IN_ROUTES
    ]
    assert shut
    for address, _ in shut:
        if "<" not in address and "(" not in address:
            assert client.get("/" + address).status_code == 403, address
