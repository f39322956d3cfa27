"""A person sets up an authenticator app and signs in with it, in a real browser without scripts."""

from __future__ import annotations

import os
import re

from tests.signing_in import code_now

WIDTHS = (320, 1280)


def looked_at(page, accessible, name: str) -> None:
    """The page as it stands is right by every rule, on a phone and on a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1
        accessible(page)
        if folder := os.environ.get("MUTUALISE_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def code_from_the_mail(page, site, email: str) -> None:
    page.goto(site("/accounts/login/"))
    page.get_by_label("Email address").fill(email)
    with page.expect_navigation():
        page.get_by_role("button", name="Send me a code").click()
    code = re.findall(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", site.log.read_text(), re.M)[-1]
    page.get_by_label("Code").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def test_an_editor_sets_it_up_and_signs_in_with_it(browser, new_site, accessible):
    email = "editor@office.test"
    new_site.run("person", email, "--role", "register-editor")
    # The checker of accessibility is a script itself, so the pages run theirs where it looks.
    page = browser.new_context(locale="en-GB", accept_downloads=True).new_page()
    code_from_the_mail(page, new_site, email)
    assert page.url.endswith("/accounts/second-factor/set-up/")
    page.goto(new_site("/register/"))
    assert page.url.endswith("/accounts/second-factor/set-up/")
    looked_at(page, accessible, "set-up")
    page.get_by_label("Code").fill("000")
    page.get_by_role("button", name="Turn it on").click()
    looked_at(page, accessible, "set-up-wrong")
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Turn it on").click()
    looked_at(page, accessible, "codes")
    codes = page.locator("li code").all_inner_texts()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the codes").click()
    assert all(code in taken.value.path().read_text() for code in codes)
    page.get_by_role("button", name="I have kept these codes").click()
    assert page.locator("h1").inner_text() == "Editor"
    for path, name in (("", "state"), ("recovery-codes/new/", "new-codes"),
                       ("recovery-codes/", "codes-gone"), ("turn-off/", "turn-off"),
                       ("set-up/", "change"), ("code-again/", "again")):  # fmt: skip
        page.goto(new_site(f"/accounts/second-factor/{path}"))
        looked_at(page, accessible, name)

    plain = browser.new_context(java_script_enabled=False).new_page()
    code_from_the_mail(plain, new_site, email)
    assert plain.locator("h1").inner_text() == "Enter a code from your app"
    plain.goto(new_site("/editor/"))
    assert plain.locator("h1").inner_text() == "Enter a code from your app"
    plain.get_by_label("Code").fill("000000")
    plain.get_by_role("button", name="Sign in").click()
    assert "does not fit" in plain.locator(".govuk-error-summary").inner_text()
    plain.get_by_label("Code").fill(code_now(secret, later=1))
    plain.get_by_role("button", name="Sign in").click()
    assert plain.locator("h1").inner_text() == "Editor"

    third = browser.new_context(locale="en-GB").new_page()
    code_from_the_mail(third, new_site, email)
    looked_at(third, accessible, "code")
    third.get_by_label("Code").fill(codes[0])
    third.get_by_role("button", name="Sign in").click()
    assert third.locator("h1").inner_text() == "Editor"
    new_site.run("second-factor", email, "--reset", "--because", "Called back")
    third.goto(new_site("/editor/"))
    assert third.locator("h1").inner_text() == "Sign in"
