"""A payroll list beside the register of members: who joins, who leaves, who is doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mutualise.governance.rules.names_alike import maybe_one, near, words_of

# A list that ends more than this share of the members it could end, and more than so many people, is more likely a
# wrong file (one site, a filter left on) than a month's leavers: at a tenth a month a body would be gone in a year.
# The number of people spares a small body in which two leave.
LARGE_PART, LARGE_NUMBER = 10, 5


@dataclass(frozen=True)
class Paid:
    """One line of the payroll list; `row` counts its header as 1. `member`: to be a member."""

    row: int
    employee_number: str
    name: str
    email: str
    address: str
    constituency: str
    member: bool
    # In E.164; empty also where the list has no such column.
    mobile: str = ""


@dataclass(frozen=True)
class Known:
    """One member as the register has them on the day of the list; `current` is false for a former member.

    `later`: the register has a change of their membership after that day, and they stand here as it
    has them since. The list was made before it and says nothing about it.
    """

    number: int
    employee_number: str
    name: str
    email: str
    address: str
    constituency: str
    employee: bool
    current: bool
    shares: int
    later: bool = False
    mobile: str = ""


class Step(StrEnum):
    SAME = "SAME"
    JOIN = "JOIN"
    RETURN = "RETURN"
    MOVE = "MOVE"
    DESCRIBE = "DESCRIBE"
    LEAVE = "LEAVE"
    STAY = "STAY"
    KEEP = "KEEP"
    LATER = "LATER"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    OTHER_NAME = "OTHER_NAME"
    NEAR_NAME = "NEAR_NAME"


STEP_LABELS = {
    Step.JOIN: "Joins",
    Step.RETURN: "Comes back",
    Step.MOVE: "Changes class",
    Step.DESCRIBE: "New particulars",
    Step.LEAVE: "Leaves",
    Step.STAY: "Has left, but holds shares: stays a member, no longer as an employee",
    Step.KEEP: "Is not to be a member, but holds shares: transfer them first",
    Step.LATER: "Left alone: the register has a later change than the list",
    Step.OTHER_NAME: "Doubtful: same employee number, another name",
    Step.NEAR_NAME: "Doubtful: may be a member missing from the list",
    Step.NOT_A_MEMBER: "Employee, not a member",
    Step.SAME: "No change",
}
DOUBTFUL = (Step.OTHER_NAME, Step.NEAR_NAME)


@dataclass(frozen=True)
class Proposal:
    """What one line, or one member missing from the list, comes to."""

    step: Step
    paid: Paid | None = None
    known: Known | None = None


def proposals(listed: Sequence[Paid], known: Iterable[Known]) -> list[Proposal]:
    """What the list comes to, line by line, and then the employee members it does not name."""
    members = list(known)
    by_number = _by_number(members)
    by_word: dict[str, list[Known]] = defaultdict(list)
    for each in members:
        if each.current:
            for word in words_of(each.name):
                by_word[word].append(each)
    # A number that now stands beside another name does not speak for the member who had it.
    named = {
        same.number
        for paid in listed
        if (same := by_number.get(paid.employee_number)) and near(paid.name, same.name)
    }
    by_email = {each.email.casefold(): each for each in members if each.current and each.email}
    found: list[Proposal] = []
    offered = set(named)
    for paid in listed:
        made = _line(paid, by_number, _alike(paid, by_word, by_email, named), offered)
        if made.known:
            offered.add(made.known.number)
        found.append(made)
    seen = {p.known.number for p in found if p.known}
    for each in members:
        if each.current and each.employee and each.number not in seen:
            step = Step.LATER if each.later else Step.STAY if each.shares else Step.LEAVE
            found.append(Proposal(step, known=each))
    return found


def _by_number(members: Iterable[Known]) -> dict[str, Known]:
    """The member with each employee number; one who is a member now before one who was."""
    found: dict[str, Known] = {}
    for each in sorted(members, key=lambda k: k.current):
        if each.employee_number:
            found[each.employee_number] = each
    return found


def _alike(
    paid: Paid, by_word: dict[str, list[Known]], by_email: dict[str, Known], named: set[int]
) -> list[Known]:
    """The members the list does not name by their number who may be the person of a line."""
    found = {
        k.number: k for word in words_of(paid.name) for k in by_word.get(word, ())
        if maybe_one(paid.name, k.name)
    }  # fmt: skip
    if paid.email and (same := by_email.get(paid.email.casefold())):
        found[same.number] = same
    return [k for k in found.values() if k.number not in named]


def _line(
    paid: Paid, by_number: dict[str, Known], alike: Sequence[Known], offered: set[int]
) -> Proposal:
    same = by_number.get(paid.employee_number)
    # A number given on to a member missing from the list, whose name says who they are, is theirs now.
    given_on = (
        same and not near(paid.name, same.name) and any(near(paid.name, k.name) for k in alike)
    )
    if same is not None and not given_on:
        return _numbered(paid, same)
    if not paid.member:
        return Proposal(Step.NOT_A_MEMBER, paid)
    if alike:
        return Proposal(Step.NEAR_NAME, paid, min(alike, key=lambda k: _order(paid, k, offered)))
    return Proposal(Step.JOIN, paid)


def _order(paid: Paid, known: Known, offered: set[int]) -> tuple[bool, bool, bool, bool, int]:
    """Whom to offer first: nobody twice while another is left, then the likest."""
    return (
        known.number in offered,
        words_of(paid.name) != words_of(known.name),
        not near(paid.name, known.name),
        paid.constituency != known.constituency,
        known.number,
    )


def _numbered(paid: Paid, same: Known) -> Proposal:
    if not near(paid.name, same.name):
        return Proposal(Step.OTHER_NAME, paid, same)
    return Proposal(step_of(paid, same), paid, same)


def step_of(paid: Paid, same: Known) -> Step:
    """What a line comes to that is about this member."""
    if same.later:
        return Step.LATER
    if not same.current:
        return Step.RETURN if paid.member else Step.NOT_A_MEMBER
    if not paid.member:
        return Step.KEEP if same.shares else Step.LEAVE
    if (paid.constituency, True) != (same.constituency, same.employee):
        return Step.MOVE
    return Step.DESCRIBE if changes(paid, same) else Step.SAME


def changes(paid: Paid, known: Known) -> dict[str, str]:
    """Particulars the list has otherwise; an empty cell of the list takes nothing away."""
    return {
        name: given
        for name in ("employee_number", "name", "email", "address", "mobile")
        if (given := getattr(paid, name)) and given != getattr(known, name)
    }


@dataclass(frozen=True)
class Leaving:
    """How many employee members a list makes leavers of, out of how many."""

    leavers: int
    members: int

    @property
    def large(self) -> bool:
        """Whether so many leave that somebody must say that they meant it."""
        return self.leavers > LARGE_NUMBER and self.leavers * LARGE_PART > self.members


def leaving(found: Iterable[Proposal]) -> Leaving:
    """How many of the employee members would leave, with those who stay members by their shares: every
    employee member stands in a proposal."""
    found = list(found)
    members = {p.known.number for p in found if p.known and p.known.current and p.known.employee}
    return Leaving(sum(p.step in (Step.LEAVE, Step.STAY) for p in found), len(members))
