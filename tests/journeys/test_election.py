"""An election of staff directors in a real browser: from a payroll list of 300 employees to a
verified archive, seats on the board and what they change in the public register."""

from __future__ import annotations

import re
from datetime import date

from tests.journeys.crawling import NO_PAGE_OF_THEIR_OWN, ROUTES, check, look_at_each
from tests.journeys.rare_pages import RARE
from tests.journeys.test_programme import sign_in_as

BODY = "demonstration-staff-mutual"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
NURSES = "Nurses and therapists"
# The body of the whole journey: 100 workers, until its payroll list of 300 is taken in.
SECRETARY = "Company secretary of a mutual"
SOCIETY, WORKERS, CARERS = "demonstration-workers-society", "Workers", "Carers"


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
    page.goto(site(f"/run-elections/call/{SOCIETY}/"))
    page.get_by_label("Title of the election").fill("Staff directors")
    page.get_by_label("Scottish STV").check()
    page.get_by_label("Own rules").check()
    today = date.fromisoformat(page.evaluate("new Date().toLocaleDateString('sv')"))
    for group in ("nominations_close_on", "withdrawals_until", "opens_on", "closes_on"):
        for part in ("day", "month", "year"):
            page.locator(f"input[name={group}-{part}]").fill(str(getattr(today, part)))
    for number, (title, who, seats) in enumerate(((WORKERS, WORKERS, 2), (CARERS, CARERS, 1)), 1):
        page.locator(f"[name=title_{number}]").fill(title)
        page.locator(f"[name=constituency_{number}]").select_option(label=who)
        page.locator(f"[name=seats_{number}]").fill(str(seats))
    page.locator("[name=reserved_1]").fill("1")
    page.locator("[name=category_1]").fill("night worker")
    press(page, "Publish the notice")
    assert "nominations are open" in page.inner_text("main")
    return page.url.split("/", 3)[3].join(("/", ""))


def numbers_of(page, site, who: str, body: str = BODY) -> list[str]:
    """Member numbers of a class, from the register's own download."""
    rows = page.request.get(site(f"/members/{body}.json")).json()["rows"]
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
    page.wait_for_load_state()  # a hundred letters and more may still be on their way
    found: dict[str, list[str]] = {WORKERS: [], CARERS: []}
    for letter in page.locator(".mutualise-letter").all_inner_texts():
        contest = WORKERS if f"“{WORKERS}”" in letter else CARERS
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


