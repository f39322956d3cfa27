"""From the first question to launch in a real browser, by everybody who has a part in it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.diagnostic import QUESTIONS as DIAGNOSTIC
from mutualise.programme.rules.forecast import financial_year
from mutualise.programme.rules.milestones import STEPS
from mutualise.programme.rules.scoring import CRITERIA
from tests.signing_in import code_now

TODAY = timezone.localdate()
STAFF = {
    "officer": "programme-officer", "checker": "programme-officer", "first": "assessor",
    "second": "assessor", "decider": "decision-maker", "payer": "finance-officer",
}  # fmt: skip


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


class Visitor:
    """One person with a browser of their own."""

    def __init__(self, browser, site, email: str = "") -> None:
        self.site, self.email = site, email
        self.page = browser.new_context(locale="en-GB").new_page()
        if email:
            self._sign_in()

    def _sign_in(self) -> None:
        self.page.goto(self.site("/accounts/login/"))
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_role("button", name="Send me a code").click()
        self.page.get_by_label("Code").wait_for()
        codes = re.findall(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", self.site.log.read_text(), re.M)
        self.page.get_by_label("Code").fill(codes[-1])
        self.page.get_by_role("button", name=re.compile("Sign in|Continue|Confirm")).click()
        if "/second-factor/set-up/" in self.page.url:
            secret = self.page.locator("#secret").inner_text().replace(" ", "")
            self.page.get_by_label("Code").fill(code_now(secret))
            self.page.get_by_role("button", name="Turn it on").click()
            self.page.get_by_role("button", name="I have kept these codes").click()

    def opens(self, path: str) -> str:
        self.page.goto(self.site(path))
        return self.page.inner_text("main")

    def sends(self, path: str, button: str = "", **values: object) -> str:
        """Fill the form of a page and send it; it must be taken."""
        said = self.tries(path, button, **values)
        assert self.page.locator(".govuk-error-summary").count() == 0, (path, said)
        return said

    def tries(self, path: str, button: str = "", **values: object) -> str:
        if path:
            self.page.goto(self.site(path))
        for name, value in values.items():
            self._fill(name.replace("__", "-"), value)
        buttons = self.page.locator("main form[method=post] button[type=submit]")
        # An answer is saved before its form goes on, so the next page is not there at the click.
        with self.page.expect_navigation():
            (
                self.page.get_by_role("button", name=button, exact=True) if button else buttons.last
            ).click()
        return self.page.inner_text("main")

    def _fill(self, name: str, value: object) -> None:
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                self.page.locator(f"[name={name}-{part}]").fill(str(getattr(value, part)))
            return
        field = self.page.locator(f'main [name="{name}"]')
        kind = field.first.evaluate("each => each.type || each.tagName")
        if kind == "radio":
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            field.check()
        elif kind == "select-one":
            field.select_option(str(value))
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))


@pytest.fixture(scope="module")
def people(new_site, browser):
    for name, role in STAFF.items():
        new_site.run("person", f"{name}@office.test", "--role", role)
    new_site.run("person", "adviser@firm.test", "--role", "adviser", "--organisation", "first-law")
    emails = {name: f"{name}@office.test" for name in STAFF} | {"adviser": "adviser@firm.test"}
    return {name: Visitor(browser, new_site, email) for name, email in emails.items()}


def money(site, visitor) -> dict[str, str]:
    """The whole fund as the public sees it, in pounds."""
    rows = visitor.page.request.get(site("/support/fund.json")).json()["rows"]
    return rows[-1]


def test_from_the_first_question_to_launch(new_site, browser, people, tmp_path):
    payer, officer = people["payer"], people["officer"]
    open_the_fund(payer)
    visitor = Visitor(browser, new_site)
    ask_and_enquire(visitor)
    reference = re.search(r"PSM-\d+", officer.opens("/programme/"))[0]
    file, home = f"/programme/cases/{reference}/", f"/support/cases/{reference}/"
    officer.sends(f"{file}steps/invite/")
    lead = Visitor(browser, new_site, "lead@team.test")
    lead.sends(f"{home}people/add/", email="chief@council.test", part="SPONSOR")
    write(lead, home, tmp_path)
    sponsor = Visitor(browser, new_site, "chief@council.test")
    sponsor.sends(f"{home}people/join/")
    sponsor.sends(f"{home}certify/", outcome="given", name="The sponsor", post="Chief executive")
    lead.sends(f"{home}steps/submit/")
    assess(people, file)
    people["checker"].sends(f"{file}decide/pass-check/", words="Done properly")
    before = money(new_site, visitor)
    assert (before["available"], before["committed"]) == ("1000000.00", "0.00")
    assert "£980,000" in people["decider"].opens(f"{file}pack/?amount=20000")
    people["decider"].sends(
        f"{file}award/", kind="ADVICE", budget="msp-2026", amount="20,000",
        purpose="Legal and pensions advice", words="A strong case",
    )  # fmt: skip
    after = money(new_site, visitor)
    assert (after["available"], after["committed"]) == ("980000.00", "20000.00")
    lead.sends(f"{home}subsidy/", "Add it", giver="The council", amount="1000",
               given_on=date(2026, 5, 1))  # fmt: skip
    lead.sends(f"{home}subsidy/", "Confirm")
    lead.sends(f"{home}steps/accept-offer/")
    advise(people, lead, file, home, tmp_path)
    paid = money(new_site, visitor)
    assert (paid["committed"], paid["ordered"], paid["paid"]) == ("12000.00", "0.00", "8000.00")
    launch(officer, lead, file, home)
    payer.sends(f"{file}award/release/", words="The rest was not needed")
    last = money(new_site, visitor)
    assert (last["available"], last["committed"], last["paid"]) == ("992000.00", "0.00", "8000.00")
    published(visitor, reference)


def open_the_fund(payer: Visitor) -> None:
    payer.sends("/programme/fund/open/", name="Mutuals Support Programme", code="msp",
                ceiling="10,000,000", opens_on=date(2026, 4, 1), closes_on=date(2029, 3, 31))  # fmt: skip
    payer.sends(
        "/programme/fund/budgets/add/",
        name="First year",
        code="msp-2026",
        year=str(financial_year(TODAY)),
    )
    payer.sends(
        "/programme/fund/budgets/msp-2026/allocate/", amount="1,000,000", words="First year"
    )


def ask_and_enquire(visitor: Visitor) -> None:
    """The diagnostic without an account, then one button to the enquiry."""
    visitor.opens("/support/ready/")
    visitor.page.get_by_role("button", name="Start").click()
    for _ in DIAGNOSTIC:
        visitor.page.locator("main input[type=radio]").first.check()
        visitor.page.locator("main form[method=post] button[type=submit]").first.click()
    visitor.page.get_by_label("Which sector").select_option(index=1)
    visitor.page.get_by_label("Where is it delivered").select_option("north-west")
    visitor.page.get_by_role("button", name="Continue").click()
    assert "/result/" in visitor.page.url
    visitor.page.get_by_role("button", name="Turn this into an enquiry").click()
    visitor.page.wait_for_url("**/support/enquiry/**")
    assert visitor.page.get_by_label("Where it is delivered").input_value() == "north-west"
    visitor.sends(
        "/support/enquiry/", email="lead@team.test", team="Riverside team",
        service="Community nursing", sector="other", sector_other="community health", region="north-west",
        parent_body="Exampleshire Council", employees="120",
    )  # fmt: skip
    link = re.search(r"/support/enquiry/confirm/\S+/", visitor.site.run("mail"))
    assert "Confirm your enquiry" in visitor.opens(link[0])
    assert "You have confirmed" in visitor.sends("")


def write(lead: Visitor, home: str, folder) -> None:
    for question in QUESTIONS:
        lead.sends(f"{home}answers/{question.key}/", text=f"About {question.key}")
    lead.sends(f"{home}objectives/add/", text="Fewer days lost", unit="days a year",
               start_value="9", target_value="7", start_on=date(2026, 4, 1),
               target_on=date(2028, 4, 1))  # fmt: skip
    for kind in ("HEADCOUNT", "COST", "ACTIVITY", "QUALITY", "ABSENCE"):
        lead.sends(f"{home}baseline/add/", kind=kind, value="120", unit="units",
                   read_from="Annual report", as_at=date(2026, 4, 1))  # fmt: skip
    plan = folder / "plan.txt"
    plan.write_text("Our outline plan")
    lead.sends(f"{home}files/add/", file=plan)
    assert "sponsor must certify" in lead.tries(f"{home}steps/submit/")


def assess(people: dict[str, Visitor], file: str) -> None:
    officer = people["officer"]
    met = {f"met__{q}": "yes" for q in ("AREA", "PUBLIC_SERVICE", "LEAVING", "MUTUAL", "RECENT", "SPONSOR")}  # fmt: skip
    officer.sends(f"{file}eligibility/", **met)
    officer.sends(f"{file}steps/accept/")
    for name in ("first", "second"):
        officer.opens(f"{file}assessors/add/")
        chosen = officer.page.locator("main option", has_text=f"{name}@office.test")
        officer.sends("", assessor=chosen.get_attribute("value"), due=later(14))
    for name in ("first", "second"):
        mine = people[name]
        mine.opens("/programme/assessments/")
        mine.page.locator("main td a, main th a").first.click()
        assert "Community nursing" not in mine.page.inner_text("main")
        mine.sends("", conflict="no")
        if not mine.page.locator("[name=recommendation]").count():
            mine.opens("/programme/assessments/")
            mine.page.locator("main td a, main th a").first.click()
        marks = {f"score__{c.code}": "3" for c in CRITERIA}
        reasons = {f"reasons__{c.code}": f"Reasons on {c.code}" for c in CRITERIA}
        mine.sends("", recommendation="AWARD", amount="20000", words="Worth it", **marks, **reasons)


def advise(people: dict[str, Visitor], lead: Visitor, file: str, home: str, folder) -> None:
    """Put a firm on the framework, order, work, hand in, accept and pay."""
    officer, adviser = people["officer"], people["adviser"]
    officer.sends("/programme/supplier/add/", name="First law", code="first-law", size="small")
    supplier = "/programme/suppliers/first-law/"
    officer.sends(f"{supplier}lots/add/", lot="LEGAL", valid_from=later(-30))
    officer.sends(f"{supplier}rates/add/", lot="LEGAL", grade="SENIOR", day_rate_pence="1000",
                  valid_from=later(-30))  # fmt: skip
    officer.sends(f"{file}orders/add/", lot="LEGAL", days="8", price="8000")
    firm = officer.page.locator("[name=supplier] option", has_text="First law")
    officer.sends("", supplier=firm.get_attribute("value"), scope="Draft the articles",
                  due=later(60), reason="The only firm on the lot")  # fmt: skip
    adviser.opens("/advice/")
    adviser.page.locator("main table a").first.click()
    order = adviser.page.url.removeprefix(adviser.site(""))
    adviser.sends(f"{order}time/add/", on=TODAY, hours="7.5", note="First draft")
    articles = folder / "articles.txt"
    articles.write_text("Articles of association")
    adviser.sends(f"{order}outputs/add/", title="Articles", summary="Draft articles of the mutual",
                  price="8000", file=articles)  # fmt: skip
    lead.opens(home)
    lead.page.get_by_role("link", name="Articles", exact=True).click()
    lead.sends("", outcome="accepted", shared=True)
    number = order.rstrip("/").rpartition("/")[2]
    people["payer"].sends(f"{file}orders/{number}/pay/", amount="8000", reference="FIN-1", on=TODAY)


def launch(officer: Visitor, lead: Visitor, file: str, home: str) -> None:
    form = {
        "name": "Riverside Community Nursing CIC", "code": "riverside-nursing",
        "legal_form": "CIC limited by guarantee", "nation": "england", "on": TODAY,
    }  # fmt: skip
    lead.sends(f"{home}plan/begin/", launch_on=later(200))
    officer.tries(f"{file}launch/", **form)
    assert officer.page.locator(".govuk-error-summary").count() == 1
    done = {"LIABILITY_INFO": 40, "PENSIONS": 3, "TRANSFER": 0}
    for step in STEPS[:-1]:
        address = f"{home}plan/steps/{step.code.lower().replace('_', '-')}/"
        lead.sends(address, done_on=later(-done.get(step.code, 1)))
    officer.sends(f"{file}launch/", **form)


def published(visitor: Visitor, reference: str) -> None:
    assert "Riverside Community Nursing CIC" in visitor.opens("/register/riverside-nursing/")
    front = visitor.opens("/")
    assert "£8,000 of £10,000,000 is promised and £8,000 is paid" in front
    assert "Articles" in visitor.opens("/library/")
    awards = json.loads(visitor.page.request.get(visitor.site("/awards.json")).text())
    assert reference in awards["grants"][0]["id"]
