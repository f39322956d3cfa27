"""From a declared result to seats on the board, in a real browser."""

from __future__ import annotations

from datetime import date

from tests.journeys.crawling import check
from tests.journeys.test_election import BODY, NURSES, nominate, numbers_of, press, step
from tests.journeys.test_programme import sign_in_as


def call(page, site) -> str:
    """Call an election of one nurses' director, whose vacancies are filled by countback."""
    page.goto(site(f"/run-elections/call/{BODY}/"))
    page.get_by_label("Title of the election").fill("Nurses’ director")
    page.get_by_label("Scottish STV").check()
    page.get_by_label("Own rules").check()
    today = date.fromisoformat(page.evaluate("new Date().toLocaleDateString('sv')"))
    for group in ("nominations_close_on", "withdrawals_until", "opens_on", "closes_on"):
        for part in ("day", "month", "year"):
            page.locator(f"input[name={group}-{part}]").fill(str(getattr(today, part)))
    for part, value in (("day", 1), ("month", 1), ("year", today.year + 3)):
        page.locator(f"input[name=term_ends_on-{part}]").fill(str(value))
    page.locator("[name=vacancies]").select_option("COUNTBACK")
    page.locator("[name=title_1]").fill("Nurses")
    page.locator("[name=constituency_1]").select_option(label=NURSES)
    page.locator("[name=seats_1]").fill("1")
    press(page, "Publish the notice")
    return page.url.split("/", 3)[3].join(("/", ""))


def test_from_the_declaration_to_a_seat_and_to_the_public_register(page, site, accessible):
    sign_in_as(page, site, "Company secretary of a mutual")
    number = numbers_of(page, site, NURSES)[5]
    home = call(page, site)
    nominate(page, site, home, "nurses", [number])
    step(page, site, home, "close-nominations")
    sign_in_as(page, site, "Scrutineer of a mutual")
    step(page, site, home, "declare-uncontested")
    sign_in_as(page, site, "Company secretary of a mutual")
    page.goto(site(home))
    page.get_by_role("link", name="Enter the elected directors").click()
    check(page, accessible)
    press(page, "Enter the elected directors")
    check(page, accessible)
    assert "There is a problem" in page.inner_text("main")
    page.locator("[name=checked]").check()
    press(page, "Enter the elected directors")
    assert "1 director is entered" in page.inner_text("main")
    assert page.get_by_role("button", name="Enter the elected directors").count() == 0
    check(page, accessible)
    page.context.clear_cookies()
    reference = home.rstrip("/").rsplit("/", 1)[1]
    page.goto(site(f"/elections/{reference}/"))
    assert "took office on" in page.inner_text("main")
    check(page, accessible)
    page.goto(site(f"/register/{BODY}/"))
    page.get_by_role("link", name=f"Report of election {reference}").first.click()
    assert f"/elections/{reference}/report/" in page.inner_text("main")
