"""A made-up mutual with 300 employees, so that the member register can be seen at work.

People are numbers (“Employee 001”); every deed goes through the actions people use, with a fixed
seed, so it is the same each time. The body is marked as a demonstration wherever it shows.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.models import Person
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.governance import models
from mutualise.governance.actions import directors, members, shares
from mutualise.governance.actions.payroll import fingerprint, preview, take_in
from mutualise.governance.actions.ratios import publish_ratios
from mutualise.governance.ingest.demonstration_election import hold_an_election
from mutualise.governance.ingest.demonstration_meetings import (
    hold_at_the_mutual,
    hold_at_the_society,
)
from mutualise.governance.ingest.made_up import (
    CODE,
    HELD_FROM,
    NAME,
    SOCIETY,
    SOCIETY_NAME,
    staff,
)
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.membership import Ended, Kind
from mutualise.governance.rules.mobile import DRAMA
from mutualise.governance.rules.payroll import Paid
from mutualise.governance.rules.statutory import LegalForm, Votes
from mutualise.register.actions.amendments import propose_amendment
from mutualise.register.actions.launch import Launch, record_launch
from mutualise.register.queries.editing import organisation_called
from mutualise.register.queries.entry import organisation_exists

SEED, EMPLOYEES, NOT_MEMBERS = 300, 300, 20
OPENED, LATER = date(2026, 1, 5), date(2026, 10, 1)
CLASSES = (
    ("nurses", "Nurses and therapists", Kind.STAFF),
    ("support", "Support and administration", Kind.STAFF),
    ("trust", "Employee trust", Kind.TRUST),
    ("partners", "Partners", Kind.PARTNER),
)
SHARED = (265, 270)
SITES = ("North clinic", "South clinic", "Head office")


def listed(count: int = EMPLOYEES) -> list[Paid]:
    """The made-up payroll list: the last twenty have not joined."""
    chance = random.Random(SEED)  # noqa: S311 - made-up data
    return [
        Paid(
            row=number + 1, employee_number=f"E{number:04d}", name=f"Employee {number:03d}",
            email=f"employee-{number:03d}@example.org",
            address=f"{chance.choice(SITES)}, Demonstration Street {chance.randint(1, 90)}",
            constituency="nurses" if chance.random() < 0.65 else "support",
            member=number <= count - NOT_MEMBERS, mobile=_mobile(number),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def _mobile(number: int) -> str:
    """A number for every fifth, of those that Ofcom keeps for drama; two of them share one, as couples do."""
    if number % 5:
        return ""
    return f"{DRAMA}{SHARED[0] if number in SHARED else number:03d}"


@transaction.atomic
def fill(progress: Callable[[str], None] = lambda said: None) -> int:
    """Make the demonstration mutual; says how many members it has, 0 when it was there already."""
    people = staff()
    if models.MemberRegister.objects.filter(organisation_id=CODE).exists():
        return 0
    by = people["company-secretary"]
    with _on(OPENED):
        _enter_bodies()
        register = _open(by)
        progress("a list of 300 employees")
        people_listed = listed()
        take_in(
            by=by, register=register, listed=people_listed, on=OPENED,
            read_from="demonstration-payroll.csv",
            seen=fingerprint(preview(register, people_listed, OPENED)), answers={},
        )  # fmt: skip
        _allot(by, register)
        _seat(by, register)
        publish_ratios(by=by, organisation=CODE, on=OPENED)
    progress("meetings and resolutions")
    hold_at_the_mutual(by, register)
    hold_at_the_society(by)
    hold_an_election(people, register, progress)
    with _on(LATER):
        _change(by, register)
        publish_ratios(by=by, organisation=CODE, on=LATER)
        _propose(people["representative"])
    return register.members.count()


def _on(day: date) -> Any:
    return clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 10)))


def _enter_bodies() -> None:
    officer = invite(
        email="programme-officer@example.org", role=Role.PROGRAMME_OFFICER,
        job_title="Programme officer", valid_from=HELD_FROM,
    )  # fmt: skip
    for code, name, form in (
        (CODE, NAME, "CIC limited by shares"), (SOCIETY, SOCIETY_NAME, "co-operative society"),
    ):  # fmt: skip
        if organisation_exists(code):
            continue
        record_launch(
            by=officer,
            launch=Launch(
                code=code, name=name, legal_form=form, sector="community health",
                region="yorkshire-and-the-humber", nation="england",
                parent_body="Demonstration health trust", launched_on=OPENED, supported_from=None,
                scheme="", identifier="", case=code, url="", demonstration=True,
            ),
        )  # fmt: skip


def _propose(by: Person) -> None:
    """Two proposals that wait for an editor of the register."""
    event = {
        "event": "renamed", "date": "2026-09-01", "detail": "To a shorter name",
        "source_title": "Notice of the change of name (demonstration)",
    }  # fmt: skip
    entry = {
        "sector": "community health and social care", "change": Change.UPDATE.value,
        "valid_from": "2026-09-01",
    }  # fmt: skip
    for kind, cells in (("events", event), ("organisations", entry)):
        propose_amendment(
            by=by, organisation=cast(Any, organisation_called(CODE)), kind=kind, cells=cells,
            reason="Made up, to show how a mutual amends its entry.",
        )  # fmt: skip


def _open(by: Person) -> models.MemberRegister:
    register = members.open_register(
        by=by, code=CODE, form=LegalForm.CIC_SHARES, votes=Votes.MEMBER, guarantee_pence=None,
        on=OPENED, demonstration=True,
    )  # fmt: skip
    for code, name, kind in CLASSES:
        members.add_constituency(by=by, register=register, code=code, name=name, kind=kind)
    return register


def _allot(by: Person, register: models.MemberRegister) -> None:
    """A one-pound share for each employee member, fifty for the trust, seventy for the partner."""
    pound = shares.add_share_class(
        by=by, register=register, code="ordinary", name="Ordinary £1 share", nominal_pence=100
    )
    classes = {each.code: each for each in register.constituencies.all()}
    holders = [(member, 1) for member in register.members.order_by("number")]
    for name, code, quantity in (
        ("Demonstration trust", "trust", 50),
        ("Demonstration partner", "partners", 70),
    ):
        body = members.admit(
            by=by, register=register, about={"name": name, "address": "Demonstration Street 1"},
            constituency=classes[code], employee=False, on=OPENED,
        )  # fmt: skip
        holders.append((body, quantity))
    for member, quantity in holders:
        shares.move_shares(
            by=by, share_class=pound, quantity=quantity, on=OPENED, target=member, paid_pence=100
        )


def _seat(by: Person, register: models.MemberRegister) -> None:
    for number, (chosen, code) in enumerate(
        ((Chosen.EMPLOYEES, "nurses"), (Chosen.EMPLOYEES, "support"), (Chosen.TRUST, "trust"),
         (Chosen.PARTNER, "partners"), (Chosen.BOARD, "")), 1,
    ):  # fmt: skip
        directors.begin_term(
            by=by, register=register, name=f"Director {number}", chosen=chosen, on=OPENED,
            term_ends_on=date(2029, 1, 5),
            constituency=register.constituencies.filter(code=code).first(),
        )  # fmt: skip


def _change(by: Person, register: models.MemberRegister) -> None:
    """What a year brings: one moves, one sells their share to the trust and leaves."""
    found = {each.number: each for each in register.members.all()}
    support = register.constituencies.get(code="support")
    nurses = register.constituencies.get(code="nurses")
    last = models.Membership.objects.known_at(None).get(member=found[1])
    other = nurses if last.constituency_id == support.pk else support
    members.move(by=by, member=found[1], constituency=other, employee=True, on=LATER)
    trust = models.Membership.objects.known_at(None).get(register=register, constituency__code="trust").member  # fmt: skip
    ordinary = register.share_classes.get(code="ordinary")
    shares.move_shares(by=by, share_class=ordinary, quantity=1, on=LATER, source=found[2],
                       target=trust, paid_pence=100)  # fmt: skip
    members.cease(by=by, member=found[2], on=LATER, ended=Ended.LEFT_EMPLOYMENT)
