"""People and cases for tests: a case is put at a state by its events, without its history's deeds."""

from __future__ import annotations

from collections import deque
from datetime import date
from itertools import count

from django.test import Client

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Account,
    Award,
    Baseline,
    Budget,
    Case,
    CaseEvent,
    CaseMember,
    Fund,
    Objective,
    Posting,
    Supplier,
    WorkOrder,
)
from mutualise.programme.rules.forecast import financial_year
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.ledger import account_code
from mutualise.programme.rules.stages import TRANSITIONS, Transition
from mutualise.programme.rules.states import State
from tests.signing_in import sign_in

LONG_AGO = date(2014, 1, 1)
_numbers = count(1)


def holder(role: Role, organisation: str = "") -> Person:
    """A new person who holds the role."""
    name = f"{role.value.lower().replace('_', '-')}-{next(_numbers)}@example.org"
    return invite(email=name, role=role, organisation=organisation, valid_from=LONG_AGO)


def at_work(email: str, role: Role = Role.PROGRAMME_OFFICER) -> Person:
    """A person of that address who holds the role."""
    return invite(email=email, role=role, valid_from=LONG_AGO)


def stranger() -> Person:
    """A new person who holds no role."""
    return Person.objects.create_user(f"person-{next(_numbers)}@example.org")


def signed_in(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def way_to(state: State) -> list[tuple[Transition, State | None]]:
    """The shortest chain of transitions from nothing to `state`, each with where it starts."""
    queue: deque[tuple[State | None, list[tuple[Transition, State | None]]]] = deque([(None, [])])
    seen: set[State | None] = {None}
    while queue:
        at, way = queue.popleft()
        if at is state:
            return way
        for step in TRANSITIONS:
            if at in step.sources and step.target not in seen:
                seen.add(step.target)
                queue.append((step.target, [*way, (step, at)]))
    raise AssertionError(state)


def case_at(state: State = State.ENQUIRY, *, lead: Person | None = None, **fields: object) -> Case:
    """A case at a state, with a team lead."""
    number = next(_numbers)
    given = {
        "reference": f"PSM-T{number}",
        "team": f"Team {number}",
        "service": "Community health services",
        "sector": "Health",
        "region": "north-west",
        "parent_body": f"Exampleshire Council {number}",
    } | fields
    case = Case.objects.create(**given, parent_key=key_of(str(given["parent_body"])))
    lead = lead or stranger()
    CaseMember.objects.create(case=case, person=lead, part="LEAD")
    for position, (step, start) in enumerate(way_to(state), 1):
        CaseEvent.objects.create(
            case=case, number=position, name=step.name, source=start or "",
            target=step.target.value, by=lead, words="For the test",
            code="OTHER" if step.coded else "",
        )  # fmt: skip
    return Case.objects.with_state().get(pk=case.pk)


def member_of(case: Case, person: Person, **more: object) -> CaseMember:
    """Somebody in the team of a case, as a colleague unless another part is given."""
    return CaseMember.objects.create(**{"case": case, "person": person, "part": "COLLEAGUE"} | more)


def give_objectives_and_baseline(case: Case) -> None:
    """What no award can be made without."""
    Objective.objects.create(
        case=case, text="Fewer days lost to sickness", unit="days an employee a year",
        start_value=9, start_on=date(2026, 4, 1), target_value=7, target_on=date(2028, 4, 1),
    )  # fmt: skip
    for kind in Baseline.Kind.values:
        Baseline.objects.create(
            case=case, kind=kind, value=10, unit="units", as_at=date(2026, 4, 1),
            read_from="Annual report",
        )  # fmt: skip


def budget_of(pence: int, year: int | None = None) -> Budget:
    """A budget of this financial year, or of another, with money available, in a fund of its own with
    that ceiling."""
    name, year = f"fund-{next(_numbers)}", year or financial_year(clock.today())
    fund = Fund.objects.create(
        code=name, name=name, ceiling_pence=pence, opens_on=date(year, 4, 1),
        closes_on=date(year + 3, 3, 31),
    )  # fmt: skip
    budget = Budget.objects.create(fund=fund, code=f"{name}-{year}", name=name, year=year)
    granted = account("AUTHORITY", fund, floor_pence=-pence)
    spare, available = account("UNALLOCATED", fund), account("AVAILABLE", fund, budget)
    post("OPENING", granted, spare, pence)
    post("ALLOCATION", spare, available, pence)
    return budget


def account(
    kind: str, fund: Fund, budget: Budget | None = None, award: Award | None = None, **more: object
) -> Account:
    code = account_code(
        kind, fund=fund.code, budget=budget.code if budget else "",
        award=award.case.reference if award else "",
    )  # fmt: skip
    return Account.objects.get_or_create(
        code=code, defaults={"kind": kind, "fund": fund, "budget": budget, "award": award} | more
    )[0]


def post(kind: str, source: Account, target: Account, pence: int, **more: object) -> Posting:
    return Posting.objects.create(
        kind=kind, source=source, target=target, amount_pence=pence, on=date(2026, 6, 1),
        key=f"test-{next(_numbers)}", **more,
    )  # fmt: skip


def award_of(
    case: Case, pence: int, budget: Budget | None = None, kind: str = "ADVICE", **more: object
) -> Award:
    """An award as a row, with its commitment posted."""
    budget = budget or budget_of(pence)
    award = Award.objects.create(
        case=case, kind=kind, budget=budget, amount_pence=pence, purpose="Advice",
        decided_by=stranger(), **more,
    )  # fmt: skip
    post(
        "COMMITMENT", account("AVAILABLE", budget.fund, budget),
        account("COMMITTED", budget.fund, budget, award), pence,
    )  # fmt: skip
    return award


def supplier(**fields: object) -> Supplier:
    number = next(_numbers)
    given = {"code": f"supplier-{number}", "name": f"Supplier {number}", "small": True} | fields
    return Supplier.objects.create(**given, name_key=key_of(str(given["name"])))


def order_of(
    award: Award, of: Supplier | None = None, pence: int = 100_00, **more: object
) -> WorkOrder:
    """A work order as a row, without its call-off."""
    given = {
        "reference": f"WO-T{next(_numbers)}", "award": award, "supplier": of or supplier(),
        "lot": "LEGAL", "scope": "Advice", "days": 2, "price_pence": pence, "method": "DIRECT",
        "method_reason": "Small", "placed_by": stranger(), "due": date(2026, 12, 1),
    } | more  # fmt: skip
    return WorkOrder.objects.create(**given)
