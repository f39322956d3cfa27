"""The made-up mutual: 300 employees, its ratios, and its pages as its secretary sees them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from mutualise.accounts.actions import invite
from mutualise.accounts.queries import person_with_address
from mutualise.accounts.rules.roles import Role
from mutualise.governance import models
from mutualise.governance.actions.notices import send_due
from mutualise.governance.ingest.demonstration import LATER, OPENED, fill
from mutualise.governance.ingest.made_up import CODE, SOCIETY
from mutualise.governance.queries.members import electors, lines, register_of
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.checks import Outcome
from mutualise.governance.rules.ballot_box.recount import ENGINES
from mutualise.register.queries.facts import facts_of
from tests.governance.election_builders import quick_keys
from tests.same_in_each_form import same_in_each_form
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(monkeypatch):
    quick_keys(monkeypatch)
    assert fill() == 282
    return register_of(CODE)


def test_its_figures_are_exact_its_pages_open_and_a_second_filling_changes_nothing(
    register, client
):
    flow_to_the_register_as_evidence(register)
    electors_are_the_members_of_a_class_on_a_day()
    anyone_reads_the_published_ratios_without_personal_data(client)
    its_election_is_declared_and_anyone_can_repeat_it(client)
    secretary = sign_in(Client(), person_with_address("company-secretary@example.org"))
    the_secretary_opens_every_page_and_download(secretary)
    results_of_its_meetings_stand_on_their_pages(secretary)
    another_bodys_secretary_finds_nothing()
    assert fill() == 0


def flow_to_the_register_as_evidence(register):
    first, later = ratios_of(register, OPENED), ratios_of(register, LATER)
    assert (first.equity.part("employees"), first.equity.whole) == (280_00, 400_00)
    assert (later.equity.part("employees"), later.equity.part("employee-trust")) == (279_00, 51_00)
    assert (first.employee_members, first.employees) == (280, 300)
    assert (first.seats.part("employees", "employee-trust"), first.seats.whole) == (3, 5)
    facts = facts_of(CODE)
    stakes = {(h.on, h.instrument, h.holder): h.share for h in facts.holdings}
    assert str(stakes[OPENED, "equity", "employees"]) == "70.000"
    assert str(stakes[LATER, "equity", "employees"]) == "69.750"
    assert {c.kind for c in facts.control} == {
        "staff-membership", "staff-shareholding", "employee-trust", "staff-directors",
    }  # fmt: skip


def electors_are_the_members_of_a_class_on_a_day():
    assert len(electors(CODE, OPENED)) == 282
    assert len(electors(CODE, LATER)) == 281
    assert {e.constituency for e in electors(CODE, LATER, "nurses")} == {"nurses"}
    assert electors(CODE, date(2025, 1, 1)) == []
    assert electors("mycsp", LATER) == []


PAGES = [
    "", "admit/", "payroll/", "directors/", "directors/add/", "control/", "control/publish/",
    "inspection/", "inspection/add/", "printed/", "classes/", "share-classes/", "headcount/", "1/",
    "1/particulars/", "1/class/", "1/cease/", "1/shares/", "1/erase/", "2/", "1/personal-data.json",
    "inspection/copy.csv", "?q=employee+007", "?standing=FORMER&sort=-name", "?as_at=2026-01-10",
]  # fmt: skip


def the_secretary_opens_every_page_and_download(secretary):
    answers = {page: secretary.get(f"/members/{CODE}/{page}").status_code for page in PAGES}
    for ending in ("csv", "xlsx", "json"):
        answers[ending] = secretary.get(f"/members/{CODE}.{ending}?q=007").status_code
    assert set(answers.values()) == {200}, answers
    assert len(same_in_each_form(secretary, f"members/{CODE}")) == 282
    assert same_in_each_form(secretary, f"control/{CODE}/meetings")
    assert len(same_in_each_form(secretary, f"members/{CODE}/changes?kind=SHARES")) == 283


def results_of_its_meetings_stand_on_their_pages(secretary):
    """Each says why, with the section; all are labelled as made up, and nobody is written to."""
    page = secretary.get(f"/control/{CODE}/meetings/m-2026-0001/").content.decode()
    for words in (
        "passed. 30 of 40 valid votes were for; at least three quarters are needed",
        "not passed. 20 of 40 valid votes were for; more than half are needed, which is 21",
        "section 283(4)", "3 proxies recorded", "Signed on", "Demonstration", "Filed on",
    ):  # fmt: skip
        assert words in page, words
    written = secretary.get(f"/control/{CODE}/resolutions/r-2026-0005/").content.decode()
    assert "not passed. 112 of 282 votes of everybody entitled" in written
    society = secretary.get(f"/control/{SOCIETY}/meetings/m-2026-0002/").content.decode()
    assert "not passed. 45 of 100 votes of everybody entitled were given" in society
    assert "section 113(2)(b)" in society and "Demonstration" in society
    listed = secretary.get(f"/control/{CODE}/meetings/").content.decode()
    assert "Demonstration" in listed and "To be filed" not in listed
    notice = secretary.get(f"/control/{CODE}/meetings/m-2026-0001/notice.txt")
    assert notice.content.decode().startswith("DEMONSTRATION")
    assert send_due() == (0, 0)


def anyone_reads_the_published_ratios_without_personal_data(client):
    page = client.get(f"/employee-control/{CODE}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "82.500%" in text
    assert "Demonstration" in text
    assert "Employee 0" not in text
    assert client.get(f"/employee-control/{CODE}/?on=2026-02-02").status_code == 404
    data = client.get(f"/employee-control/{CODE}.json").json()
    assert data["rows"][2]["part"] == 279


def its_election_is_declared_and_anyone_can_repeat_it(client):
    listed = client.get("/elections/").content.decode()
    (reference,) = re.findall(r"/elections/(EL-\d+)/", listed)
    page = client.get(f"/elections/{reference}/").content.decode()
    for words in ("Demonstration", "took office on 1 September 2026"):
        assert words in page, words
    report = client.get(f"/elections/{reference}/report/").content.decode()
    for words in ("Stage 2.", "Non-transferable", "<svg", "What if", "Refused: Their membership"):
        assert words in report, words
    assert client.get(f"/elections/{reference}/report.pdf").content.startswith(b"%PDF")
    board = same_in_each_form(client, f"elections/{reference}/board/nurses")
    assert [int(entry) for entry, _ in board] == list(range(1, 136))
    one = client.get(f"/elections/{reference}/board/nurses/?entry=17").content.decode()
    assert board[16][1] in one and board[17][1] not in one
    archive = client.get(f"/elections/{reference}/archive.zip").content
    checks = verification.verify(unpacked(archive), {}, ENGINES)
    assert verification.holds(checks), checks
    counted = {
        each.contest for each in checks if each.name == "count" and each.outcome is Outcome.PASSED
    }
    assert counted == {"nurses", "support"}


def another_bodys_secretary_finds_nothing():
    other = invite(email="s@example.org", role=Role.COMPANY_SECRETARY, organisation="mycsp",
                   valid_from=date(2020, 1, 1))  # fmt: skip
    client = Client()
    sign_in(client, other)
    for page in PAGES:
        assert client.get(f"/members/{CODE}/{page}").status_code == 404
    assert client.post(f"/members/{CODE}/1/cease/", {}).status_code == 404
    assert models.Membership.objects.filter(ended="RESIGNED").count() == 0
    assert len(lines(register_of(CODE), LATER)) == 282