def tab_to(page, selector: str) -> None:
    """Press Tab until the keyboard is at what was looked for."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}")


def vote_by_keyboard(page, site, code: str) -> None:
    """Cast a vote with the keys Tab, Enter and those of the code and the numbers alone."""
    page.goto(site("/vote/"))
    for selector, typed in (("#code", code), ("#choice-2", "1")):
        page.locator(selector).wait_for()
        tab_to(page, selector)
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Cast my vote").wait_for()
    tab_to(page, "[data-act=cast]")
    page.keyboard.press("Enter")
    page.locator(".govuk-panel__body strong").wait_for()


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


def payroll_list() -> str:
    """300 employees: one has left, one is written otherwise than in the register, 201 join."""
    rows = ["employee_number,name,email,address,constituency,member"]
    for number in range(2, 302):
        who, where = ("Worker", "workers") if number <= 100 else ("Carer", "carers")
        name = "Worker fifty" if number == 50 else f"{who} {number:03d}"
        rows.append(f"S{number:03d},{name},,Demonstration Street 2,{where},yes")
    return "\n".join(rows)


def take_in_payroll(page, site, accessible) -> None:
    """Add a class, look at what the list would do, answer the doubtful line, and take it in."""
    page.goto(site(f"/members/{SOCIETY}/classes/"))
    page.locator("[name=name]").fill(CARERS)
    page.locator("[name=code]").fill("carers")
    page.locator("[name=kind][value=STAFF]").check()
    page.locator("main form button").first.click()
    page.goto(site(f"/members/{SOCIETY}/payroll/"))
    sent = {"name": "payroll.csv", "mimeType": "text/csv", "buffer": payroll_list().encode()}
    page.locator("input[type=file]").set_input_files(sent)
    press(page, "Look at the list")
    check(page, accessible)
    seen = " ".join(page.inner_text("main").split())
    assert "300 employees. Nothing is written yet." in seen
    for line in ("Joins 201", "Leaves 1", "No change 98"):
        assert line in seen, seen[:600]
    assert len(numbers_of(page, site, WORKERS, SOCIETY)) == 100, "a preview writes nothing"
    page.get_by_label("The same person").check()
    press(page, "Take in the list")
    assert len(numbers_of(page, site, WORKERS, SOCIETY)) == 99


def look_at_the_roll(page, site, public: str, code: str, accessible) -> None:
    """A member reads the frozen roll with the code of their letter, and may object."""
    page.context.clear_cookies()
    page.goto(site(public))
    page.get_by_role("link", name="Members: look at the roll").click()
    check(page, accessible)
    page.locator("#code").fill(code)
    press(page, "Show me the roll")
    check(page, accessible)
    assert "You are on the roll" in page.inner_text("main")
    press(page, "Page 2")
    assert "page 2 of 3" in page.inner_text("main")
    press(page, "Object to the roll")
    check(page, accessible)


ELECTION_PAGES = {route for route in ROUTES if route.startswith(("run-elections/", "elections/"))}
LOOKED_AT_ON_THE_WAY = {
    "elections/<slug:reference>/roll/objection/", "run-elections/<slug:reference>/count/",
    "run-elections/<slug:reference>/steps/sign/",
}  # fmt: skip


def look_as(page, site, who: str, home: str, accessible, wanted: set[str]) -> None:
    """Whoever runs the election opens each page that it now leads them to."""
    sign_in_as(page, site, who)
    look_at_each(page, accessible, [site(home)], wanted, ELECTION_PAGES, 3)
    page.set_viewport_size({"width": 1280, "height": 900})


def all_of(page) -> str:
    """The words of a page, those behind a summary too."""
    return " ".join(page.locator("main").text_content().split())


def take_seats(page, site, home: str) -> None:
    """The secretary enters the elected directors, and the public register judges the body by it."""
    limb = "It is under the management and control of its employees."
    page.goto(site(f"/register/{SOCIETY}/"))
    assert f"Unclear {limb}" in all_of(page)
    sign_in_as(page, site, "Company secretary of a mutual")
    page.goto(site(f"{home}seats/"))
    page.locator("[name=checked]").check()
    press(page, "Enter the elected directors")
    assert "3 directors are entered" in page.inner_text("main")
    page.context.clear_cookies()
    page.goto(site(f"/register/{SOCIETY}/"))
    seen = all_of(page)
    assert f"Meets {limb}" in seen and "Staff or their trust choose at least one director." in seen
    assert page.get_by_role("link", name="Report of election").count()


def test_from_the_notice_to_an_archive_that_anyone_verifies(
    page, browser, site, accessible, tmp_path
):
    sign_in_as(page, site, "Company secretary of a mutual")
    take_in_payroll(page, site, accessible)
    workers, carers = (numbers_of(page, site, who, SOCIETY) for who in (WORKERS, CARERS))
    page.goto(site(f"/run-elections/call/{SOCIETY}/"))
    check(page, accessible)
    home = call(page, site)
    check(page, accessible)
    public = "/elections/" + home.rstrip("/").rsplit("/", 1)[1] + "/"
    nominate(page, site, home, "workers", workers[:3], reserved=workers[2])
    nominate(page, site, home, "carers", carers[:2])
    wanted = set(ELECTION_PAGES - LOOKED_AT_ON_THE_WAY - RARE - NO_PAGE_OF_THEIR_OWN)
    look_as(page, site, SECRETARY, home, accessible, wanted)
    for verb in ("close-nominations", "freeze-roll"):
        step(page, site, home, verb)
    codes = letters(page, site, home)
    assert len(codes[WORKERS]) == len(workers) and len(codes[CARERS]) == len(carers)
    page.goto(site(f"{home}contests/workers/roll/"))
    check(page, accessible)
    look_at_the_roll(page, site, public, codes[CARERS][5], accessible)
    look_as(page, site, SECRETARY, home, accessible, wanted)
    look_as(page, site, "Scrutineer of a mutual", home, accessible, wanted)
    step(page, site, home, "demonstration-trustees")
    step(page, site, home, "open")
    for code in codes[WORKERS][:8]:
        vote(page, site, code, "1", "2")
    vote(page, site, codes[WORKERS][8], "2", "3")
    again = vote(page, site, codes[WORKERS][8], "3", "2")
    for code in codes[CARERS][:2]:
        vote(page, site, code, "2")
    vote_by_keyboard(page, site, codes[CARERS][2])
    keyed = vote_by_keyboard_without_scripts(browser, site, codes[CARERS][3])
    for who in (SECRETARY, "Scrutineer of a mutual", "First election clerk of a mutual"):
        look_as(page, site, who, home, accessible, wanted)
    mark_envelopes(page, site, home, "workers", workers[-2:])
    sign_in_as(page, site, "Scrutineer of a mutual")
    step(page, site, home, "close")
    read_sheets(page, site, home, "workers", 2)
    sign_in_as(page, site, "Scrutineer of a mutual")
    for verb in ("demonstration-unseal", "unseal"):
        step(page, site, home, verb)
    page.goto(site(f"{home}count/"))
    check(page, accessible)
    page.locator("main form button").first.click()
    sign(page, site, home, accessible)
    step(page, site, home, "declare")
    look_as(page, site, "Scrutineer of a mutual", home, accessible, wanted)
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
    take_seats(page, site, home)
    look_as(page, site, SECRETARY, home, accessible, wanted)
    assert wanted == set(), "No link led to: " + ", ".join(sorted(wanted))
