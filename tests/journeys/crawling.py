"""The pages of the product in a browser at the width of a phone, found by following links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.architecture.test_routes import OURS

NO_PAGE = re.compile(r"(\.(csv|json|xlsx|pdf|zip|txt)|/file/|^api/v1/.*)$")
ROUTES = frozenset(route for route, _ in OURS if not NO_PAGE.search(route))
# Charts alone keep their shape and scroll in a box of their own.
SIDEWAYS = """() => [...document.querySelectorAll('main .mutualise-scroll')]
    .filter(box => box.querySelector('table') && box.scrollWidth > box.clientWidth)
    .map(box => box.getAttribute('aria-label'))"""


def look_at_each(
    page, accessible, begin: Iterable[str], wanted: set[str], within: set[str], enough: int
) -> None:
    """Open one page of each wanted route that links within some routes lead to from where the
    visitor begins, fail on what is wrong with it, and take the route out of `wanted`."""
    for route, address in reached(page, list(begin), wanted, within, enough).items():
        page.goto(address)
        wrong = wrong_with(page, accessible)
        assert not wrong, f"{address}: {wrong}"
        wanted.discard(route)


def reached(
    page, begin: list[str], wanted: set[str], within: set[str], enough: int
) -> dict[str, str]:
    """An address of each wanted route. `enough` pages of a route are asked for their links."""
    waiting, met, kinds, found = list(begin), set(begin), Counter(), {}
    while waiting and wanted - found.keys():
        address = waiting.pop(0)
        route = _route_of(address)
        kinds[route] += 1
        if route not in within and address not in begin or kinds[route] > enough:
            continue
        onward = _links(page, address)
        if onward and route in wanted:
            found.setdefault(route, address)
        waiting += [each for each in dict.fromkeys(onward) if each not in met]
        met.update(onward)
    return found


def wrong_with(page, accessible) -> str:
    """What is wrong with the page shown at the width of a phone; "" when nothing is."""
    page.set_viewport_size({"width": 320, "height": 640})
    if page.locator("h1").count() != 1:
        return "not one heading of the first level"
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        return "wider than a phone"
    if sideways := page.evaluate(SIDEWAYS):
        return f"tables scroll sideways: {sideways}"
    try:
        accessible(page)
    except AssertionError as problem:
        return str(problem)
    return ""


def _route_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return "no route"


def _links(page, address: str) -> list[str]:
    """Where the page at an address leads to on this site; nothing when there is no page."""
    answer = page.request.get(address, max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
        return []
    found = re.findall(r'href="([^"#][^"]*)"', answer.text())
    whole = [urldefrag(urljoin(address, each.replace("&amp;", "&")))[0] for each in found]
    site = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}/"
    return [each for each in whole if each.startswith(site) and "/static/" not in each]
