"""A made-up programme, so that its pages can be seen at work: 110 enquiries, about 20 awards.

Every deed goes through the actions people use, on past days, with a fixed seed, so it obeys every
rule and is the same each time. Cases and fund are marked as a demonstration wherever they show.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.accounts.actions import admit
from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.programme.actions import (
    application,
    assessment,
    awards,
    confirmations,
    delivery,
    fund,
    people,
)
from mutualise.programme.actions.cases import open_enquiry
from mutualise.programme.actions.handling import hand_to
from mutualise.programme.actions.launch import launch
from mutualise.programme.actions.officers import check_eligibility, take_step
from mutualise.programme.actions.stages import move
from mutualise.programme.ingest import made_up
from mutualise.programme.ingest import made_up_support as rare
from mutualise.programme.ingest.made_up import ENDS, REGIONS, SERVICES, STOPS, open_fund, staff
from mutualise.programme.ingest.made_up_advice import advise, open_framework
from mutualise.programme.models import Baseline, Budget, Case, CaseMember, Objective, Supplier
from mutualise.programme.queries import assessment as assessing
from mutualise.programme.queries.application import digest
from mutualise.programme.queries.delivery import milestones_of, plans_of
from mutualise.programme.rules.application import QUESTIONS
from mutualise.programme.rules.eligibility import QUESTIONS as ELIGIBILITY
from mutualise.programme.rules.milestones import STEPS, Plan, transfer_stops
from mutualise.programme.rules.reasons import Reason
from mutualise.programme.rules.scoring import CRITERIA
from mutualise.programme.rules.states import State
from mutualise.programme.rules.support import KINDS

SEED, FIRST, LAST = 2014_07_23, date(2025, 9, 1), date(2026, 11, 20)


@transaction.atomic
def fill(progress: Callable[[int], None] = lambda done: None) -> int:
    """Fill an empty programme; says how many cases were made. A programme with cases is left."""
    if Case.objects.exists():
        return 0
    people = staff()
    with clock.at(_moment(FIRST - timedelta(days=60))):
        budgets = open_fund(people["finance-officer"])
        firms = open_framework(people["programme-officer"])
    chance = random.Random(SEED)  # noqa: S311 - made-up data
    ends = list(ENDS)
    chance.shuffle(ends)
    for number, end in enumerate(ends, 1):
        luck = random.Random(f"{SEED}-{number}")  # noqa: S311 - made-up data
        _Story(number, end, people, budgets, firms, luck).tell()
        progress(number)
    for number, (end, kind) in enumerate(rare.MORE, rare.FIRST_OF_MORE):
        luck = random.Random(f"{SEED}-{number}")  # noqa: S311 - made-up data
        _Story(number, end, people, budgets, firms, luck, kind).tell()
    with clock.at(_moment(LAST)):
        confirmations.ask_due(LAST)
        rare.answer_outcomes(LAST)
    return len(ends) + len(rare.MORE)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 10))


class _Story:
    """One case from its enquiry to where it ends; each deed a few days after the one before."""

    def __init__(
        self, number: int, end: State, people: dict[str, Person], budgets: list[Budget],
        firms: dict[str, tuple[Supplier, Person]], chance: random.Random, kind: str = "",
    ) -> None:  # fmt: skip
        self.number, self.end, self.people, self.budgets = number, end, people, budgets
        self.firms, self.chance, self.kind = firms, chance, kind
        # Those that go far began early, so that everything fits before the last day.
        latest = {State.LAUNCHED: 20, State.DELIVERING: 150, State.STOPPED: 100}.get(end, 300)
        self.day = FIRST + timedelta(days=chance.randint(0, latest))

    def _later(self, least: int = 1, most: int = 9) -> Any:
        """The next deed's moment, never past the last day."""
        self.day = min(self.day + timedelta(days=self.chance.randint(least, most)), LAST)
        return clock.at(_moment(self.day))

    def tell(self) -> None:
        self._enquire()
        officer = self.people["programme-officer"]
        if self.number % 3:
            hand_to(case=self.case, by=officer, officer=officer)
        if self.end is State.ENQUIRY:
            return
        if self.end is State.DECLINED:
            with self._later():
                take_step("decline", case=self.case, by=officer, code=self.chance.choice(STOPS), words="As explained by telephone")  # fmt: skip
            return
        with self._later():
            take_step("invite", case=self.case, by=officer)
        if self.end is State.WITHDRAWN:
            with self._later(5, 40):
                move("withdraw", case=self.case, by=self.lead, code=self.chance.choice(STOPS), words="We are not ready")  # fmt: skip
            return
        self._write(whole=self.end is not State.DRAFTING)
        if self.end is not State.DRAFTING:
            self._after_submission()

    def _enquire(self) -> None:
        service, sector = self.chance.choice(SERVICES)
        self.lead = admit(f"team-lead-{self.number}@example.org")
        # Some of those that only enquired have not opened the link in their letter yet.
        opened = self.end is not State.ENQUIRY or self.number % 4 > 0
        with self._later():
            self.case = open_enquiry(
                by=self.lead, team=f"Demonstration team {self.number}", service=service,
                sector=sector, region=self.chance.choice(REGIONS),
                parent_body=f"Demonstration council {self.chance.randint(1, 40)}",
                employees=self.chance.randint(8, 900), demonstration=True, confirmed=opened,
            )  # fmt: skip

    def _write(self, *, whole: bool) -> None:
        questions = QUESTIONS if whole else QUESTIONS[: self.chance.randint(1, 8)]
        with self._later(3, 20):
            for question in questions:
                application.save_answer(case=self.case, by=self.lead, question=question.key, over=0,
                                        text=f"A made-up answer on {made_up.within(question.label)}.")  # fmt: skip
            if not whole:
                return
            member = people.invite(case=self.case, by=self.lead, part=CaseMember.Part.SPONSOR,
                                        email=f"sponsor-{self.number}@example.org")  # fmt: skip
            people.join(case=self.case, by=member.person)
            self._measure()
        with self._later():
            application.certify(case=self.case, by=member.person, given=True, words="", read=digest(self.case),
                                name=f"Demonstration sponsor {self.number}", post="Director")  # fmt: skip
            move("submit", case=self.case, by=self.lead)

    def _measure(self) -> None:
        start = self.day - timedelta(days=60)
        row = Objective(text="Fewer days lost to sickness", unit="days an employee a year",
                        start_value=9, start_on=start, target_value=7, target_on=start + timedelta(days=730))  # fmt: skip
        application.record_objective(case=self.case, by=self.lead, row=row)
        for kind, (times, most, unit) in made_up.BASELINE.items():
            application.record_baseline(
                case=self.case, by=self.lead,
                row=Baseline(kind=kind, value=self.chance.randint(5, 500) % most * times, unit=unit,
                             as_at=start, read_from="Annual report (made up)"),
            )  # fmt: skip

    def _after_submission(self) -> None:
        officer = self.people["programme-officer"]
        if self.end is State.SUBMITTED:
            return
        with self._later():
            if self.end is State.INELIGIBLE:
                take_step("find_ineligible", case=self.case, by=officer, code=Reason.OUTSIDE_AREA,
                          words="Most of the service is elsewhere")  # fmt: skip
                return
            check_eligibility(case=self.case, by=officer,
                              answers=dict.fromkeys(ELIGIBILITY, (True, "")))  # fmt: skip
            take_step("accept", case=self.case, by=officer)
            for name in ("assessor-1", "assessor-2"):
                assessment.assign(case=self.case, by=officer, assessor=self.people[name],
                                  due=self.day + timedelta(days=20))  # fmt: skip
        if self.end is State.ASSESSING:
            return
        self._assess()
        if self.end in (State.MODERATING, State.CHECKING):
            return
        if self.end is State.APPEALED:
            self._moderate()
        with self._later():
            assessment.decide("pass_check", case=self.case, by=self.people["second-officer"],
                              words="Done properly")  # fmt: skip
        self._decide()

    def _assess(self) -> None:
        mark, apart = self.chance.randint(2, 3), self.end in (State.MODERATING, State.APPEALED)
        for name, given in zip(("assessor-1", "assessor-2"), (0, 4) if apart else (mark, mark)):  # noqa: B905
            with self._later():
                mine = assessing.assignment_of(self.case, self.people[name])
                assert mine is not None  # noqa: S101 - asked a few days before
                assessment.declare_none(assignment=mine, by=self.people[name])
                assessment.hand_in(
                    assignment=mine, by=self.people[name], recommendation="AWARD",
                    words="A made-up recommendation", amount_pence=60_000_00,
                    scores={c.code: (given, f"Made-up reasons on {made_up.within(c.label)}") for c in CRITERIA},
                )  # fmt: skip

    def _moderate(self) -> None:
        with self._later():
            scores = {c.code: (2, f"Settled on {made_up.within(c.label)}") for c in CRITERIA}
            assessment.moderate(case=self.case, by=self.people["programme-officer"], words="Settled",
                                scores=scores)  # fmt: skip

    def _decide(self) -> None:
        decider = self.people["decision-maker"]
        if self.end is State.DECIDING:
            return
        if self.end in (State.DEFERRED, State.REFUSED, State.APPEALED):
            with self._later():
                verb = "defer" if self.end is State.DEFERRED else "refuse"
                assessment.decide(verb, case=self.case, by=decider, code=Reason.SCORE_TOO_LOW,
                                  words="Made-up reasons for the team")  # fmt: skip
            if self.end is State.APPEALED:
                with self._later():
                    move("appeal", case=self.case, by=self.lead, words="Our costs were misread")
            return
        kind, most = self.chance.choice(
            [("ADVICE", 90_000), ("ADVICE", 70_000), ("GRANT", 25_000), ("REIMBURSEMENT", 40_000)]
        )
        kind, most = (self.kind, 20_000) if self.kind else (kind, most)
        with self._later():
            self.award = awards.make_award(
                case=self.case, by=decider, kind=kind,
                budget=self.budgets[self.day >= date(2026, 4, 1)],
                amount_pence=self.chance.randint(12, most // 1000) * 1000_00,
                purpose="Made-up: legal, pensions and business planning advice",
                words="It scored well", match_pence=10_000_00 if kind == "MATCH" else 0,
            )  # fmt: skip
        if self.end is not State.AWARDED:
            self._deliver()

    def _deliver(self) -> None:
        payer = self.people["finance-officer"]
        with self._later():
            awards.confirm_subsidy(award=self.award, by=self.lead)
            move("accept_offer", case=self.case, by=self.lead)
        rare.prove(self.award, lead=self.lead, people=self.people, later=self._later)
        rare.teach(self.award, lead=self.lead, people=self.people, later=self._later)
        if self.award.kind == "ADVICE":
            advise(
                self.award, lead=self.lead, people=self.people, firms=self.firms,
                chance=self.chance, later=self._later, finished=self.end is not State.DELIVERING,
            )  # fmt: skip
        elif not KINDS[self.award.kind].in_kind:
            self._pay_half()
        if self.end is State.STOPPED:
            with self._later(5, 20):
                take_step("stop", case=self.case, by=self.people["programme-officer"],
                          code=Reason.PARENT_AGAINST, words="The council decided against it")  # fmt: skip
                fund.release(award=self.award, by=payer, words="The case stopped")
            return
        with self._later():
            delivery.begin_plan(case=self.case, by=self.lead,
                                launch_on=self.day + timedelta(days=self.chance.randint(60, 240)))  # fmt: skip
        if self.end is State.LAUNCHED:
            self._launch()
        else:
            self._progress()

    def _pay_half(self) -> None:
        part, payer = self.award.amount_pence // 2, self.people["finance-officer"]
        with self._later(10, 40):
            fund.accrue(award=self.award, amount_pence=part, by=payer, on=self.day,
                        words="Work done", key=f"demonstration-owe-{self.number}")  # fmt: skip
            fund.pay(award=self.award, amount_pence=part, by=payer, on=self.day,
                     reference=f"DEMO-{self.number:04d}", key=f"demonstration-pay-{self.number}")  # fmt: skip

    def _progress(self) -> None:
        """Most steps whose day has come are done, a few are late."""
        with clock.at(_moment(LAST)):
            for code, old in milestones_of(self.case).items():
                if old.due < LAST and self.chance.random() < 0.9:
                    # Nobody is made to transfer before pensions are settled and notice was given.
                    stopped = code == "TRANSFER" and transfer_stops(plans_of(self.case), old.due)
                    if stopped or code == "LAUNCH":
                        continue
                    delivery.change_step(case=self.case, by=self.lead, old=old, note="Done",
                                         plan=Plan(code, old.starts, old.due, old.due))  # fmt: skip

    def _launch(self) -> None:
        with self._later(60, 70):
            on = self.day
            rows = milestones_of(self.case)
            for step in STEPS[:-1]:
                old = rows[step.code]
                when = on - timedelta(days=made_up.DAYS_BEFORE_LAUNCH[step.code])
                delivery.change_step(case=self.case, by=self.lead, old=old, note="Done",
                                     plan=Plan(step.code, old.starts, old.due, when))  # fmt: skip
            launch(
                case=self.case, by=self.people["programme-officer"], on=on,
                code=f"demonstration-mutual-{self.number}",
                name=f"Demonstration mutual {self.number}", legal_form="CIC limited by guarantee",
                nation="wales" if self.case.region == "wales" else "england",
            )  # fmt: skip
