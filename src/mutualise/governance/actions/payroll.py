"""Putting a payroll list into the register of members, after somebody looked at what it does."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.governance import models
from mutualise.governance.actions import members as doing
from mutualise.governance.actions.members import (
    RegisterRefused,
    employee_numbers,
    locked,
    note,
)
from mutualise.governance.actions.shares import count_workforce
from mutualise.governance.queries.members import lines
from mutualise.governance.rules.membership import Ended
from mutualise.governance.rules.payroll import (
    DOUBTFUL,
    Known,
    Paid,
    Proposal,
    Step,
    changes,
    leaving,
    proposals,
    step_of,
)
from mutualise.governance.rules.standing import Standing


class LeaversUnconfirmed(RegisterRefused):
    """The list would end a large part of the register, and nobody said that it should."""


SAME_PERSON, ANOTHER, LEAVE_IT = "same", "another", "leave"


def preview(register: models.MemberRegister, listed: Sequence[Paid], on: date) -> list[Proposal]:
    """What a list of a day would do. Writes nothing."""
    return proposals(listed, _known(register, on))


def fingerprint(found: Sequence[Proposal]) -> str:
    """Changes when the list or the register does, so that what was looked at is what is done."""
    text = "\n".join(repr(each) for each in found)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def take_in(
    *, by: Person, register: models.MemberRegister, listed: Sequence[Paid], on: date,
    read_from: str, seen: str, answers: Mapping[int, str],
    large_meant: bool = False,
) -> Counter[Step]:  # fmt: skip
    """Do what the preview showed; `answers` says, by row, who a doubtful line is.

    A doubtful line without an answer is left alone. The same list again changes nothing. Raises
    NotAllowed, or RegisterRefused when the register changed since the preview, two lines are said
    to be one member or somebody joins under a number another member carries, or LeaversUnconfirmed when a large part would leave and `large_meant` is false.
    """
    register = locked(by, register)
    found = preview(register, listed, on)
    if fingerprint(found) != seen:
        raise RegisterRefused("The register changed since you looked. Look at the preview again.")
    ends = leaving(found)
    if ends.large and not large_meant:
        raise LeaversUnconfirmed(
            f"The list makes leavers of {ends.leavers} of {ends.members} employee members. Tick the box to "
            "say that they have left."
        )
    steps = [step for each in found if (step := _settled(each, answers)) is not None]
    _refuse_one_member_twice(steps)
    done: Counter[Step] = Counter()
    doer = _Doer(by, register, on, read_from)
    for step in steps:
        doer.do(step)
        done[step.step] += 1
    _refuse_one_number_twice(register, steps)
    count_workforce(by=by, register=register, on=on, employees=len(listed), read_from=read_from)
    note("payroll.taken_in", by, register, **{k.value.lower(): n for k, n in sorted(done.items())})
    return done


def _refuse_one_member_twice(steps: Sequence[Proposal]) -> None:
    """Two lines of one payroll list are two people. Raises RegisterRefused."""
    rows: dict[int, int] = {}
    for each in steps:
        if each.paid and each.known:
            first = rows.setdefault(each.known.number, each.paid.row)
            if first != each.paid.row:
                raise RegisterRefused(
                    f"Rows {first} and {each.paid.row} are said to be one person, member "
                    f"{each.known.number}. Choose one of them."
                )


def _refuse_one_number_twice(register: models.MemberRegister, steps: Sequence[Proposal]) -> None:
    """Nobody joins under an employee number that another member carries once the whole list is done, as
    nobody is admitted under one by hand. Raises RegisterRefused."""
    joined = [each.paid for each in steps if each.step is Step.JOIN and each.paid]
    carried = employee_numbers(register) if joined else {}
    for paid in joined:
        who = sorted(carried.get(paid.employee_number, ()))
        if len(who) > 1:
            raise RegisterRefused(
                f"Row {paid.row}: employee number {paid.employee_number} would belong to a new member and to member "
                f"{who[0]}. Change the number of member {who[0]} in the register first, or leave the row alone."
            )


def _settled(each: Proposal, answers: Mapping[int, str]) -> Proposal | None:
    """The step to take: a doubtful line as it was answered; None to leave it alone."""
    if each.step not in DOUBTFUL:
        return each
    assert each.paid is not None  # noqa: S101 - only a line of the list is doubtful
    answer = answers.get(each.paid.row, LEAVE_IT)
    if answer == SAME_PERSON and each.known is not None:
        return replace(each, step=step_of(each.paid, each.known))
    if answer == ANOTHER and each.step is Step.NEAR_NAME:
        return Proposal(Step.JOIN, each.paid)
    return None


class _Doer:
    """Does one step after another inside the transaction of `take_in`."""

    def __init__(
        self, by: Person, register: models.MemberRegister, on: date, read_from: str
    ) -> None:
        self.by, self.register, self.on, self.read_from = by, register, on, read_from
        self.classes = {each.code: each for each in register.constituencies.all()}
        self.members = {each.number: each for each in register.members.all()}
        self.next = max(self.members, default=0) + 1

    def do(self, each: Proposal) -> None:
        if each.step is Step.JOIN and each.paid:
            self._join(each.paid)
        elif each.step is Step.LEAVE and each.known:
            doing.cease(
                by=self.by, member=self.members[each.known.number], on=self.on,
                ended=Ended.LEFT_EMPLOYMENT if each.paid is None else Ended.RESIGNED,
            )  # fmt: skip
        elif each.step is Step.STAY and each.known:
            doing.move(
                by=self.by, member=self.members[each.known.number], employee=False, on=self.on,
                constituency=self.classes[each.known.constituency],
            )  # fmt: skip
        elif each.paid and each.known:
            self._change(each.step, each.paid, each.known)

    def _join(self, paid: Paid) -> None:
        """Written without looking every other member up again: the preview did."""
        member = self.register.members.create(number=self.next)
        self.next += 1
        models.Particulars.objects.create(
            member=member, name=paid.name, employee_number=paid.employee_number, email=paid.email,
            address=paid.address, mobile=paid.mobile, valid_from=self.on, recorded_by=self.by,
        )  # fmt: skip
        models.Membership.objects.create(
            register=self.register, member=member, constituency=self.classes[paid.constituency],
            employee=True, valid_from=self.on, recorded_by=self.by,
        )  # fmt: skip
        note("member.admitted", self.by, self.register, number=member.number)

    def _change(self, step: Step, paid: Paid, known: Known) -> None:
        member = self.members[known.number]
        where: dict[str, Any] = {
            "by": self.by, "member": member, "employee": True, "on": self.on,
            "constituency": self.classes[paid.constituency],
        }  # fmt: skip
        if step is Step.RETURN:
            doing.admit_again(**where)
        elif step is Step.MOVE:
            doing.move(**where)
        if step in (Step.RETURN, Step.MOVE, Step.DESCRIBE) and (new := changes(paid, known)):
            kept = {name: getattr(known, name) for name in doing.ABOUT}
            doing.describe(
                by=self.by, member=member, about=kept | new, on=self.on,
                reason=f"From {self.read_from}",
            )  # fmt: skip


def _known(register: models.MemberRegister, on: date) -> list[Known]:
    """Everybody the register knows: as of a day, and as of today where their membership changed since."""
    changed = set(
        models.Membership.objects.known_at(None)
        .filter(Q(valid_from__gt=on) | Q(valid_until__gt=on), register=register)
        .values_list("member", flat=True)
    )
    then = [each for each in lines(register, on) if each.member not in changed]
    since = [each for each in lines(register, clock.today()) if each.member in changed]
    return [
        Known(
            number=each.number, employee_number=each.employee_number, name=each.name,
            email=each.email, address=each.address, mobile=each.mobile, constituency=each.constituency,
            employee=each.employee, current=each.standing is Standing.CURRENT, shares=each.held,
            later=each.member in changed,
        )
        for each in (*then, *since)
    ]  # fmt: skip
