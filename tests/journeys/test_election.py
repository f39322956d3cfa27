"""An election of staff directors in a real browser, from the notice to a verified archive."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.journeys.test_programme import check, sign_in_as

BODY = "demonstration-staff-mutual"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
MEMBERS = (
    f"/members/{BODY}/", f"/members/{BODY}/1/", f"/members/{BODY}/admit/",
    f"/members/{BODY}/control/", f"/members/{BODY}/directors/", f"/members/{BODY}/directors/add/",
    f"/members/{BODY}/payroll/", f"/members/{BODY}/printed/", f"/members/{BODY}/inspection/",
    f"/control/{BODY}/meetings/", f"/control/{BODY}/meetings/call/", "/run-elections/",
)  # fmt: skip
NURSES, SUPPORT = "Nurses and therapists", "Support and administration"


@pytest.mark.parametrize("path", ["/elections/", "/vote/", f"/employee-control/{BODY}/"])
def test_public_page_is_accessible_and_fits_a_phone(page, site, accessible, path):
    page.goto(site(path))
    check(page, accessible)


def test_pages_of_a_company_secretary_are_accessible(page, site, accessible):
    sign_in_as(page, site, "Company secretary of a mutual")
    for path in MEMBERS:
        page.goto(site(path))
        check(page, accessible)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def step(page, site, home: str, verb: str, words: str = "") -> None:
    """Make one step of the election on its own page, as the person signed in."""
    page.goto(site(f"{home}steps/{verb}/"))
    if words:
        page.locator("textarea").fill(words)
    page.locator("main form button").first.click()
    assert page.locator(".govuk-error-summary").count() == 0, page.inner_text("main")


def sign(page, site, home: str, accessible) -> None:
    """The scrutineer states what was checked and signs."""
    page.goto(site(f"{home}steps/sign/"))
    check(page, accessible)
    for name, value in (
        ("register", "OWN"),
        ("rules", "yes"),
        ("security", "yes"),
        ("free", "yes"),
    ):
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=counted_by]").fill("The scrutineer alone")
    page.locator("[name=words]").fill("I watched the opening, the closing and the count.")
    page.locator("main form button").first.click()
    assert page.locator(".govuk-error-summary").count() == 0, page.inner_text("main")


def call(page, site) -> str:
    """Call an election of two constituencies, one with a reserved place; its desk's address."""
    page.goto(site(f"/run-elections/call/{BODY}/"))
    page.get_by_label("Title of the election").fill("Staff directors")
    page.get_by_label("Scottish STV").check()
    page.get_by_label("Own rules").check()
    today = date.fromisoformat(page.evaluate("new Date().toLocaleDateString('sv')"))
    for group in ("nominations_close_on", "withdrawals_until", "opens_on", "closes_on"):
        for part in ("day", "month", "year"):
            page.locator(f"input[name={group}-{part}]").fill(str(getattr(today, part)))
    for number, (title, who, seats) in enumerate(
        (("Nurses", NURSES, 2), ("Support", SUPPORT, 1)), 1
    ):
        page.locator(f"[name=title_{number}]").fill(title)
        page.locator(f"[name=constituency_{number}]").select_option(label=who)
        page.locator(f"[name=seats_{number}]").fill(str(seats))
    page.locator("[name=reserved_1]").fill("1")
    page.locator("[name=category_1]").fill("therapist")
    press(page, "Publish the notice")
    assert "nominations are open" in page.inner_text("main")
    return page.url.split("/", 3)[3].join(("/", ""))


def numbers_of(page, site, who: str) -> list[str]:
    """Member numbers of a class, from the register's own download."""
    rows = page.request.get(site(f"/members/{BODY}.json")).json()["rows"]
    return [str(row["number"]) for row in rows if row["class"] == who and not row["ceased_on"]]


def nominate(page, site, home: str, contest: str, numbers: list[str], reserved: str = "") -> None:
    for place, number in enumerate(numbers, 1):
        page.goto(site(f"{home}contests/{contest}/nominate/"))
        page.locator("[name=member_number]").fill(number)
        if number == reserved:
            page.locator("[name=in_category]").check()
        page.locator("main form button").first.click()
        page.goto(site(f"{home}contests/{contest}/nominations/{place}/"))
        page.locator("[name=decision][value=valid]").check()
        page.locator("main form button").first.click()


def letters(page, site, home: str) -> dict[str, list[str]]:
    """The codes of each contest as the printed letters show them."""
    page.goto(site(f"{home}codes/letters/"))
    page.locator("main form button").first.click()
    found: dict[str, list[str]] = {"Nurses": [], "Support": []}
    for letter in page.locator(".mutualise-letter").all_inner_texts():
        contest = "Nurses" if "“Nurses”" in letter else "Support"
        found[contest] += CODE.findall(letter)
    return found


