"""Every form of the programme: bad input is refused with a message, and nothing changes."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.test import Client

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import Assignment, Interest, Posting
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import award_of, case_at, holder, signed_in, stranger, supplier
from tests.programme.test_guards import assessed

pytestmark = pytest.mark.django_db
OFFICER, DECIDER, PAYER, ASSESSOR = (
    Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE_OFFICER, Role.ASSESSOR,
)  # fmt: skip
TEAM, STAFF = "/support/cases/{case}/", "/programme/cases/{case}/"
# Address, whose page it is (a role, or the team of the case), where the case stands.
FORMS = [
    ("/support/enquiry/", None, State.ENQUIRY),
    (TEAM + "answers/services/", "team", State.DRAFTING),
    (TEAM + "objectives/add/", "team", State.DRAFTING),
    (TEAM + "baseline/add/", "team", State.DRAFTING),
    (TEAM + "people/add/", "team", State.DRAFTING),
    (TEAM + "people/hand-over/", "team", State.DRAFTING),
    (TEAM + "files/add/", "team", State.DRAFTING),
    (TEAM + "messages/add/", "team", State.DRAFTING),
    (TEAM + "steps/withdraw/", "team", State.DRAFTING),
    (TEAM + "steps/appeal/", "team", State.REFUSED),
    (TEAM + "steps/apply-again/", "team", State.WITHDRAWN),
    (TEAM + "subsidy/", "team", State.AWARDED),
    (TEAM + "plan/begin/", "team", State.DELIVERING),
    (TEAM + "risks/add/", "team", State.DELIVERING),
    ("/your-data/erase/", "team", State.DECLINED),
    (STAFF + "steps/decline/", OFFICER, State.ENQUIRY),
    (STAFF + "steps/request-changes/", OFFICER, State.SUBMITTED),
    (STAFF + "steps/stop/", OFFICER, State.DELIVERING),
    (STAFF + "eligibility/", OFFICER, State.SUBMITTED),
    (STAFF + "messages/add/", OFFICER, State.DRAFTING),
    (STAFF + "assessors/add/", OFFICER, State.ASSESSING),
    (STAFF + "conflict/", OFFICER, State.ASSESSING),
    (STAFF + "moderate/", OFFICER, State.MODERATING),
    (STAFF + "decide/pass-check/", OFFICER, State.CHECKING),
    (STAFF + "decide/refuse/", DECIDER, State.DECIDING),
    (STAFF + "award/", DECIDER, State.DECIDING),
    (STAFF + "award/vary/", DECIDER, State.DELIVERING),
    (STAFF + "award/release/", PAYER, State.LAUNCHED),
    (STAFF + "orders/add/", OFFICER, State.DELIVERING),
    (STAFF + "competitions/add/", OFFICER, State.DELIVERING),
    (STAFF + "launch/", OFFICER, State.DELIVERING),
    (STAFF + "owe/", PAYER, State.DELIVERING),
    (STAFF + "pay/", PAYER, State.DELIVERING),
    ("/programme/supplier/add/", OFFICER, State.ENQUIRY),
    ("/programme/suppliers/{supplier}/lots/add/", OFFICER, State.ENQUIRY),
    ("/programme/suppliers/{supplier}/rates/add/", OFFICER, State.ENQUIRY),
    ("/programme/suppliers/{supplier}/interests/add/", OFFICER, State.ENQUIRY),
    ("/programme/interests/", OFFICER, State.ENQUIRY),
    ("/programme/interests/{interest}/withdraw/", OFFICER, State.ENQUIRY),
    ("/programme/assessments/{task}/", ASSESSOR, State.ASSESSING),
    ("/programme/fund/open/", PAYER, State.DELIVERING),
    ("/programme/fund/budgets/add/", PAYER, State.DELIVERING),
    ("/programme/fund/budgets/{budget}/allocate/", PAYER, State.DELIVERING),
    ("/programme/fund/postings/{posting}/", PAYER, State.DELIVERING),
    ("/programme/fund/extracts/", PAYER, State.DELIVERING),
]
HOSTILE = "<script>alert('here')</script>"
# A blank is the way to erase an answer of the draft: nothing is wrong with it.
BLANK_IS_FINE = (TEAM + "answers/services/",)
KINDS = ("empty", "too long", "hostile", "wrong type")


def world(whose, state: State) -> SimpleNamespace:
    """A case at the state with all a form may need, and the one whose page it is, signed in."""
    lead = stranger()
    case = case_at(state, lead=lead)
    if state is State.MODERATING:
        assessed(case, holder(ASSESSOR), (0, 4))
    with_award = state in (State.AWARDED, State.DELIVERING, State.LAUNCHED)
    award = award_of(case, 50_000_00, kind="GRANT" if state is not State.DELIVERING else "ADVICE") if with_award else None  # fmt: skip
    person = lead if whose in (None, "team") else holder(whose)
    task = Assignment.objects.create(
        case=case, assessor=person, due=date(2030, 1, 1), assigned_by=lead, no_conflict_at="2026-01-01T00:00Z",
    ) if whose is ASSESSOR else None  # fmt: skip
    tie = Interest.objects.create(
        person=person, kind="OTHER", organisation="A", organisation_key="a", valid_from=date(2020, 1, 1)
    ) if whose != "team" and whose else None  # fmt: skip
    names = {
        "case": case.reference, "supplier": supplier().code, "task": task and task.pk,
        "interest": tie and tie.pk, "budget": award and award.budget.code,
        "posting": award and Posting.objects.filter(target__award=award).get().pk,
    }  # fmt: skip
    client = Client() if whose is None else signed_in(person)
    return SimpleNamespace(names=names, client=client, case=case)


def bad(page, kind: str) -> dict[str, object]:
    """What the page's form would send, made bad in one way in every field."""
    given = {n: v for n, v in filled(page).items() if n not in ("csrfmiddlewaretoken", "confirm")}
    kept = {n: v for n, v in given.items() if n in ("once", "seen", "over", "read", "step")}
    typed = [n for n in fields(page) if n not in kept]
    filler = {"empty": "", "too long": "x" * 30_000, "wrong type": "\N{SNOWMAN} no", "hostile": HOSTILE}[kind]  # fmt: skip
    return kept | dict.fromkeys(typed, filler)


