"""What may be published of the papers: only the preferences the count looked at.

A count-sufficient ballot holds the candidates a paper really rested with, in order. Counted again by
the same rule with the same lots, these give the same stage table, figure by figure. They do not allow
a count by another rule, and that is the point: a full ranking of eight names is unique for most voters
in a small firm, and so is a fingerprint that someone could have been told to leave.

Below VOTERS voters, or with a class below CLASS, even these are withheld: the stage table alone is
published, and scrutineer and agents count again from the full list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mutualise.governance.rules.counting import meek
from mutualise.governance.rules.counting.conduct import RuleUnfit, asked
from mutualise.governance.rules.counting.constraint import Constraint
from mutualise.governance.rules.counting.lots import Lots, NoLots
from mutualise.governance.rules.counting.poll import Paper, Papers, Poll

VOTERS, CLASS = 200, 50


@dataclass(frozen=True)
class Publication:
    """What may be published. `poll` is None where only the stage table may be; `why` says so.

    `unique_full` and `unique_kept` are how many papers bear a ranking nobody else gave, in full and
    as cut, out of `papers`.
    """

    poll: Poll | None
    why: str
    papers: int
    unique_full: int
    unique_kept: int


def sufficient(
    poll: Poll, rule: str, lots: Lots | None = None, constraint: Constraint | None = None
) -> Poll:
    """The same poll with every paper cut to what the count by `rule` looked at.

    Raises RuleUnfit for rules without transfers by preference, and what the count raises.
    """
    chosen, more = asked(rule, constraint)
    lots = lots or NoLots()
    rows: Iterable[Paper]
    if rule == "plurality":
        rows = [(number, _first(ranking, poll)) for number, ranking in poll.papers]
    elif rule == "meek":
        counting = meek.Meek(poll, lots, trace=True, **more)
        rows = meek.run(counting)[1].sufficient()
    elif chosen.tally:
        tally = chosen.start(poll, lots, trace=True, **more)
        chosen.tally(tally)
        rows = tally.table.sufficient()
    else:
        raise RuleUnfit(f"Papers of “{rule}” cannot be cut: every name on them counts.")
    kept: Counter[tuple[int, ...]] = Counter()
    for number, ranking in rows:
        if ranking:
            kept[ranking] += number
    papers = Papers.of((number, ranking) for ranking, number in sorted(kept.items()))
    return Poll(poll.candidates, poll.seats, papers, poll.withdrawn, poll.title)


def _first(ranking: tuple[int, ...], poll: Poll) -> tuple[int, ...]:
    return next(((each,) for each in ranking if each not in poll.withdrawn), ())


def publication(
    poll: Poll, rule: str, lots: Lots | None = None, classes: Sequence[int] = (),
    constraint: Constraint | None = None,
) -> Publication:  # fmt: skip
    """What may be published of a count; `classes` are the numbers of voters in each class."""
    cut = sufficient(poll, rule, lots, constraint)
    total, full, left = poll.matrix.total, unique(poll), unique(cut)
    if total < VOTERS:
        why = f"Fewer than {VOTERS} voted, so only the stage table is published."
        return Publication(None, why, total, full, left)
    if any(each < CLASS for each in classes):
        why = f"A class has fewer than {CLASS} voters, so only the stage table is published."
        return Publication(None, why, total, full, left)
    return Publication(cut, "", total, full, left)


def unique(poll: Poll) -> int:
    """How many papers bear a ranking that no other paper bears."""
    bearing: Counter[tuple[int, ...]] = Counter()
    for number, ranking in poll.papers:
        bearing[ranking] += number
    return sum(1 for number in bearing.values() if number == 1)


def as_blt(poll: Poll) -> str:
    """The poll as a BLT file that `read` reads back."""
    lines = [f"{len(poll.candidates)} {poll.seats}"]
    lines += [f"-{each}" for each in sorted(poll.withdrawn)]
    lines += [" ".join(map(str, (number, *ranking, 0))) for number, ranking in poll.papers]
    quoted = [f'"{each.replace(chr(34), chr(39))}"' for each in (*poll.candidates, poll.title)]
    return "\n".join([*lines, "0", *quoted, ""])
