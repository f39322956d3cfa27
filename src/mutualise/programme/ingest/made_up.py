"""What the demonstration is made of: its staff, how far cases go, services, regions, reasons."""

from __future__ import annotations

from datetime import date

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import fund
from mutualise.programme.models import Budget
from mutualise.programme.rules.reasons import Reason
from mutualise.programme.rules.states import State

HELD_FROM = date(2025, 1, 1)
STAFF = {
    "programme-officer@example.org": (Role.PROGRAMME_OFFICER, "Programme officer"),
    "second-officer@example.org": (Role.PROGRAMME_OFFICER, "Second programme officer"),
    "assessor-1@example.org": (Role.ASSESSOR, "First assessor"),
    "assessor-2@example.org": (Role.ASSESSOR, "Second assessor"),
    "decision-maker@example.org": (Role.DECISION_MAKER, "Decision maker"),
    # An appeal is decided by somebody who did not decide the case before.
    "second-decision-maker@example.org": (Role.DECISION_MAKER, "Second decision maker"),
    "finance-officer@example.org": (Role.FINANCE_OFFICER, "Finance officer"),
}


def staff() -> dict[str, Person]:
    """The people of the demonstration by the local part of their address."""
    return {
        email.partition("@")[0]: invite(
            email=email, role=role, job_title=title, valid_from=HELD_FROM
        )
        for email, (role, title) in STAFF.items()
    }


# How a made-up figure of a team's baseline is drawn: by how much, below what, and in what unit.
BASELINE = {
    "HEADCOUNT": (1, 501, "people"), "COST": (10_000, 501, "pounds"), "ACTIVITY": (10, 501, "visits"),
    "QUALITY": (1, 101, "per cent content"), "ABSENCE": (2, 16, "days"),
}  # fmt: skip


def within(label: str) -> str:
    """A label inside a sentence; names of places keep their capitals."""
    return label[0].lower() + label[1:]


# How many cases go how far.
ENDS = (
    [State.DECLINED] * 38 + [State.WITHDRAWN] * 12 + [State.ENQUIRY] * 12 + [State.DRAFTING] * 11
    + [State.SUBMITTED] * 5 + [State.INELIGIBLE] * 2 + [State.ASSESSING] * 4 + [State.DECIDING] * 3
    + [State.DEFERRED] + [State.REFUSED] * 3 + [State.AWARDED] + [State.DELIVERING] * 12
    + [State.STOPPED] * 2 + [State.LAUNCHED] * 4
)  # fmt: skip
SERVICES = (
    ("Community nursing", "community health"), ("Libraries", "libraries and culture"),
    ("Youth services", "youth services"), ("Adult social care", "adult social care"),
    ("Fire prevention", "fire and rescue"), ("Music education", "education"),
    ("Housing advice", "housing"), ("Leisure centres", "leisure"),
)  # fmt: skip
REGIONS = (
    "north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "west-midlands",
    "east-of-england", "london", "south-east", "south-west", "wales",
)  # fmt: skip
# How long before its launch a team was done with each step.
DAYS_BEFORE_LAUNCH = {
    "OPTIONS": 200, "OUTLINE_CASE": 180, "PRINCIPLE": 150, "CONSULTATION": 100, "BALLOT": 90,
    "FULL_CASE": 80, "APPROVAL": 60, "INCORPORATION": 50, "CONTRACT": 20, "LIABILITY_INFO": 40,
    "PENSIONS": 3, "ASSETS": 2, "TRANSFER": 0,
}  # fmt: skip
STOPS = (
    Reason.TOO_EARLY, Reason.TOO_EARLY, Reason.TOO_EARLY, Reason.NO_SPONSOR, Reason.NO_ANSWER,
    Reason.MONEY_DOES_NOT_WORK, Reason.BETTER_IN_HOUSE, Reason.NO_SERVICE_TO_CONTRACT,
)  # fmt: skip


def open_fund(payer: Person) -> list[Budget]:
    """The fund of the demonstration with a budget for each of two years."""
    made = fund.open_fund(
        by=payer, code="demonstration", name="Demonstration support fund",
        ceiling_pence=10_000_000_00, opens_on=date(2025, 4, 1), closes_on=date(2028, 3, 31),
        demonstration=True,
    )  # fmt: skip
    budgets = []
    for year, pence in ((2025, 2_000_000_00), (2026, 3_500_000_00)):
        budget = fund.add_budget(
            by=payer, fund=made, code=f"demonstration-{year}", name=f"{year} to {year + 1}",
            year=year,
        )  # fmt: skip
        fund.allocate(by=payer, budget=budget, pence=pence, words="Budget of the year",
                      key=f"demonstration-{year}")  # fmt: skip
        budgets.append(budget)
    return budgets
