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
    if ".json" in address:
        assert answer["Content-Type"] == "application/problem+json"
        said = answer.json()["detail"]
    else:
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        said = answer.content.decode()
        assert "nothing was downloaded" in said
    assert f"“{given}”" in said
    assert "instead" not in said
    assert "<" not in said


def test_a_refused_download_names_the_parameter_and_the_values_there_are(client):
    told_in_text = client.get("/register.csv?sector=community+health&sort=-launch&status=live")
    assert told_in_text.content.decode().splitlines()[2:] == [
        "sort=-launch",
        "Order: “-launch” is not one of the choices.",
        "Write one of: -launched, launched, name, region, sector, status.",
        "",
        "status=live",
        "Status: “live” is not one of the choices.",
        "Write one of: ENDED, LIVE, NOT_LAUNCHED, UNCLEAR.",
    ]
    told_as_json = client.get("/register.json?sort=-launch").json()
    assert told_as_json["parameter"] == "sort"
    assert told_as_json["value"] == "-launch"
    assert "-launched" in told_as_json["allowed"]
    assert "Write one of: -launched," in told_as_json["detail"]


@pytest.mark.parametrize("address", [
    "/register/nobody.json", "/register/chcp.json?as_known_at=2001-01-01", "/definitions/NONE.csv", "/definitions/NONE.json",
    "/figures/none.csv", "/figures/none/observations.xlsx", "/sources/none.json", "/observations/obs-999999.json",
    "/announcements/none.json", "/register.csv?q=%00",
])  # fmt: skip
def test_data_that_is_not_there_is_refused_without_a_page(client, address):
    answer = client.get(address)
    assert answer.status_code == (400 if "%00" in address else 404)
    kind = "application/problem+json" if ".json" in address else "text/plain; charset=utf-8"
    assert answer["Content-Type"] == kind
    assert "<" not in answer.content.decode()
    posted = client.post(address.partition("?")[0])
    assert (posted.status_code, posted["Content-Type"]) == (405, kind)
    assert "GET" in posted["Allow"]


def test_a_list_of_the_staff_is_refused_without_a_page_too(client):
    officer = signed_in(holder(Role.PROGRAMME_OFFICER))
    answer = officer.get("/programme.csv?sort=size")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "Write one of: " in answer.content.decode()


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
