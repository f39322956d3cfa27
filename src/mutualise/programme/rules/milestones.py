"""The steps from an award to launch: their order, their legal gaps, and what stops a launch.

The chain is that of the reference on the spin-out process (section 3.1). Employee liability
information is due at least 28 days before the transfer: TUPE Regulations 2006, reg. 11(6). The
pensions of those who transfer are settled before they do: New Fair Deal guidance (2013), and for
councils the Best Value Authorities Staff Transfers (Pensions) Direction 2007. No source gives a
usual time for a step: `DAYS` are planning values for a first plan, which a team changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LIABILITY_NOTICE = timedelta(days=28)
REMIND_BEFORE = timedelta(days=14)
REACH = timedelta(days=20 * 365)


@dataclass(frozen=True)
class Step:
    """One milestone. `waivable` steps may be recorded as not needed, with the reason."""

    code: str
    label: str
    after: tuple[str, ...]
    days: int
    waivable: bool
    hint: str

    @property
    def in_a_sentence(self) -> str:
        """The label after other words; initials as TUPE stay as they are."""
        return self.label[0].lower() + self.label[1:]


STEPS = (
    Step("OPTIONS", "Options appraisal", (), 60, False, "What could be done, staying included"),
    Step("OUTLINE_CASE", "Outline business case", ("OPTIONS",), 60, False, "The five cases in outline"),
    Step("PRINCIPLE", "Decision in principle", ("OUTLINE_CASE",), 30, False, "By the parent body"),
    Step("CONSULTATION", "Staff consultation", ("PRINCIPLE",), 60, False, "With representatives of all affected employees"),
    Step("BALLOT", "Staff ballot", ("CONSULTATION",), 21, True, "No statute asks for one; say so when none is held"),
    Step("FULL_CASE", "Full business case", ("PRINCIPLE",), 90, False, "With due diligence"),
    Step("APPROVAL", "Approval", ("FULL_CASE", "CONSULTATION", "BALLOT"), 30, False, "By the parent body and the commissioner"),
    Step("INCORPORATION", "Incorporation", ("PRINCIPLE",), 14, False, "The body exists in law"),
    Step("CONTRACT", "Contract", ("APPROVAL", "INCORPORATION"), 45, False, "For the services, by a lawful route"),
    Step("LIABILITY_INFO", "Employee liability information", ("APPROVAL",), 7, True, "At least 28 days before the transfer"),
    Step("PENSIONS", "Pensions admission", ("INCORPORATION",), 90, True, "A hard stop: settled before anybody transfers"),
    Step("ASSETS", "Assets and leases", ("APPROVAL",), 45, True, "What moves, on what terms"),
    Step("TRANSFER", "Transfer of staff (TUPE)", ("CONTRACT", "LIABILITY_INFO", "PENSIONS"), 1, True, "The day employees move"),
    Step("LAUNCH", "Launch", ("CONTRACT", "ASSETS", "TRANSFER"), 1, False, "First day of trading"),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
# What protects those who transfer: a team alone cannot record that it is not needed.
WAIVED_BY_STAFF = frozenset({"PENSIONS", "LIABILITY_INFO"})


@dataclass(frozen=True)
class Plan:
    """A step as planned, and what became of it."""

    step: str
    starts: date
    due: date
    done_on: date | None = None
    not_needed: bool = False


@dataclass(frozen=True)
class Fault:
    """Something wrong with a plan or its record: the step, and what to do."""

    step: str
    message: str


def first_plan(launch_on: date) -> tuple[Plan, ...]:
    """A plan reckoned back from a launch day with the planning values; to be changed by the team.

    >>> [(p.step, p.due.isoformat()) for p in first_plan(date(2027, 4, 1))][-2:]
    [('TRANSFER', '2027-04-01'), ('LAUNCH', '2027-04-01')]
    """
    due: dict[str, date] = {}
    starts: dict[str, date] = {}
    for step in reversed(STEPS):
        followers = [each.code for each in STEPS if step.code in each.after]
        latest = min((starts[code] for code in followers), default=launch_on)
        # Those who transfer do so on the day of launch.
        due[step.code] = launch_on if step.code in ("LAUNCH", "TRANSFER") else latest
        if step.code == "LIABILITY_INFO":
            due[step.code] = min(latest, due["TRANSFER"] - LIABILITY_NOTICE)
        starts[step.code] = due[step.code] - timedelta(days=step.days - 1)
    return tuple(Plan(step.code, starts[step.code], due[step.code]) for step in STEPS)


def faults(plans: Mapping[str, Plan]) -> list[Fault]:
    """What is wrong with the order of a plan or of what was done, by step. An empty list is a sound
    plan.

    >>> day, later = date(2027, 4, 1), date(2027, 5, 1)
    >>> plan = {"OPTIONS": Plan("OPTIONS", day, day), "OUTLINE_CASE": Plan("OUTLINE_CASE", day, later, later)}
    >>> [fault.message for fault in faults(plan)]
    ['Outline business case is done, and options appraisal is not. Check both.']
    """
    found = []
    for step in STEPS:
        mine = plans.get(step.code)
        if mine is None or mine.not_needed:
            continue
        for earlier in step.after:
            other = plans.get(earlier)
            if mine.done_on and not _settled(other):
                before = BY_CODE[earlier].in_a_sentence
                said = f"{step.label} is done, and {before} is not. Check both."
                found.append(Fault(step.code, said))
            elif other and not other.not_needed and _end(other) > _end(mine):
                found.append(
                    Fault(
                        step.code,
                        f"{step.label} comes before {BY_CODE[earlier].in_a_sentence}. "
                        "Move one of the two.",
                    )
                )
    found += _notice_too_short(plans)
    return found


def launch_stops(plans: Mapping[str, Plan], on: date) -> list[Fault]:
    """What must still happen before a launch on `on`; an empty list lets it go ahead."""
    stops = []
    for step in STEPS:
        if step.code == "LAUNCH":
            continue
        mine = plans.get(step.code)
        if mine is None or (mine.done_on is None and not mine.not_needed):
            stops.append(Fault(step.code, f"{step.label} is not done."))
        elif mine.done_on and mine.done_on > on:
            stops.append(Fault(step.code, f"{step.label} is dated after the launch."))
    pensions, transfer = plans.get("PENSIONS"), plans.get("TRANSFER")
    settled, moved = pensions and pensions.done_on, transfer and transfer.done_on
    if settled and moved and settled > moved:
        stops.append(Fault("PENSIONS", "Pensions were settled after staff transferred."))
    return stops + _notice_too_short(plans)


def transfer_stops(plans: Mapping[str, Plan], on: date) -> list[Fault]:
    """What stands against recording that staff transferred on `on`: pensions admission still open
    or settled later, liability information not given or given less than 28 days before (TUPE
    Regulations 2006, reg. 11(6)). An empty list lets it be recorded."""
    pensions, notice = plans.get("PENSIONS"), plans.get("LIABILITY_INFO")
    stops = []
    if not _settled(pensions):
        stops.append(
            Fault(
                "PENSIONS",
                "Pensions admission is still open. It must be done, or recorded as not needed, "
                "before staff transfer.",
            )
        )
    elif pensions and pensions.done_on and pensions.done_on > on:
        stops.append(Fault("PENSIONS", "Pensions must be settled on or before the transfer."))
    if not _settled(notice):
        stops.append(
            Fault(
                "LIABILITY_INFO",
                "Employee liability information has not been given. It must be given at least 28 "
                "days before the transfer.",
            )
        )
    elif notice and notice.done_on and on - notice.done_on < LIABILITY_NOTICE:
        stops.append(
            Fault(
                "LIABILITY_INFO",
                "Employee liability information must be given at least 28 days before the transfer.",
            )
        )
    return stops


def _settled(plan: Plan | None) -> bool:
    return plan is not None and (plan.done_on is not None or plan.not_needed)


def _notice_too_short(plans: Mapping[str, Plan]) -> list[Fault]:
    notice, transfer = plans.get("LIABILITY_INFO"), plans.get("TRANSFER")
    if not notice or not transfer or notice.not_needed or transfer.not_needed:
        return []
    if _end(transfer) - _end(notice) >= LIABILITY_NOTICE:
        return []
    return [
        Fault(
            "LIABILITY_INFO",
            "Employee liability information must be given at least 28 days before the transfer. "
            "Give it earlier, or transfer later.",
        )
    ]


def _end(plan: Plan) -> date:
    return plan.done_on or plan.due


def out_of_reach(day: date | None, today: date) -> bool:
    """Whether a day of a plan is further off than any plan reaches: a slip of the pen.

    >>> out_of_reach(date(2027, 4, 1), date(2026, 4, 1)), out_of_reach(date(2207, 4, 1), date(2026, 4, 1))
    (False, True)
    """
    return day is not None and abs(day - today) > REACH


def reminder_due(plan: Plan, today: date) -> str:
    """Which reminder a step calls for today: "soon", "late" (once a week), or none ("")."""
    if plan.done_on or plan.not_needed:
        return ""
    if today > plan.due:
        return f"late-{(today - plan.due).days // 7}"
    return "soon" if plan.due - today <= REMIND_BEFORE else ""
