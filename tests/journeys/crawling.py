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
# They lead on, answer to a post, or give a file or a picture.
NO_PAGE_OF_THEIR_OWN = {
    "accounts/login/", "accounts/signed-in/", "accounts/sign-out-everywhere/",
    "support/cases/<slug:reference>/files/<int:number>/",
    "elections/<slug:reference>/photographs/<slug:contest>/<int:number>/",
    "run-elections/<slug:reference>/contests/<slug:contest>/nominations/<int:number>/photograph/",
}  # fmt: skip
# Charts alone keep their shape and scroll in a box of their own.
WIDTHS = (1280, 768, 320)
# What a program would say where a person says nothing, "yes", "1 day" or "1 March 2026".
RAW = re.compile(
    r"\b(?:since|on|by|from|until) None\b|\bNone (?:days|people|%)|\bTrue\b|\bFalse\b(?! match)|\bnan\b"
    r"|(?<![\d.,£])1 (?:[a-z]+ )?(?:days|months|years|people|cases|names|places|entries|members)\b"
    r"|(?<![\w/=-])\d{4}-\d\d-\d\d\b|\b[A-Z]{2,}_[A-Z_]+\b"
)
# The words of a page without its code, what says how a date can be written or was, and what is
# shown as it stands in the record.
SAID = """() => {
    const main = document.querySelector('main');
    const codes = [...main.querySelectorAll(
        'code, pre, .govuk-hint, .govuk-error-message, .govuk-error-summary,'
        + '.mutualise-as-recorded')];
    codes.forEach(each => each.style.display = 'none');
    const said = main.innerText;
    codes.forEach(each => each.style.display = '');
    return said;
}"""
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
    """What is wrong with the page shown, at the widths of a desk, a tablet and a phone, and at the
    last by every rule of accessibility; "" when nothing is. The page is left at that width."""
    if page.locator("h1").count() != 1:
        return "not one heading of the first level"
    if raw := RAW.search(page.evaluate(SAID)):
        return f"shows a value of the program: {raw[0]}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            return f"wider than {width} pixels"
    if sideways := page.evaluate(SIDEWAYS):
        return f"tables scroll sideways: {sideways}"
    try:
        accessible(page)
    except AssertionError as problem:
        return str(problem)
    return ""


def check(page, accessible) -> None:
    """Fail on what is wrong with the page shown, and leave it at the width of a desk."""
    page.locator("h1").first.wait_for()
    wrong = wrong_with(page, accessible)
    assert not wrong, f"{page.url}: {wrong}"
    page.set_viewport_size({"width": 1280, "height": 900})


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
