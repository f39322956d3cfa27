"""From an enquiry to the public register, through the pages, with the money right at every step."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps as django_apps
from django.test import Client

from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import confirmations, fund
from mutualise.programme.models import Assignment, Case, Letter
from mutualise.programme.queries.fund import position
from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.forecast import financial_year
from mutualise.programme.rules.milestones import STEPS
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.register.queries.facts import facts_of
from tests.filled import filled
from tests.programme.builders import holder, signed_in

pytestmark = pytest.mark.django_db


def day(name: str, value: date) -> dict[str, object]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def send(client: Client, address: str, **values: object):
    """Fill the form of a page and send it; it must be taken."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    given = filled(page) | values
    answer = client.post(address, given)
    assert answer.status_code == 302, (address, answer.status_code, errors(answer))
    # Sent again, by somebody who pressed twice or went back, it does nothing more.
    before = rows_of_every_table()
    again = client.post(address, given)
    assert again.status_code in (302, 404, 422), (address, again.status_code)
    assert rows_of_every_table() == before, address
    return answer


def rows_of_every_table() -> dict[str, int]:
    models = django_apps.get_app_config("programme").get_models()
    return {model.__name__: model._base_manager.count() for model in models}


def errors(page) -> list[str]:
    return re.findall(r'govuk-error-summary__list">(.*?)</ul>', page.content.decode(), re.DOTALL)


@pytest.fixture
def msp():
    """A fund of £10 million, £1 million of it in a budget."""
    payer = holder(Role.FINANCE_OFFICER)
    made = fund.open_fund(by=payer, code="msp", name="Mutuals Support Programme",
                          ceiling_pence=10_000_000_00, opens_on=date(2026, 4, 1),
                          closes_on=date(2029, 3, 31))  # fmt: skip
    budget = fund.add_budget(
        by=payer, fund=made, code="msp-2026", name="This year", year=financial_year(clock.today())
    )
    fund.allocate(by=payer, budget=budget, pence=1_000_000_00, words="First year", key="first")
    return made


def enquire(client: Client) -> str:
    send(
        client, "/support/enquiry/", email="lead@team.test", team="Riverside team",
        service="Community nursing", sector="community health", region="north-west",
        parent_body="Exampleshire Council", employees="120",
    )  # fmt: skip
    assert client.get("/support/enquiry/sent/").status_code == 200
    link = re.search(r"/support/enquiry/confirm/\S+/", Letter.objects.get().body)
    assert link
    send(client, link[0])
    return Case.objects.get().reference


def write_application(team: Client, sponsor: Client, home: str) -> None:
    for question in QUESTIONS:
        send(team, f"{home}answers/{question.key}/", text=f"About {question.key}")
    send(team, f"{home}objectives/add/", text="Fewer days lost", unit="days a year",
         start_value="9", target_value="7", **day("start_on", date(2026, 4, 1)),
         **day("target_on", date(2028, 4, 1)))  # fmt: skip
    for kind in ("HEADCOUNT", "COST", "ACTIVITY", "QUALITY", "ABSENCE"):
        send(team, f"{home}baseline/add/", kind=kind, value="120", unit="units",
             read_from="Annual report", **day("as_at", date(2026, 4, 1)))  # fmt: skip
    refused = team.post(f"{home}steps/submit/", filled(team.get(f"{home}steps/submit/")))
    assert "sponsor must certify" in "".join(errors(refused))
    send(sponsor, f"{home}people/join/")
    send(sponsor, f"{home}certify/", outcome="given", name="The sponsor", post="Chief executive")
    send(team, f"{home}steps/submit/")


def assess(officer: Client, file: str, people) -> None:
    for person in people:
        send(officer, f"{file}assessors/add/", assessor=person.pk,
             **day("due", clock.today() + timedelta(days=14)))  # fmt: skip
    for person in people:
        mine, task = signed_in(person), Assignment.objects.get(assessor=person)
        address = f"/programme/assessments/{task.pk}/"
        assert "Community nursing" not in mine.get(address).content.decode()
        send(mine, address, conflict="no")
        marks = {f"score-{c.code}": "3" for c in CRITERIA}
        reasons = {f"reasons-{c.code}": f"Reasons on {c.code}" for c in CRITERIA}
        send(
            mine,
            address,
            recommendation="AWARD",
            amount="60000",
            words="Worth it",
            **marks,
            **reasons,
        )


def plan_and_do(team: Client, home: str) -> None:
    send(team, f"{home}plan/begin/", **day("launch_on", clock.today() + timedelta(days=200)))
    done = {"LIABILITY_INFO": 40, "PENSIONS": 3, "TRANSFER": 0}
    for step in STEPS[:-1]:
        when = clock.today() - timedelta(days=done.get(step.code, 1))
        send(team, f"{home}plan/steps/{step.code.lower().replace('_', '-')}/",
             **day("done_on", when))  # fmt: skip


