"""A reader goes from a headline to its source, searches, and checks a text."""

from __future__ import annotations

import re

import pytest

from tests.journeys.crawling import SIDEWAYS, wrong_with

# Pages as asked for in ways no link leads to; test_every_page looks at the others.
PAGES = [
    "/?as_at=2014-13-01",
    "/figures/services-value/?at=2014-07-23",
    "/figures/public-service-productivity-growth/?from=1997&to=2010",
    "/figures/staff-feel-trusted/?subject=chcp&at=2014-07-23",
    "/figures/employees/?area=narnia",
    "/register/?q=nothing+like+this",
    "/register/map/?as_at=2014-07-23",
    "/register/mycsp/?as_at=2015-01-01",
    "/register/bit/?as_at=2022-01-01",
    "/register/mycsp/?as_known_at=2001-01-01",
    "/definitions/compare/?as_at=2015-01-01&against=2014-07-23",
    "/announcements/2014-07-23-hundred-mutuals/4/",
    "/no-such-page/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits_a_phone(page, site, accessible, path):
    page.goto(site(path))
    assert wrong_with(page, accessible) == ""
    page.set_viewport_size({"width": 768, "height": 900})
    assert page.evaluate(SIDEWAYS) == []


def test_from_a_headline_to_a_source_in_three_clicks(page, site):
    page.goto(site("/"))
    page.get_by_role("link", name="People employed by public service mutuals").click()
    assert "as at 23 July 2014" in page.inner_text("main")
    page.get_by_role("link", name=re.compile(r"^obs-\d+$")).first.click()
    page.locator("dd a[href^='/sources/']").click()
    assert page.locator(".govuk-caption-xl").inner_text() == "Source"


def test_nine_claims_stand_on_the_home_page(page, site):
    page.goto(site("/"))
    assert page.locator("a[href^='/announcements/2014-07-23-hundred-mutuals/']").count() >= 9
    assert page.locator("tbody .govuk-tag").count() == 9


def test_the_nine_verdicts_are_seen_without_scrolling(page, site):
    page.set_viewport_size({"width": 1280, "height": 960})
    page.goto(site("/"))
    last = page.locator("tbody .govuk-tag").nth(8).bounding_box()
    assert last["y"] + last["height"] <= 960


def test_only_announcements_are_listed_as_announcements(page, site):
    page.goto(site("/announcements/"))
    assert page.locator("main h2").all_inner_texts() == ["Public service mutuals pass a milestone"]


def test_searching_for_a_former_name_finds_the_body(page, site):
    page.goto(site("/register/"))
    page.get_by_label("Search", exact=True).fill("knowsley")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Vibe").click()
    assert "Knowsley Youth Mutual" in page.inner_text("main")


def test_checking_a_text_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site("/check/"))
    page.get_by_label("Paste your text").fill(
        "Nearly [£1.5 million of services](claim:services-value?at=2014-07-23) and a dozen more."
    )
    page.get_by_role("button", name="Check the text").click()
    told = page.inner_text("main")
    assert "a dozen" in told
    assert "Wrong unit" in told
    page.get_by_role("button", name="Make a permanent link").click()
    assert "/announcements/" in page.url
    context.close()


def test_the_result_of_a_check_is_accessible(page, site, accessible):
    page.goto(site("/check/"))
    page.get_by_label("Paste your text").fill(
        "Nearly [£1.5 million of services](claim:services-value?at=2014-07-23) and a dozen more."
    )
    page.get_by_role("button", name="Check the text").click()
    assert "Wrong unit" in page.inner_text("main")
    accessible(page)


def test_the_skip_link_is_first_and_works_by_keyboard(page, site):
    page.goto(site("/register/"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main-content")


def test_an_editor_signs_in_and_records_and_the_claim_goes_stale(page, site, accessible):
    page.goto(site("/editor/"))
    page.get_by_label("Email address").fill("editor@example.org")
    page.get_by_role("button", name="Send me a code").click()
    code = re.findall(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", site.log.read_text(), re.M)[-1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    assert page.locator("h1").inner_text() == "Editor"
    for path in (
        "/editor/",
        "/editor/observations/add/",
        "/editor/register/mycsp/",
        "/editor/register/mycsp/stakes/add/",
        "/editor/register/mycsp/verdict/add/",
        "/editor/load/",
        "/editor/observations/obs-1/correct/",
        "/editor/sources/pcs-2014-10-03/correct/",
        "/editor/register/mycsp/stakes/1/correct/",
        "/editor/sources/add/",
        "/editor/register/add/",
        "/your-organisations/",
    ):
        page.goto(site(path))
        accessible(page)
    page.goto(site("/editor/observations/add/"))
    page.get_by_role("button", name="Record the observation").click()
    assert page.locator(".govuk-error-summary").is_visible()
    accessible(page)
    for label, text in (
        ("Whose figure", "chcp"),
        ("What is measured", "staff-feel-trusted"),
        ("Value", "88"),
        ("When it was true", "2014-05"),
        ("Source", "bbc-26030205"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Unit").select_option("per cent")
    page.get_by_label("Quality", exact=True).select_option(index=1)
    page.get_by_label("If a percentage, of whom").select_option("staff")
    page.get_by_label("How many that is").fill("1500")
    page.get_by_label("How many were asked").fill("1600")
    page.get_by_role("button", name="Record the observation").click()
    assert "is recorded" in page.inner_text("main")
    page.goto(site("/announcements/2014-07-23-hundred-mutuals/"))
    assert (
        "was point only (91%) and is not supported (88%, range 87.6% to 88.4%) since"
        in page.inner_text("main")
    )
    accessible(page)


@pytest.mark.parametrize(
    "path",
    ["/announcements/2014-07-23-hundred-mutuals/4/", "/figures/employees/?at=2014-07-23", "/register/mycsp/"],
)  # fmt: skip
def test_a_printed_page_has_its_text_whole_and_nothing_to_press(page, site, path):
    page.goto(site(path))
    page.emulate_media(media="print")
    # The width of A4 between margins of 20 mm, at 96 dots to the inch.
    page.set_viewport_size({"width": 643, "height": 900})
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 643
    pressed = page.locator("nav, button, input, select").all()
    assert pressed and not [each for each in pressed if each.is_visible()]
