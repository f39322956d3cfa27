"""Whether a resolution is passed: exact arithmetic over counted votes, with the reason in words.

Valid votes are those for and against. An abstention and a spoiled paper are no vote: they stand
in the result and enter no fraction. In a decision over everybody entitled, whoever is silent
counts as not for. Fractions are compared by whole numbers: `for × denominator ≥ numerator × base`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from mutualise.chronicle.rules.months import months_after
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.resolution_kinds import (
    Among,
    Channel,
    Filing,
    Kind,
    Over,
    Stage,
    Test,
    What,
)

NAMES = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
    Fraction(1): "all",
}


class CountImpossible(ValueError):
    """The numbers of a count contradict each other; the message says which and what to do."""


class Verdict(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not passed"
    AWAITS_SECOND = "awaits the second meeting"


@dataclass(frozen=True)
class Count:
    """Votes on one resolution, as whole numbers. `eligible` are the votes of everybody entitled.

    Raises CountImpossible when a number is negative or more voted than may.
    """

    votes_for: int
    against: int
    eligible: int
    abstained: int = 0
    spoiled: int = 0

    def __post_init__(self) -> None:
        numbers = {
            "votes for": self.votes_for,
            "votes against": self.against,
            "abstentions": self.abstained,
            "spoiled papers": self.spoiled,
            "votes of everybody entitled": self.eligible,
        }
        for name, number in numbers.items():
            if type(number) is not int or number < 0:
                raise CountImpossible(f"{name}: {number!r} is not a whole number of 0 or more.")
        given = self.votes_for + self.against + self.abstained + self.spoiled
        if given > self.eligible:
            raise CountImpossible(
                f"{given} votes were given and only {self.eligible} may be: correct the votes, "
                "or the number entitled."
            )

    @property
    def cast(self) -> int:
        """Valid votes: for and against."""
        return self.votes_for + self.against


@dataclass(frozen=True)
class Votes:
    """The count of one meeting, with the counts of classes and of heads where a kind asks."""

    everybody: Count
    classes: Mapping[str, Count] = field(default_factory=dict)
    heads: Count | None = None


@dataclass(frozen=True)
class Clause:
    """One condition with its outcome: `number` of `base`, of which `needed` were needed."""

    holds: bool
    number: int
    base: int
    needed: int
    words: str
    section: str


@dataclass(frozen=True)
class Meeting:
    """The votes of one stage and the day they were counted."""

    day: date
    votes: Votes


@dataclass(frozen=True)
class Result:
    """The outcome of a resolution. `clauses` keep the order of the kind's conditions."""

    kind: Kind
    verdict: Verdict
    clauses: tuple[Clause, ...]
    meetings: tuple[Meeting, ...]
    file_by: date | None = None
    second_from: date | None = None
    second_until: date | None = None

    @property
    def passed(self) -> bool:
        return self.verdict is Verdict.PASSED

    @property
    def failing(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.holds)

    @property
    def words(self) -> str:
        """The result as sentences: the verdict, why, the section, and what enters no fraction."""
        because = self.failing if self.verdict is Verdict.NOT_PASSED else self.clauses
        parts = [f"{self.kind.title}: {self.verdict.value}."]
        parts += [f"{clause.words} ({clause.section})." for clause in because]
        for number, meeting in enumerate(self.meetings, start=1):
            count = meeting.votes.everybody
            at = f"At meeting {number}: " if len(self.meetings) > 1 else ""
            parts.append(
                f"{at}Abstentions: {count.abstained}. Spoiled papers: {count.spoiled}. "
                "Neither is a vote."
            )
        if self.second_from and self.second_until:
            parts.append(
                "It has no effect unless a second meeting confirms it, from "
                f"{spoken(self.second_from)} to {spoken(self.second_until)}."
            )
        return " ".join(parts + _filing_words(self.kind.filing, self.file_by))


def decide(kind: Kind, first: Meeting, second: Meeting | None = None) -> Result:
    """Apply a kind of resolution to the votes of its one or two meetings.

    A second meeting given to a kind of one stage, or before the first, raises CountImpossible.
    Source: the sections each condition of the kind names.
    """
    if second and (len(kind.stages) == 1 or second.day <= first.day):
        raise CountImpossible(
            f"{kind.title} is decided at one meeting."
            if len(kind.stages) == 1
            else "The second meeting must come after the first."
        )
    clauses = _clauses(kind.stages[0], first.votes, kind.channel)
    if not all(clause.holds for clause in clauses):
        return Result(kind, Verdict.NOT_PASSED, clauses, (first,))
    if len(kind.stages) == 1:
        return _passed(kind, clauses, (first,))
    opens, closes = interval(kind.stages[1], first.day)
    if second is None:
        return Result(
            kind, Verdict.AWAITS_SECOND, clauses, (first,), second_from=opens, second_until=closes
        )
    clauses += (_in_time(kind.stages[1], first.day, second.day),)
    clauses += _clauses(kind.stages[1], second.votes, kind.channel)
    if all(clause.holds for clause in clauses):
        return _passed(kind, clauses, (first, second))
    return Result(kind, Verdict.NOT_PASSED, clauses, (first, second))


