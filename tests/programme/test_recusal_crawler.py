"""A person with a conflict finds no trace of the case: not on any page, download, search or letter."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.urls import get_resolver
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import meetings
from mutualise.programme.actions import letters
from mutualise.programme.models import (
    Assignment,
    Case,
    CaseMember,
    Document,
    Interest,
    Message,
    Output,
    Recusal,
)
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.states import State
from mutualise.register.models import Organisation
from tests.architecture.test_routes import routes
from tests.governance.meeting_builders import at, body
from tests.programme.builders import (
    award_of,
    budget_of,
    case_at,
    holder,
    order_of,
    signed_in,
    stranger,
    supplier,
)

pytestmark = pytest.mark.django_db
ROLES = (Role.PROGRAMME_OFFICER, Role.ASSESSOR, Role.DECISION_MAKER, Role.FINANCE_OFFICER)
SECRET = "Zephyrian nursing"
# Amounts that no total of the fund is, for another case has an award and an order beside these.
AWARDED, ORDERED = 54_321_09, 1_234_56


@pytest.fixture
def case():
    """A case with everything in it that a page could show: money, orders, work, files, letters."""
    found = case_at(
        State.DELIVERING, team="Zephyrian team", service=SECRET, parent_body="Zephyria Council"
    )
    budget = budget_of(100_000_00)
    award, other = (
        award_of(found, AWARDED, budget),
        award_of(case_at(State.DELIVERING), 9_00, budget),
    )
    firm, lead = supplier(name="Zephyr Advice Ltd"), found.members.get().person
    order_of(other, supplier(), 7_00)
    order = order_of(award, firm, ORDERED, scope="Zephyrian articles", reference="WO-ZEPHYR")
    kept = {"by": lead, "content_type": "text/plain", "size": 3, "sha256": "0" * 64}
    for confidential in (True, False):
        file = Document.objects.create(case=found, name="Zephyrian plan.txt", **kept)
        Output.objects.create(
            order=order, document=file, price_pence=ORDERED, handed_in_by=lead, state="ACCEPTED",
            title="Zephyrian articles" if confidential else "Model articles", summary="Articles",
            confidential=confidential, decided_by=lead, decided_at=timezone.now(),
        )  # fmt: skip
    Message.objects.create(case=found, by=lead, text="Zephyrian question", to_team=True)
    letters.write("message", to=lead.email, case=found, reason="Zephyrian question", key="first")
    return found


@pytest.fixture
def person(case):
    """Somebody who holds every role of the staff and was asked to assess the case."""
    made = holder(ROLES[0])
    for role in ROLES[1:]:
        invite(email=made.email, role=role, valid_from=date(2014, 1, 1))
    Assignment.objects.create(
        case=case, assessor=made, due=date(2026, 12, 1), assigned_by=stranger(),
        no_conflict_at="2026-01-01T00:00Z",
    )  # fmt: skip
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


def everything(person, case, body: str = "mycsp") -> dict[str, str]:
    """Every address the person could try for the case and for a body of the register, and every
    link from there, with its text."""
    client, seen = signed_in(person), {}
    follow = re.compile(rf'href="(/(?:programme|support|(?:members|control)/{body})[^"]*)"')
    waiting = {address_of(address, case, body) for address, _ in routes()}
    waiting |= {f"/programme/?q={word}" for word in ("Zephyrian", case.reference, "Council")}
    waiting |= {"/programme.csv?q=Zephyrian", "/api/v1/register?q=Zephyrian"}
    while waiting:
        address = waiting.pop()
        if address in seen or "<" in address or "logout" in address or not address.startswith("/"):
            continue
        page = client.get(address)
        text = b"".join(page.streaming_content) if page.streaming else page.content
        seen[address] = text.decode(errors="replace") if page.status_code == 200 else ""
        if address.startswith(("/programme", "/support", "/members", "/control")):
            waiting |= {found.split("#")[0] for found in follow.findall(seen[address])}
    return seen


def address_of(address: str, case, body: str) -> str:
    words = {"slug:reference": case.reference, "int:number": "1", "slug:code": body,
             "slug:organisation": body,
             "slug:verb": "stop", "slug:step": "launch", "slug:question": "services",
             "slug:kind": "events", "slug:change": "withdraw", "int:position": "1",
             "str:token": "x", "slug:order": f"{case.reference}-01",
             "slug:digest": "0123456789abcdef", "path:path": "x"}  # fmt: skip
    for name, value in words.items():
        address = address.replace(f"<{name}>", value)
    return "/" + address


def traces(pages: dict[str, str], case) -> list[str]:
    """Where the case is found by a name, a reference or an amount, but for a page that repeats the
    words it was searched by."""
    told = ["Zephyrian", rf"{case.reference}(?!\d)", "WO-ZEPHYR"]
    told += [rf"(?<![\d,]){said}(?!\d)" for pence in (AWARDED, ORDERED) for said in
             (f"{pence // 100:,}\\.{pence % 100}", f"{pence // 100}\\.{pence % 100}", pence)]  # fmt: skip
    return [
        address for address, text in pages.items()
        if any(re.search(word, text) and not re.search(word, address) for word in told)
    ]  # fmt: skip


def test_without_a_conflict_the_case_is_found(person, case):
    found = traces(everything(person, case), case)
    assert f"/programme/cases/{case.reference}/" in found
    assert "/programme.csv" in found
    assert "/programme/" in found
    assert {"/programme/fund.csv", "/programme/letters/"} <= set(found)
    assert len(found) > 12


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_with_a_conflict_no_page_shows_a_trace(person, case, conflict):
    conflict(person, case)
    # What is published of an award is public; a conflict closes the case, not the newspaper.
    public = {"/awards/", "/awards.csv", "/awards.json"}
    assert set(traces(everything(person, case), case)) <= public


def test_whoever_keeps_the_launched_body_in_order_finds_no_trace_of_its_case(person, case):
    """Their role in the body is the conflict: nobody declared one."""
    register = body("mycsp")
    Case.objects.filter(pk=case.pk).update(organisation=Organisation.objects.get(code="mycsp"))
    for role in (Role.COMPANY_SECRETARY, Role.SCRUTINEER, Role.ELECTION_CLERK):
        invite(email=person.email, role=role, organisation="mycsp", valid_from=date(2014, 1, 1))
    with at(2026, 3, 2):
        meetings.call_meeting(
            register=register, by=person, kind="GENERAL", place="Town hall",
            starts_at=timezone.make_aware(datetime(2026, 4, 1, 18)),
        )  # fmt: skip
    pages = everything(person, case, "mycsp")
    theirs = {a for a, text in pages.items() if text and a.startswith(("/members/mycsp", "/control/mycsp"))}  # fmt: skip
    # The pages were really opened: the register of members, its downloads, the meeting, the polls.
    assert {"/members/mycsp/", "/members/mycsp.csv", "/control/mycsp/meetings/"} <= theirs
    assert any(re.fullmatch(r"/control/mycsp/meetings/[^/.]+/", address) for address in theirs)
    assert len(theirs) > 15
    assert pages["/run-elections/"]
    assert set(traces(pages, case)) <= {"/awards/", "/awards.csv", "/awards.json"}


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_with_a_conflict_no_letter_is_written(person, case, conflict):
    assert letters.write("message", to=person.email, case=case, reason="x", key="before")
    conflict(person, case)
    assert letters.write("message", to=person.email, case=case, reason="x", key="after") is None


def test_the_crawler_tries_every_route():
    assert len(list(routes())) == sum(1 for _ in routes(get_resolver().url_patterns)) > 100
