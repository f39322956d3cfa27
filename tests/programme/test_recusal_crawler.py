"""A person with a conflict finds no trace of the case: not on any page, download, search or letter."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import meetings
from mutualise.programme.actions import letters
from mutualise.programme.models import (
    Assignment,
    Award,
    Case,
    CaseMember,
    Competition,
    Interest,
    Message,
    Recusal,
    TrainingBooking,
    TrainingSession,
)
from mutualise.programme.rules.interests import key_of
from mutualise.register.models import Organisation
from tests.architecture.test_routes import library_route, routes
from tests.governance.meeting_builders import at, body
from tests.programme.builders import holder, order_of, signed_in, stranger
from tests.whole_case import AWARDED, ORDERED, filled_in, whole_case

pytestmark = pytest.mark.django_db
ROLES = (Role.PROGRAMME_OFFICER, Role.ASSESSOR, Role.DECISION_MAKER, Role.FINANCE_OFFICER)
# What is published of an award is public; a conflict closes the case, not the newspaper.
PUBLIC = {"/awards/", "/awards.csv", "/awards.json"}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def whole():
    """A case with everything in it that a page could show: money, orders, work, files, letters."""
    return whole_case()


@pytest.fixture
def person(whole):
    """Somebody who holds every role of the staff and was asked to assess the case."""
    made = holder(ROLES[0])
    for role in ROLES[1:]:
        invite(email=made.email, role=role, valid_from=date(2014, 1, 1))
    task = Assignment.objects.create(
        case=whole.case, assessor=made, due=date(2026, 12, 1), assigned_by=stranger(),
        no_conflict_at="2026-01-01T00:00Z",
    )  # fmt: skip
    whole.values.append(("programme/assessments/", {"number": task.pk}))
    return made


def recused(person, case) -> None:
    Recusal.objects.create(person=person, case=case, origin="DECLARED", words="A relative")


def tied(person, case) -> None:
    Interest.objects.create(
        person=person, kind="EMPLOYER", organisation="ZEPHYRIA council",
        organisation_key=key_of("ZEPHYRIA council"), valid_from=date(2020, 1, 1),
    )  # fmt: skip


def works_where_the_sponsor_works(person, case) -> None:
    Person.objects.filter(pk=person.pk).update(email="officer@zephyria.gov.uk")
    sponsor = Person.objects.create_user("sponsor@mail.zephyria.gov.uk")
    CaseMember.objects.create(case=case, person=sponsor, part="SPONSOR")
    person.refresh_from_db()


def tied_to_the_supplier(person, case) -> None:
    Interest.objects.create(
        person=person, kind="FINANCIAL", organisation="Zephyr Advice",
        organisation_key=key_of("Zephyr Advice"), valid_from=date(2020, 1, 1),
    )  # fmt: skip


CONFLICTS = [recused, tied, works_where_the_sponsor_works, tied_to_the_supplier]


def everything(person, case, values, body: str = "mycsp") -> dict[str, str]:
    """Every address of the case and of a body of the register, by the routes and by every link from
    there, with its text; what is no page of text is given by what it is."""
    client = signed_in(person)
    follow = re.compile(rf'href="(/(?:programme|support|advice|library|(?:members|control)/{body})[^"]*)"')  # fmt: skip
    values = [*values, ("members|control|run-elections/call", {"code": body, "organisation": body})]  # fmt: skip
    waiting = {filled_in(route, values) for route, _ in routes() if not library_route(route)}
    for list_page in ("/programme/", "/programme.csv", "/programme.json", "/programme/board/",
                      "/programme/letters/", "/programme/letters.csv", "/library/", "/library.csv",
                      "/programme/suppliers/", "/api/v1/register", "/register/"):  # fmt: skip
        waiting |= {f"{list_page}?q={word}" for word in ("Zephyrian", case.reference, "Council")}
    waiting |= {
        f"/programme/bulk/?step={step}&case={case.reference}" for step in ("decline", "stop")
    }
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        if address in seen or "<" in address or "logout" in address:
            continue
        page = client.get(address)
        seen[address] = text_of(page) if page.status_code == 200 else ""
        if address.startswith(("/programme", "/support", "/advice", "/library", "/members", "/control")):  # fmt: skip
            waiting |= {found.split("#")[0] for found in follow.findall(seen[address])}
    return seen


def text_of(page) -> str:
    """The text of a page or a file; of a workbook, that of its parts; of a PDF, that it is one."""
    content = b"".join(page.streaming_content) if page.streaming else page.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b" ".join(parts.read(name) for name in parts.namelist())
    headers = page.get("Content-Disposition", "")
    return headers + ("PDF" if content.startswith(b"%PDF") else content.decode(errors="replace"))


def traces(pages: dict[str, str], whole) -> list[str]:
    """Where the case is found by a name, a reference, an amount, the number of a row of it in a link,
    or a PDF of it, but for a page that repeats the words it was searched by."""
    told = ["Zephyrian", rf"{whole.case.reference}(?!\d)", "WO-ZEPHYR", *map(str, whole.rows)]
    told += [rf"(?<![\d,]){said}(?!\d)" for pence in (AWARDED, ORDERED) for said in
             (f"{pence // 100:,}\\.{pence % 100}", f"{pence // 100}\\.{pence % 100}", pence)]  # fmt: skip
    return [
        address for address, text in pages.items()
        if any(re.search(word, text) and not re.search(word, address) for word in told)
        or (text.endswith("PDF") and "/cases/" in address)
    ]  # fmt: skip


def test_without_a_conflict_the_case_is_found(person, whole):
    found = traces(everything(person, whole.case, whole.values), whole)
    case = f"/programme/cases/{whole.case.reference}/"
    assert {case, "/programme.csv", "/programme/", "/programme/board/", "/programme/letters/",
            "/programme/fund.csv", f"{case}pack/", f"{case}pack.pdf",
            "/programme/letters.csv", "/programme/conflicts/"} <= set(found)  # fmt: skip
    assert len(found) > 25


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_with_a_conflict_no_page_shows_a_trace(person, whole, conflict):
    conflict(person, whole.case)
    assert set(traces(everything(person, whole.case, whole.values), whole)) <= PUBLIC


def lists_of(person) -> dict[str, str]:
    """The text of every list of the staff, without what differs from one opening to the next."""
    client = signed_in(person)
    named = [
        route
        for route, _ in routes()
        if re.match(r"(programme|library|advice)[/.]", route) and not route.endswith(".json")
    ]
    pages = {route: client.get(f"/{route}") for route in named if "<" not in route}
    assert len([page for page in pages.values() if page.status_code == 200]) > 20
    return {route: re.sub(r'value="[^"]{16,}"|nonce="[^"]*"', "", text_of(page)) for route, page in pages.items()}  # fmt: skip


def test_no_number_in_a_list_counts_what_belongs_to_a_closed_case(whole, person):
    """What is ordered, kept, asked for or written changes no list of whoever the case is closed to, but for
    how many places of a session are free."""
    recused(person, whole.case)
    award, staff = Award.objects.get(case=whole.case), stranger()
    session = TrainingSession.objects.create(title="Boards", venue="Hall", on=date(2020, 1, 1), places=7777, place_pence=1, arranged_by=staff)  # fmt: skip
    before = lists_of(person)
    assert "7777 of 7777" in before["programme/training/"]
    TrainingBooking.objects.create(session=session, award=award, places=6, kept_by=staff)
    order_of(award, whole.firm, ORDERED, reference="WO-OTHER")
    Competition.objects.create(
        award=award, lot="LEGAL", brief="B", days=2, opened_by=staff, closes_at=timezone.now()
    )
    Message.objects.create(case=whole.case, by=whole.lead, text="Another", to_team=True)
    letters.write("message", to=whole.lead.email, case=whole.case, reason="Another", key="second")
    Interest.objects.create(
        person=holder(Role.ASSESSOR), kind="EMPLOYER", organisation="ZEPHYRIA council",
        organisation_key=key_of("ZEPHYRIA council"), valid_from=date(2020, 1, 1),
    )  # fmt: skip
    after = {route: text.replace("7771", "7777") for route, text in lists_of(person).items()}  # fmt: skip
    assert [route for route in before if after[route] != before[route]] == []


def test_whoever_keeps_the_launched_body_in_order_finds_no_trace_of_its_case(person, whole):
    """Their role in the body is the conflict: nobody declared one."""
    register = body("mycsp")
    Case.objects.filter(pk=whole.case.pk).update(
        organisation=Organisation.objects.get(code="mycsp")
    )
    invite(
        email=person.email, role=Role.COMPANY_SECRETARY, organisation="mycsp", valid_from=date(2014, 1, 1)
    )  # fmt: skip
    with at(2026, 3, 2):
        meetings.call_meeting(
            register=register, by=person, kind="GENERAL", place="Town hall",
            starts_at=timezone.make_aware(datetime(2026, 4, 1, 18)),
        )  # fmt: skip
    pages = everything(person, whole.case, whole.values)
    theirs = {a for a, text in pages.items() if text and a.startswith(("/members/mycsp", "/control/mycsp"))}  # fmt: skip
    # The pages were really opened: the register of members, its downloads, the meeting, the polls.
    assert {"/members/mycsp/", "/members/mycsp.csv", "/control/mycsp/meetings/"} <= theirs
    assert any(re.fullmatch(r"/control/mycsp/meetings/[^/.]+/", address) for address in theirs)
    assert len(theirs) > 15
    assert pages["/run-elections/"]
    assert set(traces(pages, whole)) <= PUBLIC


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_with_a_conflict_no_letter_is_written(person, whole, conflict):
    case = whole.case
    assert letters.write("message", to=person.email, case=case, reason="x", key="before")
    conflict(person, case)
    assert letters.write("message", to=person.email, case=case, reason="x", key="after") is None


def test_the_crawler_walks_every_route_with_what_the_case_has(whole):
    """A new route with a name that the case gives nothing for fails here. That its owner opens what
    these addresses name: tests/architecture/test_other_peoples_objects.py."""
    walked = [whole.address_of(route) for route, _ in routes() if not library_route(route)]
    assert len(walked) > 250
    assert not [address for address in walked if "<" in address]