def vote(page, site, code: str, *choices: str) -> str:
    """Cast a vote by number boxes; the check code."""
    page.goto(site("/vote/"))
    page.get_by_label("Your code").fill(code)
    press(page, "Give me my voting paper")
    for place, number in enumerate(choices, 1):
        page.locator(f"#choice-{number}").fill(str(place))
    page.get_by_role("button", name="Check my vote").last.click()
    press(page, "Cast my vote")
    return page.locator(".govuk-panel__body strong").inner_text()


def vote_by_keyboard_without_scripts(browser, site, code: str) -> str:
    """Cast a vote with the keyboard alone, in a browser that runs no scripts; the check code."""
    page = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}
    ).new_page()
    page.goto(site("/vote/"))
    page.locator("#code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.locator("#choice-2").focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.get_by_text("You have not voted yet").first.wait_for()
    page.get_by_role("button", name="Cast my vote").focus()
    page.keyboard.press("Enter")
    found = page.locator(".govuk-panel__body strong").inner_text()
    page.context.close()
    return found


def mark_envelopes(page, site, home: str, contest: str, members: list[str]) -> None:
    """A clerk marks the names whose paper envelopes came."""
    sign_in_as(page, site, "First election clerk of a mutual")
    for number in members:
        page.goto(site(f"{home}contests/{contest}/envelopes/"))
        page.locator("[name=number]").fill(number)
        page.locator("main form button").first.click()


def read_sheets(page, site, home: str, contest: str, sheets: int) -> None:
    """Two clerks read every paper sheet, neither seeing what the other read."""
    for clerk in ("First election clerk of a mutual", "Second election clerk of a mutual"):
        sign_in_as(page, site, clerk)
        for sheet in range(1, sheets + 1):
            page.goto(site(f"{home}contests/{contest}/sheets/"))
            page.locator("[name=sheet]").fill(str(sheet))
            page.locator("[name=ranking]").fill("1, 2")
            page.locator("main form button").first.click()
            assert page.locator(".govuk-error-summary").count() == 0, page.inner_text("main")


def test_from_the_notice_to_an_archive_that_anyone_verifies(
    page, browser, site, accessible, tmp_path
):
    sign_in_as(page, site, "Company secretary of a mutual")
    nurses, support = (numbers_of(page, site, who) for who in (NURSES, SUPPORT))
    page.goto(site(f"/run-elections/call/{BODY}/"))
    check(page, accessible)
    home = call(page, site)
    check(page, accessible)
    nominate(page, site, home, "nurses", nurses[:3], reserved=nurses[2])
    nominate(page, site, home, "support", support[:2])
    for verb in ("close-nominations", "freeze-roll"):
        step(page, site, home, verb)
    codes = letters(page, site, home)
    assert len(codes["Nurses"]) == len(nurses) and len(codes["Support"]) == len(support)
    page.goto(site(f"{home}contests/nurses/roll/"))
    check(page, accessible)
    sign_in_as(page, site, "Scrutineer of a mutual")
    step(page, site, home, "demonstration-trustees")
    step(page, site, home, "open")
    for code in codes["Nurses"][:8]:
        vote(page, site, code, "1", "2")
    vote(page, site, codes["Nurses"][8], "2", "3")
    again = vote(page, site, codes["Nurses"][8], "3", "2")
    for code in codes["Support"][:3]:
        vote(page, site, code, "2")
    keyed = vote_by_keyboard_without_scripts(browser, site, codes["Support"][3])
    mark_envelopes(page, site, home, "nurses", nurses[-2:])
    sign_in_as(page, site, "Scrutineer of a mutual")
    step(page, site, home, "close")
    read_sheets(page, site, home, "nurses", 2)
    sign_in_as(page, site, "Scrutineer of a mutual")
    for verb in ("demonstration-unseal", "unseal"):
        step(page, site, home, verb)
    page.goto(site(f"{home}count/"))
    check(page, accessible)
    page.locator("main form button").first.click()
    sign(page, site, home, accessible)
    step(page, site, home, "declare")
    page.goto(site(home))
    check(page, accessible)
    public = "/elections/" + home.rstrip("/").rsplit("/", 1)[1] + "/"
    page.context.clear_cookies()
    for path in (public, f"{public}report/", f"{public}check/"):
        page.goto(site(path))
        check(page, accessible)
    for code in (again, keyed):
        page.goto(site(f"{public}check/"))
        page.locator("[name=check]").fill(code)
        page.locator("main form button").first.click()
        assert page.locator("main ol li").count() or "counted" in page.inner_text("main")
    archive = tmp_path / "archive.zip"
    archive.write_bytes(page.request.get(site(f"{public}archive.zip")).body())
    told = site.run("verify", str(archive))
    assert "all hold" in " ".join(told.split())
