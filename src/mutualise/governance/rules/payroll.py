"""A payroll list beside the register of members: who joins, who leaves, who is doubtful."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class Known:
    """One member as the register has them now; `current` is false for a former member."""

    number: int
    employee_number: str
    name: str
    email: str
    address: str
    constituency: str
    employee: bool
    current: bool
    shares: int


class Step(StrEnum):
    SAME = "SAME"
    JOIN = "JOIN"
    RETURN = "RETURN"
    MOVE = "MOVE"
    DESCRIBE = "DESCRIBE"
    LEAVE = "LEAVE"
    KEEP = "KEEP"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    OTHER_NAME = "OTHER_NAME"
    NEAR_NAME = "NEAR_NAME"


STEP_LABELS = {
    Step.JOIN: "Joins",
    Step.RETURN: "Comes back",
    Step.MOVE: "Changes class",
    Step.DESCRIBE: "New particulars",
    Step.LEAVE: "Leaves",
    Step.KEEP: "Has left, but holds shares: transfer them first",
    Step.OTHER_NAME: "Doubtful: same employee number, another name",
    Step.NEAR_NAME: "Doubtful: a member has nearly this name",
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


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in order of the alphabet: no case, accents or punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(sorted(re.findall(r"[^\W_]+", letters)))


def near(one: str, other: str) -> bool:
    """Whether two names may well be one person's: equal words, or one word off by one letter or
    shortened to its initial. Words with a digit must be equal.

    >>> near("Ann Brown", "Brown, Anne"), near("A. Brown", "Ann Brown"), near("No 1", "No 2")
    (True, True, False)
    """
    first, second = words_of(one), words_of(other)
    if first == second:
        return True
    left = [w for w in first if w not in second]
    right = [w for w in second if w not in first]
    shared = [w for w in first if w in second and len(w) > 1]
    if len(left) != 1 or len(right) != 1 or not shared:
        return False
    a, b = left[0], right[0]
    if any(c.isdigit() for c in a + b):
        return False
    return (1 in (len(a), len(b)) and a[0] == b[0]) or (len(a + b) >= 6 and _one_apart(a, b))


def _one_apart(a: str, b: str) -> bool:
    """One letter changed, added or left out, or two neighbours swapped."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long


def proposals(listed: Sequence[Paid], known: Iterable[Known]) -> list[Proposal]:
    """What the list comes to, line by line, and then the employee members it does not name."""
    members = list(known)
    by_number = _by_number(members)
    by_word: dict[str, list[Known]] = defaultdict(list)
    for each in members:
        if each.current:
            for word in words_of(each.name):
                by_word[word].append(each)
    on_list = {paid.employee_number for paid in listed}
    found = [_line(paid, by_number, by_word, on_list) for paid in listed]
    seen = {p.known.number for p in found if p.known}
    for each in members:
        if each.current and each.employee and each.number not in seen:
            found.append(Proposal(Step.KEEP if each.shares else Step.LEAVE, known=each))
    return found


def _by_number(members: Iterable[Known]) -> dict[str, Known]:
    """The member with each employee number; one who is a member now before one who was."""
    found: dict[str, Known] = {}
    for each in sorted(members, key=lambda k: k.current):
        if each.employee_number:
            found[each.employee_number] = each
    return found


def _line(
    paid: Paid, by_number: dict[str, Known], by_word: dict[str, list[Known]], on_list: set[str]
) -> Proposal:
    same = by_number.get(paid.employee_number)
    if same is not None:
        return _numbered(paid, same)
    if not paid.member:
        return Proposal(Step.NOT_A_MEMBER, paid)
    alike = {
        k.number: k for word in words_of(paid.name) for k in by_word.get(word, ())
        if k.employee_number not in on_list and near(paid.name, k.name)
    }  # fmt: skip
    if alike:
        return Proposal(Step.NEAR_NAME, paid, alike[min(alike)])
    return Proposal(Step.JOIN, paid)


def _numbered(paid: Paid, same: Known) -> Proposal:
    if not near(paid.name, same.name):
        return Proposal(Step.OTHER_NAME, paid, same)
    if not same.current:
        return Proposal(Step.RETURN if paid.member else Step.NOT_A_MEMBER, paid, same)
    if not paid.member:
        return Proposal(Step.KEEP if same.shares else Step.LEAVE, paid, same)
    if (paid.constituency, True) != (same.constituency, same.employee):
        return Proposal(Step.MOVE, paid, same)
    if changes(paid, same):
        return Proposal(Step.DESCRIBE, paid, same)
    return Proposal(Step.SAME, paid, same)


def changes(paid: Paid, known: Known) -> dict[str, str]:
    """Particulars the list has otherwise; an empty cell of the list takes nothing away."""
    return {
        name: given
        for name in ("employee_number", "name", "email", "address")
        if (given := getattr(paid, name)) and given != getattr(known, name)
    }
