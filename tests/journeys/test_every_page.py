"""Every page of the product is accessible and fits a phone.

The addresses come from the routes themselves, so a page that is added and that no link of the
demonstration leads to fails here, unless it is listed below.
"""

from __future__ import annotations

import pytest

from tests.journeys.crawling import ROUTES, look_at_each
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
    # The demonstration has no election; the journey of one looks at its pages.
    "elections": ("run-elections/", "elections/"),
}
# Where to begin besides the page of a visitor's work: cases that are under way link to the most.
BEGIN = {
    "programme": [f"/programme/?state={state}" for state in ("DELIVERING", "DECIDING", "AWARDED", "ASSESSING")],
    "public": ["/accounts/login/code/", "/demonstration/sign-in/", "/elections/"],
}  # fmt: skip
# Enough pages of one kind to meet what only some of them link to.
ENOUGH = {"public": 4, "programme": 12, "control": 6}
NOT_LINKED_TO = {
    # They lead on, or answer to a post.
    "accounts/login/", "accounts/signed-in/", "accounts/sign-out-everywhere/", "programme/bulk/",
    # The journeys of signing in, of enquiring and of the elections look at these.
    "accounts/login/code/confirm/", "accounts/second-factor/code/",
    "accounts/second-factor/code-again/", "accounts/second-factor/recovery-codes/",
    "accounts/second-factor/recovery-codes/new/", "accounts/second-factor/turn-off/",
    "support/confirm/<str:token>/", "support/enquiry/sent/", "support/ready/<slug:question>/",
    "support/ready/place/", "support/ready/result/", "support/ready/resume/<str:token>/",
    "employee-control/<slug:code>/",
    # The demonstration has nothing in the state that leads to these, and nobody looks at them.
    "advice/competitions/<int:number>/", "members/<slug:code>/open/",
    "members/<slug:code>/inspection/<int:number>/<slug:verb>/",
    "programme/cases/<slug:reference>/assessors/add/",
    "programme/cases/<slug:reference>/assessors/<int:number>/end/",
    "programme/cases/<slug:reference>/award/release/",
    "programme/cases/<slug:reference>/award/subsidy/<slug:verb>/",
    "programme/cases/<slug:reference>/competitions/<int:number>/",
    "programme/cases/<slug:reference>/competitions/<int:number>/offers/<int:position>/",
    "programme/cases/<slug:reference>/competitions/<int:number>/withdraw/",
    "programme/cases/<slug:reference>/competitions/add/",
    "programme/cases/<slug:reference>/launch/", "programme/cases/<slug:reference>/mentors/add/",
    "programme/cases/<slug:reference>/mentors/<int:number>/end/",
    "programme/cases/<slug:reference>/moderate/",
    "programme/cases/<slug:reference>/orders/<slug:order>/finish/",
    "programme/cases/<slug:reference>/orders/<slug:order>/pay/",
    "programme/cases/<slug:reference>/orders/add/",
    "programme/cases/<slug:reference>/proofs/<int:number>/",
    "programme/cases/<slug:reference>/training/<int:number>/release/",
    "programme/cases/<slug:reference>/training/add/", "programme/conflicts/<int:number>/lift/",
    "programme/fund/extracts/<slug:digest>/", "programme/interests/<int:number>/withdraw/",
    "programme/training/<int:number>/",
    "programme/training/<int:number>/bookings/<int:position>/",
    "programme/training/<int:number>/cancel/",
    "support/cases/<slug:reference>/certify/",
    "support/cases/<slug:reference>/files/<int:number>/",
    "support/cases/<slug:reference>/files/<int:number>/remove/",
    "support/cases/<slug:reference>/mentors/<int:number>/days/add/",
    "support/cases/<slug:reference>/outputs/<int:number>/library/",
    "support/cases/<slug:reference>/proofs/add/",
    "support/cases/<slug:reference>/risks/<int:number>/",
}  # fmt: skip
MEETING_FORMS = {
    f"control/<slug:organisation>/meetings/<slug:reference>/{verb}/"
    for verb in (
        "cancel", "close", "minutes", "notice", "open", "present", "proxies", "resolutions/add",
        "resolutions/confirm",
    )
} | {
    f"control/<slug:organisation>/resolutions/<slug:reference>/{verb}/"
    for verb in ("agreements", "filing", "result", "votes")
}  # fmt: skip


def part_of(route: str) -> str:
    return next((part for part, begins in PARTS.items() if route.startswith(begins)), "public")


@pytest.mark.parametrize("part", VISITORS)
def test_every_page_is_accessible_and_fits_a_phone(page, site, accessible, part):
    within = {route for route in ROUTES if part_of(route) == part}
    wanted = within - NOT_LINKED_TO - MEETING_FORMS
    for visitor in VISITORS[part]:
        begin = [site(path) for path in BEGIN.get(part, [])]
        if visitor:
            sign_in_as(page, site, visitor)
        begin.insert(0, page.url if visitor else site("/"))
        look_at_each(page, accessible, begin, wanted, within, ENOUGH[part])
    assert wanted == set(), "No link leads to: " + ", ".join(sorted(wanted))
