"""Every page of the product is accessible and fits a phone.

The addresses come from the routes themselves. A page that is added fails here until a link of the
demonstration leads to it, the journey of an election does, or `rare_pages` makes its state.
"""

from __future__ import annotations

import pytest

from tests.journeys.crawling import NO_PAGE_OF_THEIR_OWN, ROUTES, look_at_each
from tests.journeys.rare_pages import RARE
from tests.journeys.test_programme import sign_in_as

VISITORS = {
    "public": ["", "Register editor", "Representative of a mutual"],
    "programme": [
        "Programme officer", "First assessor", "Decision maker", "Finance officer",
        "Team lead of a case", "Team lead with an output to look at", "Adviser of a supplier",
    ],
    "control": ["Company secretary of a mutual"],
}  # fmt: skip
PARTS = {
    "programme": ("programme/", "support/cases/", "advice/", "your-data/"),
    "control": ("control/", "members/"),
    # The journey of an election looks at these.
    "elections": ("run-elections/", "elections/"),
}
# Where to begin besides the page of a visitor's work: cases that are under way link to the most.
BEGIN = {
    "programme": [f"/programme/?state={state}" for state in ("DELIVERING", "DECIDING", "AWARDED", "ASSESSING")],
    "public": ["/accounts/login/code/", "/demonstration/sign-in/", "/elections/"],
}  # fmt: skip
# Enough pages of one kind to meet what only some of them link to.
ENOUGH = {"public": 4, "programme": 12, "control": 6}


def part_of(route: str) -> str:
    return next((part for part, begins in PARTS.items() if route.startswith(begins)), "public")


@pytest.mark.parametrize("part", VISITORS)
def test_every_page_is_accessible_and_fits_a_phone(page, site, accessible, part):
    within = {route for route in ROUTES if part_of(route) == part}
    wanted = within - RARE - NO_PAGE_OF_THEIR_OWN
    for visitor in VISITORS[part]:
        if not wanted:
            return
        begin = [site(path) for path in BEGIN.get(part, [])]
        if visitor:
            sign_in_as(page, site, visitor)
        begin.insert(0, page.url if visitor else site("/"))
        look_at_each(page, accessible, begin, wanted, within, ENOUGH[part])
    assert wanted == set(), "No link leads to: " + ", ".join(sorted(wanted))


def test_what_is_said_of_a_route_is_said_of_one_that_is_there():
    assert RARE | NO_PAGE_OF_THEIR_OWN <= ROUTES
    assert not RARE & NO_PAGE_OF_THEIR_OWN