def fields(page) -> list[str]:
    import re

    main = page.content.decode().partition("<main")[2]
    found = re.findall(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"', main)
    return [n for n in dict.fromkeys(found) if n not in ("csrfmiddlewaretoken", "confirm", "q")]


def everything_there_is() -> dict[str, list[tuple]]:
    ours = [*apps.get_app_config("programme").get_models(), *apps.get_app_config("accounts").get_models()]  # fmt: skip
    return {m.__name__: list(m._base_manager.order_by("pk").values_list()) for m in ours}


@pytest.mark.parametrize(("address", "whose", "state"), FORMS, ids=[each[0] for each in FORMS])
def test_bad_input_is_refused_with_a_message_and_changes_nothing(address, whose, state):
    made = world(whose, state)
    address_ = address.format(**made.names)
    page = made.client.get(address_)
    assert page.status_code == 200, (address_, page.status_code)
    before = everything_there_is()
    for kind in KINDS[:2]:
        if kind == "empty" and address in BLANK_IS_FINE:
            continue
        refused(made.client.post(address_, bad(page, kind)), (address_, kind))
    assert everything_there_is() == before
    # Words are words: where nothing else is asked for they are kept, and shown as text.
    for kind in KINDS[2:]:
        answer = made.client.post(address_, bad(page, kind))
        assert HOSTILE not in answer.content.decode()
        if typed_otherwise(page):
            refused(answer, (address_, kind))
            assert everything_there_is() == before
        elif answer.status_code == 302:
            assert HOSTILE not in made.client.get(answer["Location"]).content.decode()
            break


def refused(answer, where: object) -> None:
    text = answer.content.decode()
    assert answer.status_code == 422, (where, answer.status_code)
    assert "govuk-error-summary" in text
    assert "Error: " in text[: text.index("</title>")]


def typed_otherwise(page) -> bool:
    """Whether the form has anything but free text."""
    main = page.content.decode().partition("<main")[2]
    return any(mark in main for mark in ('type="radio"', "<select", 'inputmode="', 'type="email"', "-day"))  # fmt: skip


@pytest.mark.parametrize(
    ("address", "whose", "state"), [each for each in FORMS if "{case}" in each[0]],
    ids=[each[0] for each in FORMS if "{case}" in each[0]],
)  # fmt: skip
def test_somebody_elses_link_is_no_page_and_changes_nothing(address, whose, state):
    made = world(whose, state)
    address_ = address.format(**made.names)
    other = stranger()
    case_at(state, lead=other)
    conflicted = holder(OFFICER)
    for role in (DECIDER, PAYER, ASSESSOR):
        invite(email=conflicted.email, role=role, valid_from=date(2014, 1, 1))
    Interest.objects.create(
        person=conflicted, kind="EMPLOYER", organisation=made.case.parent_body,
        organisation_key=made.case.parent_key, valid_from=date(2020, 1, 1),
    )  # fmt: skip
    before = everything_there_is()
    for client, allowed in ((Client(), (302,)), (signed_in(other), (403, 404)), (signed_in(conflicted), (404,))):  # fmt: skip
        # A first sign-in writes the time of it.
        before = before | {"Person": everything_there_is()["Person"]}
        for answer in (client.get(address_), client.post(address_, {"words": "x", "text": "x"})):
            assert answer.status_code in allowed, (address_, answer.status_code)
    assert everything_there_is() == before
