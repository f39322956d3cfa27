"""The support programme in a real browser: every page as the person whose page it is."""

from __future__ import annotations

import re

import pytest

from tests.journeys.crawling import check

PUBLIC = ["/support/figures/?as_at=nonsense", "/awards/?q=nothing+like+this"]


def sign_in_as(page, site, title: str) -> None:
    page.context.clear_cookies()
    page.goto(site("/demonstration/sign-in/"))
    page.get_by_role("button", name=title, exact=True).click()
    page.wait_for_url(lambda address: "sign-in" not in address)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_is_accessible_and_fits_a_phone(page, site, accessible, path):
    page.goto(site(path))
    check(page, accessible)


def test_an_officer_works_through_the_pipeline(page, site, accessible):
    sign_in_as(page, site, "Programme officer")
    for state in ("SUBMITTED", "DELIVERING"):
        page.goto(site(f"/programme/?state={state}"))
        page.locator("td a[href^='/programme/cases/']").first.click()
        check(page, accessible)
        for link in page.locator("main a[href*='/steps/'], main a[href$='/eligibility/'], main a[href$='/plan/'], main a[href$='/launch/']").evaluate_all("all => all.map(a => a.href)"):  # fmt: skip
            page.goto(link)
            check(page, accessible)
            page.go_back()


def test_an_officer_chooses_cases_by_keyboard_and_reads_what_was_done(page, site, accessible):
    sign_in_as(page, site, "Programme officer")
    page.goto(site("/programme/?state=ENQUIRY"))
    box = page.locator("input[name=case]").first
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("With the chosen cases").select_option("decline")
    page.get_by_role("button", name="Go on").click()
    check(page, accessible)
    page.get_by_role("button", name="Decline the enquiry").click()
    assert "Select reason" in page.inner_text(".govuk-error-summary")
    check(page, accessible)
    page.get_by_label("Reason").select_option("DUPLICATE")
    page.get_by_label("In words").fill("Opened twice")
    page.get_by_role("button", name="Decline the enquiry").click()
    assert "Done" in page.inner_text("table")


def test_a_decision_maker_opens_the_pack_and_the_award_form(page, site, accessible):
    sign_in_as(page, site, "Decision maker")
    page.goto(site("/programme/?state=DECIDING"))
    page.locator("td a[href^='/programme/cases/']").first.click()
    case = page.url
    for path in ("pack/", "award/", "decide/refuse/"):
        page.goto(case + path)
        check(page, accessible)


def test_without_scripts_somebody_enquires_signs_in_by_code_and_writes(browser, site, accessible):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site("/support/"))
    page.get_by_role("button", name="Tell us about your service").click()
    page.get_by_role("button", name="Send the enquiry").click()
    assert "Enter your email address" in page.inner_text(".govuk-error-summary")
    for label, text in (
        ("Your email address", "new-lead@example.org"), ("Name of the team", "River team"),
        ("The service that might leave", "Libraries"),
        ("If it is another sector, say which", "libraries"),
        ("The public body it belongs to", "Demonstration council 99"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Sector", exact=True).select_option("other")
    page.get_by_label("Where it is delivered").select_option("london")
    page.get_by_role("button", name="Send the enquiry").click()
    reference = re.search(r"PSM-\d+", page.inner_text("main"))
    assert reference
    page.goto(site(f"/support/cases/{reference[0]}/"))
    page.get_by_label("Email address").fill("new-lead@example.org")
    page.get_by_role("button", name="Send me a code").click()
    code = re.findall(r"^\s*([A-Z0-9-]{6,9})\s*$", site.log.read_text(), re.MULTILINE)[-1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.goto(site(f"/support/cases/{reference[0]}/"))
    page.get_by_role("button", name="Confirm your enquiry").click()
    assert "River team" in page.inner_text("h1")
    context.close()


def test_a_team_finds_out_whether_it_is_ready_by_keyboard_on_a_phone(page, site, accessible):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site("/support/ready/"))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Continue").click()
    assert "Select an answer" in page.inner_text(".govuk-error-summary")
    accessible(page)
    for number in range(1, 16):
        assert f"question {number} of 15" in page.inner_text("main")
        page.locator("input[value=no]").focus()
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.get_by_label("Which sector").select_option(index=1)
    page.get_by_label("Where is it delivered").select_option("london")
    accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    assert "You have no senior sponsor" in page.inner_text("main")
    assert "You expect the contract because you are a mutual" in page.inner_text("main")
    assert "(same " in page.inner_text("main")
    check(page, accessible)
    link = page.locator(".mutualise-break").inner_text()
    page.context.clear_cookies()
    page.goto(link)
    accessible(page)
    page.get_by_role("button", name="Bring my answers here").click()
    page.get_by_role("link", name="Change your answers").click()
    assert page.get_by_label("No", exact=True).is_checked()
