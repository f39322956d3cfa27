"""An answer saved while it is written, in a real browser; and by the button without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.crawling import check
from tests.journeys.test_programme import sign_in_as

SAVED = re.compile(r"^Saved at \d\d:\d\d$")


@pytest.fixture
def answer(page, site):
    """Address of an answer of an application that is being written; its lead is signed in."""
    sign_in_as(page, site, "Programme officer")
    page.goto(site("/programme/?state=DRAFTING"))
    page.locator("td a[href^='/programme/cases/']").first.click()
    reference = re.search(r"PSM-\d+", page.url)[0]
    lead = re.search(r"team-lead-\d+@example.org", page.inner_text("main"))[0]
    page.context.clear_cookies()
    page.goto(site(f"/support/cases/{reference}/"))
    page.get_by_label("Email address").fill(lead)
    page.get_by_role("button", name="Send me a code").click()
    code = re.findall(r"^\s*([A-Z0-9-]{6,9})\s*$", site.log.read_text(), re.MULTILINE)[-1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/support/cases/**")
    return site(f"/support/cases/{reference}/answers/risks/")


def text_of(page):
    return page.locator("textarea[name=text]")


def test_a_draft_is_saved_while_it_is_written_and_a_stale_page_is_told(page, answer, accessible):
    page.goto(answer)
    text_of(page).fill("Staff may not want it")
    expect(page.locator("#autosave-status")).to_have_text(SAVED, timeout=10_000)
    page.goto(answer)
    assert text_of(page).input_value() == "Staff may not want it"

    # The same answer stands open twice; the second page saves, and the first is told.
    second = page.context.new_page()
    second.goto(answer)
    text_of(second).fill("Pensions may not be settled")
    expect(second.locator("#autosave-status")).to_have_text(SAVED, timeout=10_000)
    text_of(page).fill("The council may change its mind")
    expect(page.locator("#autosave-choice")).to_contain_text(
        "Pensions may not be settled", timeout=10_000
    )
    check(page, accessible)
    page.get_by_role("button", name="Save the answer").click()
    expect(page.locator("#autosave-status")).to_contain_text("Choose above your text")
    second.reload()
    assert text_of(second).input_value() == "Pensions may not be settled"
    page.get_by_role("button", name="Add theirs below mine").click()
    # Nothing stands above the text any more to choose.
    expect(page.locator("#autosave-status")).to_have_text("Not saved yet.")
    expect(page.locator("#autosave-status")).to_have_text(SAVED, timeout=10_000)
    second.reload()
    both = "The council may change its mind\n\nPensions may not be settled"
    assert text_of(second).input_value() == both

    # Without a connection the text waits on the device.
    page.context.set_offline(True)
    text_of(page).fill("Written on a train")
    expect(page.locator("#autosave-status")).to_contain_text("no connection", timeout=10_000)
    page.context.set_offline(False)
    expect(page.locator("#autosave-status")).to_have_text(SAVED, timeout=10_000)
    text_of(page).fill("word " * 300)
    expect(page.locator("#autosave-status")).to_contain_text("Use 200 or fewer", timeout=10_000)
    text_of(page).fill("Staff may leave")
    page.get_by_role("button", name="Save the answer").click()
    page.wait_for_url(re.compile(r"/support/cases/[^/]+/$"))
    assert "Your answer is saved" in page.inner_text("main")


def test_without_scripts_the_button_saves(browser, page, answer):
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    plain.goto(answer)
    assert plain.locator("#autosave-choice").is_hidden()
    text_of(plain).fill("Saved by the button")
    plain.get_by_role("button", name="Save the answer").click()
    assert "Your answer is saved" in plain.inner_text("main")
    plain.goto(answer)
    assert text_of(plain).input_value() == "Saved by the button"
    context.close()