def decide_in_writing(
    kind: Kind, agreements: Mapping[date, int], eligible: int, ended: date
) -> Result:
    """Apply a kind to the votes of those who agreed in writing, by the day each agreement came.

    It is passed on the day on which the agreements that had come were enough, whatever came later
    (Companies Act 2006 section 296(4)); one that is not passed is decided on the day `ended`.
    """
    day, so_far = ended, 0
    for each in sorted(agreements):
        so_far += agreements[each]
        if decide(kind, Meeting(each, Votes(Count(so_far, 0, eligible)))).passed:
            day = each
            break
    whole = Count(sum(agreements.values()), 0, eligible)
    return decide(kind, Meeting(day, Votes(whole)))


def interval(stage: Stage, first: date) -> tuple[date, date]:
    """First and last day of a second meeting after a first one.

    A month is the corresponding date of the next month, or its last day where there is none.

    >>> interval(Stage((), from_days=14, to_months=1), date(2026, 1, 31))
    (datetime.date(2026, 2, 14), datetime.date(2026, 2, 28))
    """
    opens = first + timedelta(days=1 if stage.from_days is None else stage.from_days)
    closes = date.max if stage.to_months is None else months_after(first, stage.to_months)
    return opens, closes


def least(test: Test, base: int) -> int:
    """The smallest whole number that satisfies a test over this base; more than nought always.

    >>> from mutualise.governance.rules.resolution_kinds import Among, Over, Test, What
    >>> over_half = Test(What.FOR, Over.CAST, Among.ALL, Fraction(1, 2), True, "s.282")
    >>> least(over_half, 100), least(over_half, 101)
    (51, 51)
    """
    top, bottom = test.fraction.numerator * base, test.fraction.denominator
    needed = top // bottom + 1 if test.strict else -(-top // bottom)
    return max(needed, 1)


def _passed(kind: Kind, clauses: tuple[Clause, ...], meetings: tuple[Meeting, ...]) -> Result:
    due = None
    if kind.filing:
        due = meetings[-1].day + timedelta(days=kind.filing.within_days)
    return Result(kind, Verdict.PASSED, clauses, meetings, file_by=due)


def _in_time(stage: Stage, first: date, second: date) -> Clause:
    """The interval as a clause: `number` days passed, of at most `base`, at least `needed`."""
    opens, closes = interval(stage, first)
    holds = opens <= second <= closes
    said = "in time" if holds else "too early" if second < opens else "too late"
    words = (
        f"The second meeting was on {spoken(second)}, {said}: "
        f"it may be held from {spoken(opens)} to {spoken(closes)}"
    )
    number, base, needed = ((day - first).days for day in (second, closes, opens))
    return Clause(holds, number, base, needed, words, stage.section)


def _clauses(stage: Stage, votes: Votes, channel: Channel) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for test in stage.tests:
        if test.among is Among.EACH_CLASS:
            if not votes.classes:
                raise CountImpossible("This kind is decided class by class: count each class.")
            for name, count in votes.classes.items():
                found.append(_clause(test, count, f" of the class “{name}”", channel))
        elif test.among is Among.HEADS:
            if votes.heads is None:
                raise CountImpossible("This kind asks how many members voted: count heads too.")
            found.append(_clause(test, votes.heads, " counted by heads", channel))
        else:
            found.append(_clause(test, votes.everybody, "", channel))
    return tuple(found)


def _clause(test: Test, count: Count, whose: str, channel: Channel) -> Clause:
    number = count.votes_for if test.what is What.FOR else count.cast
    base = count.cast if test.over is Over.CAST else count.eligible
    needed = least(test, base)
    bound = f"{'more than' if test.strict else 'at least'} {named(test.fraction)}"
    pool = "valid votes" if test.over is Over.CAST else "votes of everybody entitled"
    what = "were for" if test.what is What.FOR else "were given"
    words = f"{number} of {base} {pool}{whose} {what}; {bound} are needed, which is {needed}"
    if base == 0:
        words = f"No {pool}{whose}; {bound} are needed, and of nothing there is no share"
    elif number < needed and test.over is Over.ELIGIBLE and channel is Channel.WRITING:
        words += "; whoever did not sign counts as not for"
    return Clause(number >= needed, number, base, needed, words, test.section)


def named(fraction: Fraction) -> str:
    """A fraction as it is read aloud.

    >>> named(Fraction(2, 3)), named(Fraction(3, 5))
    ('two thirds', '3 in 5')
    """
    return NAMES.get(fraction, f"{fraction.numerator} in {fraction.denominator}")


def _filing_words(filing: Filing | None, due: date | None) -> list[str]:
    if filing is None or due is None:
        return []
    words = [f"Send {filing.what} to {filing.to} by {spoken(due)} ({filing.section})."]
    if filing.effective_when_registered:
        words.append("It takes effect only when they have registered it.")
    return words
