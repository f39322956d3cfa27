"""A majority that a body's own rules ask, as a kind of resolution with that rule as its source.

The Co-operative and Community Benefit Societies Act 2014 names no majority for changing a society's
rules: they say it themselves. What stands in them is recorded by the company secretary, and nothing
is added to it here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.resolution_kinds import (
    Among,
    Body,
    Channel,
    Filing,
    Kind,
    Over,
    Read,
    Source,
    Stage,
    Test,
    What,
)
from mutualise.governance.rules.resolutions import named

CODE = "own-"
_RATIO = re.compile(r"([1-9]\d{0,3})\s*/\s*([1-9]\d{0,3})")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?\s*(?:%|per cent)")


class MajorityUnfit(ValueError):
    """A majority that cannot be one; `field` names what to mend."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class OwnMajority:
    """What a rule asks: votes for, and a turnout where it asks one (None: it asks none).

    `strict` asks for more than the share, else at least it. `to_register`: what is passed by it has no effect
    until the authority has registered it, as a change of a society's rules.
    """

    title: str
    rule: str
    share: Fraction
    strict: bool
    over: Over
    turnout: Fraction | None = None
    to_register: bool = False


# No day is known by which a change of rules must reach the authority, so this is a reminder, of as many days as
# the Act of 2014 gives for a society's other resolutions (sections 111(5) and 121(4)).
REGISTRATION = Filing(
    to="the Financial Conduct Authority, to be registered,", within_days=14,
    section=(
        "Co-operative and Community Benefit Societies Act 2014 section 16, which was not read: the 14 days "
        "are a reminder and no day of that section"
    ),
    effective_when_registered=True, what="an application with a copy",
)  # fmt: skip


def read_share(text: str, field: str = "share") -> Fraction:
    """A share as rules write it, exactly. Raises MajorityUnfit.

    >>> read_share("3/4"), read_share("66.5%")
    (Fraction(3, 4), Fraction(133, 200))
    """
    given = text.strip()
    if ratio := _RATIO.fullmatch(given):
        share = Fraction(int(ratio[1]), int(ratio[2]))
    elif percent := _PERCENT.fullmatch(given):
        share = Fraction(f"{percent[1]}.{percent[2] or 0}") / 100
    else:
        raise MajorityUnfit("Write a share like 3/4 or 75%.", field)
    if not 0 < share <= 1:
        raise MajorityUnfit("A share is more than nothing and at most all.", field)
    return share


def check_majority(asked: OwnMajority) -> None:
    """Raises MajorityUnfit where it has no name or rule, or could be passed and refused at once."""
    if not asked.title.strip():
        raise MajorityUnfit("Say what it is for, such as: change of our rules.", "title")
    if not asked.rule.strip():
        raise MajorityUnfit("Say in which rule it stands.", "rule")
    half = Fraction(1, 2)
    if asked.share < half or (asked.share == half and not asked.strict):
        raise MajorityUnfit(
            "With half of the votes or fewer both sides could win: a majority is more than a half.",
            "share",
        )
    if asked.share == 1 and asked.strict:
        raise MajorityUnfit("Nobody has more than all votes: choose “at least”.", "share")


def words_of(asked: OwnMajority) -> str:
    """What the rule asks, as a sentence.

    >>> words_of(OwnMajority("Change of rules", "rule 9", Fraction(3, 4), False, Over.CAST, Fraction(1, 2)))
    'At least three quarters of the valid votes for it, where at least half of all votes are given.'
    """
    bound = "More than" if asked.strict else "At least"
    pool = "the valid votes" if asked.over is Over.CAST else "the votes of everybody entitled"
    floor = (
        f", where at least {named(asked.turnout)} of all votes are given" if asked.turnout else ""
    )
    return f"{bound} {named(asked.share)} of {pool} for it{floor}."


def kind_of_majority(asked: OwnMajority, code: str, recorded: date) -> Kind:
    """The majority as a kind of resolution at one meeting, with its rule as the source of each condition."""
    source = f"{asked.rule} of the body’s own rules"
    tests = [Test(What.FOR, asked.over, Among.ALL, asked.share, asked.strict, source)]
    if asked.turnout:
        tests.append(Test(What.VOTED, Over.ELIGIBLE, Among.ALL, asked.turnout, False, source))
    return Kind(
        code=code, version=1, valid_from=recorded, title=asked.title, body=Body.SOCIETY,
        channel=Channel.MEETING, stages=(Stage(tuple(tests)),), section=source,
        definition=words_of(asked), used_for=asked.title, sources=(Source(source, Read.NOT_READ),),
        authored_by="The company secretary",
        checked_by=f"Nobody here: as the company secretary recorded it on {spoken(recorded)}",
        review_by=recorded, filing=REGISTRATION if asked.to_register else None,
    )  # fmt: skip
