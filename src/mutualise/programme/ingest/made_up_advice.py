"""The demonstration's framework and its advice: suppliers, orders, time, outputs, payments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import fund, orders, outputs, suppliers
from mutualise.programme.ingest.made_up import HELD_FROM
from mutualise.programme.models import Award, Supplier
from mutualise.programme.rules.advice import LOTS

FIRMS = (("a", True), ("b", True), ("c", False), ("d", True))
OUTPUTS = {
    "LEGAL": ("Which legal form suits the service", "Forms compared, with a draft of the articles"),
    "TAX": ("VAT and corporation tax of the new body", "What is taxable, line by line"),
    "PLANNING": ("Business plan for the first five years", "Income, costs, cash and risks"),
    "PENSIONS": ("Keeping the pension of those who transfer", "Admission, bond, rate and exit"),
    "HR": ("Consulting staff on the transfer", "A timetable, and letters to adapt"),
    "MARKETING": ("Winning the second contract", "Who else buys the service, and how they buy"),
    "SOCIAL": ("Measuring social value", "Five measures with their sources"),
}


def open_framework(officer: Person) -> dict[str, tuple[Supplier, Person]]:
    """Four suppliers on all lots with their rates, each with one adviser, two in a consortium."""
    found = {}
    for letter, small in FIRMS:
        code = f"demonstration-supplier-{letter}"
        made = suppliers.add_supplier(
            by=officer, code=code, name=f"Demonstration supplier {letter.upper()}", small=small
        )
        for lot in LOTS:
            given = {"lot": lot, "valid_from": HELD_FROM}
            suppliers.add_fact(by=officer, supplier=made, kind="lots", given=given)
            rate = given | {"grade": "SENIOR", "day_rate_pence": 1_000_00}
            suppliers.add_fact(by=officer, supplier=made, kind="rates", given=rate)
        adviser = invite(
            email=f"adviser-{letter}@example.org", role=Role.ADVISER, organisation=code,
            job_title=f"Adviser of supplier {letter.upper()}", valid_from=HELD_FROM,
        )  # fmt: skip
        found[letter] = (made, adviser)
    group = suppliers.add_supplier(
        by=officer, code="demonstration-consortium", name="Demonstration consortium", small=True,
        consortium=True,
    )  # fmt: skip
    for letter in ("a", "b"):
        suppliers.add_fact(by=officer, supplier=found[letter][0], kind="consortia",
                           given={"consortium": group, "valid_from": HELD_FROM})  # fmt: skip
    return found


def advise(
    award: Award, *, lead: Person, people: dict[str, Person],
    firms: dict[str, tuple[Supplier, Person]], chance: Random, later: Callable[..., Any],
    finished: bool,
) -> None:  # fmt: skip
    """Buy two pieces of advice directly; all work is done and paid when `finished`, else half."""
    for turn, lot in enumerate(chance.sample(sorted(LOTS), 2)):
        supplier, adviser = firms[chance.choice(sorted(firms))]
        with later():
            days = chance.randint(3, 6)
            order = orders.place_order(
                award=award, by=people["programme-officer"], supplier=supplier, lot=lot,
                scope=OUTPUTS[lot][1], days=Decimal(days), price_pence=days * 1_000_00,
                reason="They know the service", due=clock.today() + timedelta(days=90),
            )  # fmt: skip
        with later():
            for _ in range(chance.randint(1, days + 1)):
                outputs.log_time(
                    order=order, by=adviser, on=clock.today(), minutes=150, note=OUTPUTS[lot][0]
                )
        if not finished and turn:
            continue
        with later():
            row = outputs.hand_in(
                order=order, by=adviser, title=OUTPUTS[lot][0], summary=OUTPUTS[lot][1],
                price_pence=order.price_pence, confidential=False, file=None,
            )  # fmt: skip
        if not finished and chance.random() < 0.4:
            continue
        with later():
            outputs.decide_output(output=row, by=lead, accepted=True, words="As agreed",
                                  shared=chance.random() < 0.7)  # fmt: skip
            fund.pay(
                award=award, order=order, amount_pence=order.price_pence, on=clock.today(),
                by=people["finance-officer"], reference=f"DEMO-{order.reference}",
                key=f"demonstration-pay-{order.reference}",
            )  # fmt: skip