def test_from_an_enquiry_to_the_public_register(client, msp, settings):
    officer, checker = (signed_in(holder(Role.PROGRAMME_OFFICER)) for _ in range(2))
    decider, payer = (signed_in(holder(r)) for r in (Role.DECISION_MAKER, Role.FINANCE_OFFICER))
    reference = enquire(client)
    team = signed_in(Person.objects.get(email="lead@team.test"))
    home, file = f"/support/cases/{reference}/", f"/programme/cases/{reference}/"
    send(officer, f"{file}steps/invite/")
    send(team, f"{home}people/add/", email="chief@council.test", part="SPONSOR")
    write_application(team, signed_in(Person.objects.get(email="chief@council.test")), home)
    met = {f"met-{q}": "yes" for q in ("AREA", "PUBLIC_SERVICE", "LEAVING", "MUTUAL", "RECENT", "SPONSOR")}  # fmt: skip
    send(officer, f"{file}eligibility/", **met)
    send(officer, f"{file}steps/accept/")
    assess(officer, file, [holder(Role.ASSESSOR), holder(Role.ASSESSOR)])
    send(checker, f"{file}decide/pass-check/", words="Done properly")
    assert checker.get(f"{file}pack/").status_code == 200
    before = position(msp).whole
    send(decider, f"{file}award/", kind="GRANT", budget="msp-2026", amount="20,000",
         purpose="Legal and pensions advice", words="A strong case")  # fmt: skip
    after = position(msp).whole
    assert before["AVAILABLE"] - after["AVAILABLE"] == after["COMMITTED"] == 20_000_00
    send(team, f"{home}subsidy/", giver="The council", amount="1000", **day("given_on", date(2026, 5, 1)))  # fmt: skip
    read = filled(team.get(f"{home}subsidy/"))["read"]
    assert team.post(f"{home}subsidy/", {"confirm": "yes", "read": read}).status_code == 302
    send(team, f"{home}steps/accept-offer/")
    send(payer, f"{file}owe/", amount="20000", words="On acceptance")
    send(payer, f"{file}pay/", amount="20000", reference="FIN-1", **day("on", clock.today()))
    assert position(msp).whole["PAID"] == 20_000_00
    early = officer.post(f"{file}launch/", launch_form(reference))
    assert early.status_code == 422
    plan_and_do(team, home)
    send(officer, f"{file}launch/", **launch_form(reference))
    launched(client, reference)
    confirmed_later(client, team, reference)


def launch_form(reference: str) -> dict[str, object]:
    return {
        "name": "Riverside Community Nursing CIC", "code": "riverside-nursing",
        "legal_form": "CIC limited by guarantee", "nation": "england", "scheme": "GB-COH",
        "identifier": "99999999", **day("on", clock.today()),
    }  # fmt: skip


def launched(client: Client, reference: str) -> None:
    entry = client.get("/register/riverside-nursing/").content.decode()
    assert "Riverside Community Nursing CIC" in entry
    assert "Supported by a programme" in entry
    events = {event.kind for event in facts_of("riverside-nursing").events}
    assert events == {"launched", "supported"}
    figures = client.get("/support/figures.json").json()["rows"]
    by_item = {row["item"]: row for row in figures}
    assert by_item["Launched"]["number"] == 1
    assert by_item["Paid"]["pounds"] == by_item["Cost a launch"]["pounds"] == "20000.00"
    published = json.loads(client.get("/awards.json").content, parse_float=Decimal)
    assert published["grants"][0]["amountAwarded"] == Decimal("20000.00")
    assert reference in published["grants"][0]["id"]
    assert "£20,000" in client.get("/support/fund/").content.decode()


def confirmed_later(client: Client, team: Client, reference: str) -> None:
    """Six months on the mutual is asked; only its own word makes the outcome count."""
    assert confirmations.ask_due(clock.today() + timedelta(days=190)) == 1
    link = re.search(
        r"/support/confirm/\S+/", Letter.objects.get(template="confirmation_asked").body
    )
    assert link
    page = client.get(link[0])
    assert "£20,000" in page.content.decode()
    bad = client.post(link[0], {"confirmed": "no", "counterfactual": "LATER"})
    assert bad.status_code == 422
    send(client, link[0], confirmed="yes", counterfactual="LATER")
    found = client.get("/support/figures.json").json()["rows"]
    assert [r["number"] for r in found if r["item"] == "Confirmed by the mutual"] == [1]
