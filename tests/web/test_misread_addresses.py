"""A page tells its reader what it did not understand of its address; data of such an address is refused."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.rules.states import State
from tests.programme.builders import award_of, budget_of, case_at, holder, order_of, signed_in

pytestmark = pytest.mark.django_db
VIEWS = Path(__file__).resolve().parents[2] / "src/mutualise"
TOLD = [
    ("/register/?page=nine", "Page: “nine” is not the number of a page. Page 1 is shown."),
    ("/register/?page=0", "“0” is not the number of a page"),
    ("/register/?page=-1", "“-1” is not the number of a page"),
    ("/register/?q=city+health&page=7", "Page: “7” is beyond the end: there is 1 page. Page 1 is shown."),
    ("/register/?per_page=all", "Rows a page: “all” is not a whole number from 1 to 500. A page has 25."),
    ("/register/?per_page=501", "A page has 500."),
    ("/register/?sort=size", "Order: “size” is not one of the choices. The list is in its usual order, by name."),
    ("/register/?sector=helth", "Sector: “helth” is not one of the choices. The list is shown without this filter."),
    ("/register/?area=atlantis", "Area: “atlantis”"),
    ("/register/?status=live", "Status: “live”"),
    ("/register/?legal_form=plc", "Legal form: “plc”"),
    ("/register/?entry_class=body", "Kind of entry: “body”"),
    ("/register/?launch_year=soon", "Year of launch: “soon” is not a year. Write it as in 2014."),
    ("/register/?supported=maybe", "Was supported: “maybe”"),
    ("/register/?q=" + "a" * 300, "Search: a search has at most 200 characters. The first of them were used."),
    ("/register/?as_at=yesterday", "As at: “yesterday” is not a date. Write it as in 2014-07-23. The page is as at"),
    ("/register/?as_known_at=now", "As known at: “now” is not a date. Write it as in 2014-07-23. The page shows what is known now"),
    ("/register/map/?as_at=23/07/2014", "As at: “23/07/2014” is not a date."),
    ("/register/chcp/?as_at=2014-02-30", "“2014-02-30” is not a date"),
    ("/definitions/?as_at=x", "“x” is not a date"),
    ("/definitions/CO-2011/?as_at=x", "“x” is not a date"),
    ("/definitions/compare/?against=x", "Beside: “x” is not a date. Write it as in 2014-07-23. Nothing is compared."),
    ("/figures/?as_at=x", "“x” is not a date"),
    ("/figures/employees/?at=2014-07-23&page=many", "Page: “many”"),
    ("/figures/employees/?at=2014-07-23&revisions=many", "Page of the revisions: “many”"),
    ("/sources/?page=99", "Page: “99” is beyond the end"),
    ("/sources/?as_known_at=x", "“x” is not a date"),
    ("/?as_at=x", "The page is as at"),
    ("/support/figures/?as_at=nonsense", "“nonsense” is not a date"),
    ("/support/fund/?as_at=nonsense", "“nonsense” is not a date"),
    ("/awards/?page=x", "Page: “x”"),
    ("/library/?lot=law", "Lot: “law”"),
]  # fmt: skip
STAFF = [
    ("/programme/?state=enquiry&sector=helth&region=x&sort=size&mine=no&page=x",
     ["Stage: “enquiry”", "Sector: “helth”", "Region: “x”", "Order: “size”", "Your queue: “no”", "Page: “x”"]),
    ("/programme/board/?sector=helth", ["Sector: “helth”"]),
    ("/programme/letters/?state=lost&page=2", ["State: “lost”", "Page: “2”"]),
    ("/programme/suppliers/?lot=law", ["Lot: “law”"]),
    ("/programme/conflicts/?page=x", ["Page: “x”"]),
]  # fmt: skip


def told(page) -> str:
    """What the summary at the top of a page says, or "" where there is none."""
    found = re.search(
        r'<main.*?class="govuk-error-summary"(.*?)<h1', page.content.decode(), re.DOTALL
    )
    text = html.unescape(re.sub(r"<[^>]+>", " ", found[1])) if found else ""
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(("address", "said"), TOLD)
def test_a_page_tells_what_it_did_not_understand_and_what_it_shows(client, address, said):
    for _ in range(2):
        page = client.get(address, follow=True)
        assert page.status_code == 400
        assert said in told(page)
        assert "<title>Error: " in page.content.decode()


@pytest.mark.parametrize("address", [
    "/register/?sector=community+health&status=LIVE&area=england&sort=-launched&page=1&per_page=10",
    "/register/?launch_year=1066", "/register/?utm_source=letter&page=&sort=&as_at=", "/sources/?page=1",
    "/figures/employees/?as_at=2014-07-23&page=1&revisions=1", "/library/?lot=LEGAL",
])  # fmt: skip
def test_what_is_understood_is_not_told_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert told(page) == ""


def test_the_list_is_shown_all_the_same_and_its_links_are_understood(client):
    page = client.get("/register/?sector=helth&sort=size&q=city&page=x")
    text = page.content.decode()
    assert "City Health Care Partnership" in text
    links = [html.unescape(each) for each in re.findall(r'href="([^"]*[?][^"]*)"', text)]
    assert links
    assert not [each for each in links if "helth" in each or "size" in each or "page=x" in each]
    assert client.get("/register.csv?q=city").content == client.get(
        next(each for each in links if each.startswith("/register.csv"))
    ).content  # fmt: skip


def test_the_date_that_can_be_read_stays(client):
    text = client.get("/register/?as_at=2014-07-23&as_known_at=soon").content.decode()
    assert "as at 23 July 2014." in text
    assert 'value="2014-07-23"' in text


@pytest.mark.parametrize("address", [
    "/register.csv?sector=helth", "/register.xlsx?as_at=x", "/register.json?sort=size", "/sources.csv?as_known_at=x",
    "/definitions/compare.json?against=x", "/figures/employees.json?at=x", "/figures/employees.csv?area=x",
    "/figures/employees/observations.csv?at=then", "/figures/employees/observations.json?at=then", "/headlines.json?as_at=x",
    "/support/figures.csv?as_at=x", "/library.json?lot=law",
])  # fmt: skip
def test_data_of_an_address_that_is_not_understood_is_refused(client, address):
    answer = client.get(address)
    given = address.rpartition("=")[2]
    assert answer.status_code == 400
    assert "Content-Disposition" not in answer.headers
    assert "instead" not in (answer.json()["detail"] if ".json" in address else told(answer))
    if ".json" in address:
        assert answer["Content-Type"] == "application/problem+json"
        assert f"“{given}”" in answer.json()["detail"]
    else:
        assert "Nothing was downloaded" in answer.content.decode()
        assert f"“{given}”" in told(answer)


@pytest.mark.parametrize(("address", "said"), STAFF)
def test_the_lists_of_the_staff_tell_it_too(address, said):
    case = case_at(State.ENQUIRY, team="The team of the case")
    page = signed_in(holder(Role.PROGRAMME_OFFICER)).get(address)
    assert page.status_code == 400
    assert [each for each in said if each not in told(page)] == []
    assert case.reference in page.content.decode() or "/board" not in address


def test_the_ledger_knows_the_kinds_it_offers():
    order_of(award_of(case_at(State.AWARDED), 1_234_56, budget_of(9_999_99)))
    ledger = signed_in(holder(Role.FINANCE_OFFICER))
    offered = re.findall(
        r'<option value="([A-Z_]+)"', ledger.get("/programme/fund/").content.decode()
    )
    assert offered
    assert told(ledger.get(f"/programme/fund/?kind={offered[0]}")) == ""
    assert "Kind: “gift”" in told(ledger.get("/programme/fund/?kind=gift"))


def test_no_view_reads_a_page_number_or_an_order_past_what_is_told():
    past = re.compile(r'\bpaginate\([^)]*request\.GET|request\.GET\.get\("(page|per_page|sort)"')
    views = [
        p for p in VIEWS.rglob("*.py") if "views" in p.parts or p.name in ("views.py", "home.py")
    ]
    assert len(views) > 50
    assert [str(p) for p in views if past.search(re.sub(r"\s+", " ", p.read_text()))] == []
