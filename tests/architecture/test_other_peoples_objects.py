"""Every route about somebody's object, made from the routes themselves: its owner opens it; whoever
has the same role elsewhere, or a conflict, opens nothing and changes nothing, by GET or by POST."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mutualise.accounts.models import RoleHolding
from mutualise.accounts.permissions import may_open
from mutualise.accounts.rules.roles import Access, Role
from mutualise.programme.models import Interest
from mutualise.programme.rules.states import State
from mutualise.web.middleware import access_of
from tests.all_rows import rows_of
from tests.architecture.test_routes import OURS
from tests.governance.election_builders import mutual, open_election, quick_keys
from tests.governance.meeting_builders import held_and_written
from tests.programme.builders import (
    LONG_AGO,
    award_of,
    case_at,
    holder,
    order_of,
    signed_in,
    stranger,
    supplier,
)
from tests.programme.every_form import FORMS
from tests.whole_case import whole_case

pytestmark = pytest.mark.django_db
STAFF = (Role.PROGRAMME_OFFICER, Role.ASSESSOR, Role.DECISION_MAKER, Role.FINANCE_OFFICER)
OF_A_BODY = (Role.REPRESENTATIVE, Role.COMPANY_SECRETARY, Role.SCRUTINEER, Role.ELECTION_CLERK)
ABOUT_AN_OBJECT = [
    (route, access)
    for route, pattern in OURS
    if "<" in route and (access := access_of(pattern.callback, pattern.name)) is not Access.ANYONE
]
# Objects that belong to nobody, or to the whole office: which of its people may, their role says.
NOBODYS = {
    "editor/": "the register is one, and all its editors keep it",
    "programme/fund/budgets/": "a budget is the fund's, and no case's",
    "programme/fund/extracts/": "an extract is of the whole finance system",
    "programme/suppliers/": "suppliers are of the framework, and no case's",
    "programme/training/<int:number>/cancel/": "a session is for several cases",
    "programme/training/<int:number>/$": "a session is for several cases; its bookings are asked for",
    "accounts/": "about the signed-in person alone",
    "programme/interests/": "asked for below with another person's interest",
}
# A page that opens at another stage than that of the world below; `every_form` tries some of them.
OTHER_STAGE = {
    "run-elections/<slug:reference>/vacancies/<int:number>/": "after a result, test_vacant_seats",
    "run-elections/<slug:reference>/objections/<int:number>/": "of an objection, test_roll_inspected",
    "run-elections/<slug:reference>/contests/<slug:contest>/nominations/<int:number>/photograph/": "where one was given, test_election_pages",
    "run-elections/<slug:reference>/contests/<slug:contest>/layers/": "after the close, test_elections",
    "members/<slug:code>/<int:number>/shares/<int:row>/withdraw/": "of shares, test_members",
    "members/<slug:code>/<int:number>/correct/<int:row>/": "of a row of the book, test_members",
    "control/<slug:organisation>/meetings/<slug:reference>/resolutions/confirm/": "after a first meeting, test_meetings",
    "control/<slug:organisation>/meetings/<slug:reference>/adjournments/": "after an adjournment, test_told_of_adjournments",
    "control/<slug:organisation>/meetings/<slug:reference>/notice/directors/": "where one is no member, test_told_and_withdrawn",
    "control/<slug:organisation>/majorities/": "of a society, test_own_majorities",
    "members/<slug:code>/open/": "of a body without a register, test_members",
    "members/<slug:code>/directors/<int:number>/": "of a director",
    "members/<slug:code>/directors/ties/": "of a tie, test_told_and_withdrawn",
    "members/<slug:code>/inspection/<int:number>/<slug:verb>/": "of a request",
    "run-elections/<slug:reference>/signing-machine/": "of a key kept elsewhere, test_own_signing_key",
    "support/cases/<slug:reference>/people/join/": "by an invitation, test_invited_judges",
    "run-elections/<slug:reference>/steps/": "a step at its stage, test_election_pages",
    "run-elections/<slug:reference>/seats/": "after the result, test_seats",
    "run-elections/<slug:reference>/vacancies/": "after the result, test_vacant_seats",
}


def begins(route: str, with_any: dict[str, str]) -> bool:
    """Whether a route begins with one of the keys; a key that ends with $ is the whole of it."""
    return any(f"{route}$".startswith(each) for each in with_any)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = settings.VAR = tmp_path
    quick_keys(monkeypatch)


def somebody_of(*roles: Role, organisation: str = ""):
    made = holder(roles[0], organisation)
    for role in roles[1:]:
        # Past what refuses secretary, scrutineer and clerk in one: whoever has every role sees the most.
        RoleHolding.objects.create(person=made, role=role, organisation=organisation, valid_from=LONG_AGO)  # fmt: skip
    return made


@pytest.fixture
def world():
    """A whole case, a mutual with an open poll and one that held a meeting; and whose they are."""
    whole = whole_case()
    body, election, _ = open_election()
    meeting, written = held_and_written()
    code = body.organisation.code
    whole.values += [
        ("members/|run-elections/call/", {"code": code, "number": 1}),
        ("run-elections/<", {"reference": election.reference, "contest": "nurses", "number": 1, "verb": "cancel"}),
        ("control/", {"organisation": "held", "reference": meeting.reference}),
        ("control/.*resolutions/<", {"reference": written.reference}),
    ]  # fmt: skip
    whole.owners = [
        whole.lead,
        somebody_of(*STAFF),
        holder(Role.ADVISER, whole.firm.code),
        somebody_of(*OF_A_BODY, organisation=code),
        somebody_of(*OF_A_BODY, organisation="held"),
        holder(Role.REPRESENTATIVE, "mycsp"),
    ]
    return whole


def others(whole):
    """The same roles elsewhere: another team, firm and mutual; and staff with a conflict."""
    lead, firm, body = stranger(), supplier(), mutual().organisation.code
    order_of(award_of(case_at(State.DELIVERING, lead=lead), 9_00), firm, 5_00)
    conflicted = somebody_of(*STAFF)
    Interest.objects.create(
        person=conflicted, kind="EMPLOYER", organisation=whole.case.parent_body,
        organisation_key=whole.case.parent_key, valid_from=date(2020, 1, 1),
    )  # fmt: skip
    return [
        lead,
        conflicted,
        holder(Role.ADVISER, firm.code),
        somebody_of(*OF_A_BODY, organisation=body),
    ]


def all_rows() -> dict[str, list[tuple]]:
    return rows_of("accounts", "programme", "governance", "register", "evidence")


def test_every_route_about_an_object_is_filled_with_one(world):
    assert len(ABOUT_AN_OBJECT) > 120
    assert not [route for route, _ in ABOUT_AN_OBJECT if "<" in world.address_of(route)]


def test_each_object_is_opened_by_whoever_it_belongs_to(world):
    """Or what is refused to others below would prove nothing."""
    forms = [re.sub(r"\{\w+\}", "x", each.address) for each in FORMS]
    clients = [(each, signed_in(each)) for each in world.owners]
    left = []
    for route, access in ABOUT_AN_OBJECT:
        form = re.compile(re.sub(r"<[^>]+>", "[^/]+", "/" + route))
        if begins(route, NOBODYS | OTHER_STAGE) or any(map(form.fullmatch, forms)):
            continue
        codes = []
        for person, client in clients:
            if not may_open(person, access):
                continue
            codes.append(client.get(world.address_of(route)).status_code)
            if codes[-1] in (200, 302, 405):
                break
        else:
            left.append((route, codes))
    assert not left, "\n".join(map(str, left))


def test_nobody_opens_or_changes_what_is_other_peoples(world):
    people = [(each, signed_in(each)) for each in others(world)]
    sent = {"words": "x", "text": "x", "code": "OTHER", "sure": "on", "reason": "x", "email": "a@example.org"}  # fmt: skip
    before, let_in, asked = all_rows(), [], 0
    for route, access in ABOUT_AN_OBJECT:
        if begins(route, NOBODYS):
            continue
        address = world.address_of(route)
        for person, client in people:
            if not may_open(person, access):
                continue  # Their role alone keeps them out: test_routes.
            for answer in (client.get(address), client.post(address, sent)):
                asked += 1
                if answer.status_code not in (403, 404, 405):
                    let_in.append((route, str(person), answer.status_code))
    assert not let_in, "\n".join(map(str, let_in))
    assert asked > 400
    after = all_rows()
    assert [name for name in before if before[name] != after[name]] == []
