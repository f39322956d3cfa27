"""Meek's method by the reference rule of the Proportional Representation Foundation.

Source: prfound.org, "Reference Meek Rule"; its steps in brackets. s is the number of places. The unit is
0.000000001; every product and quotient is cut or raised to a whole unit as said. Every candidate has
a keep factor: the part of each vote passing by that the candidate keeps.

1.  [A] Keep factors: 1 for hopeful candidates, 0 for those withdrawn.
2.  [B.1] The count is complete when the places are full or there are no more hopefuls than places.
3.  [B.2.a] Distribute: each paper starts with weight 1; each candidate on it in turn gets
    weight × keep factor, **rounded up** to 9 decimals, and the weight falls by that.
4.  [B.2.b] Quota: all candidates' votes ÷ (s + 1), cut to 9 decimals, plus 0.000000001. It is worked
    out anew each time and falls as papers run out.
5.  [B.2.c] Elect every hopeful with at least the quota; then begin a new round at 2.
6.  [B.2.d, e] The surplus is the sum of votes above the quota of those elected, not less than 0. If it is
    below 0.000001, or not smaller than at the iteration before, go to 8.
7.  [B.2.f] New keep factor of each elected: keep × quota (rounded up) ÷ votes (rounded up). Back to 3.
8.  [B.3] Defeat the hopeful with the fewest votes. Anyone within the remaining surplus of the
    fewest counts as tied; the tie goes by a lot set in advance. Keep factor 0, and a new round at 2.
9.  [C] If the places are full, the other hopefuls are defeated; otherwise they are elected.

A stage of the record is a round: the distribution after which somebody was elected or defeated.

Fast because papers that pass the same elected candidates in the same order and come to rest at the
same hopeful are one group: iterations run over groups. Weights and keep factors are at most 10^9,
their product at most 10^18, and the votes of all papers at most 10^9 times their number: where that
could pass 64 bits, Python's unbounded integers are used instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mutualise.governance.rules.counting.constraint import Guard
from mutualise.governance.rules.counting.lots import LotNeeded, Lots, listed_first
from mutualise.governance.rules.counting.piles import Rows, Table
from mutualise.governance.rules.counting.poll import Poll, PollUnfit
from mutualise.governance.rules.counting.record import Count, Stage, Tie

NAME, UNIT = "meek", 10**9
OMEGA = 1000  # 0.000001
_MOST_IN_64_BITS = 2**62


class Groups:
    """Papers by the elected candidates they pass and the hopeful (or 0) where they stop.

    A path is a number: `paths` lists the elected candidates passed, in order, and `path` has the
    number of each row. All papers of a candidate move on in one step, whatever their paths.
    """

    def __init__(self, table: Table, candidates: int, valid_at_most: int) -> None:
        self.table = table
        self.elected: set[int] = set()
        self.kind: Any = np.int64 if valid_at_most * UNIT < _MOST_IN_64_BITS else object
        self.size = candidates + 1
        self.paths: list[tuple[int, ...]] = [()]
        self.longer: dict[tuple[int, int], int] = {}
        self.path = np.zeros(len(table.all_rows), dtype=np.intp)
        self.resting: dict[int, list[Rows]] = {}
        self.groups: dict[tuple[int, int], int] = {}  # (path, stop): papers
        self._settle([table.all_rows])
        self._lay_out()

    def _settle(self, parts: list[Rows]) -> None:
        """Move papers on until each stops at a hopeful or has no further choice."""
        while parts:
            passing = []
            for target, rows, _ in self.table.move(parts):
                if target in self.elected:
                    self._pass_by(target, rows)
                    passing.append(rows)
                else:
                    self._stop(target, rows)
            parts = passing

    def _pass_by(self, candidate: int, rows: Rows) -> None:
        now = self.path[rows]
        known = np.flatnonzero(np.bincount(now))
        onward = np.zeros(len(self.paths), dtype=np.intp)
        onward[known] = [self._longer(each, candidate) for each in known.tolist()]
        self.path[rows] = onward[now]

    def _longer(self, path: int, candidate: int) -> int:
        key = path, candidate
        if key not in self.longer:
            self.longer[key] = len(self.paths)
            self.paths.append((*self.paths[path], candidate))
        return self.longer[key]

    def _stop(self, target: int, rows: Rows) -> None:
        self.resting.setdefault(target, []).append(rows)
        papers = np.zeros(len(self.paths), dtype=np.int64)
        np.add.at(papers, self.path[rows], self.table.counts[rows])
        some = np.flatnonzero(papers)
        for path, number in zip(some.tolist(), papers[some].tolist(), strict=True):
            self.groups[path, target] = self.groups.get((path, target), 0) + number

    def move_on(self, candidate: int, elected: bool) -> None:
        """A hopeful was elected (papers pass by) or defeated (papers skip it)."""
        if not elected:
            self.table.shut(candidate)
        self.groups = {key: number for key, number in self.groups.items() if key[1] != candidate}
        parts = self.resting.pop(candidate, [])
        if elected:
            self.elected.add(candidate)
            for rows in parts:
                self._pass_by(candidate, rows)
        self._settle(parts)
        self._lay_out()

    def _lay_out(self) -> None:
        keys = list(self.groups)
        longest = max((len(self.paths[path]) for path, _ in keys), default=0)
        self.papers = np.array(list(self.groups.values()), dtype=self.kind)
        self.stops = np.array([stop for _, stop in keys], dtype=np.intp)
        self.passed = np.zeros((longest, len(keys)), dtype=np.intp)
        for at, (path, _) in enumerate(keys):
            self.passed[: len(self.paths[path]), at] = self.paths[path]

    def distribute(self, keep: list[int]) -> list[int]:
        """Votes of each candidate in units (index 0: non-transferable)."""
        factors = np.array([0, *keep[1:]], dtype=self.kind)
        votes: npt.NDArray[Any] = np.zeros(self.size, dtype=self.kind)
        weight = np.full(len(self.papers), UNIT, dtype=self.kind)
        for path in self.passed:
            kept = (weight * factors[path] + (UNIT - 1)) // UNIT
            np.add.at(votes, path, kept * self.papers)
            weight = weight - kept
        # Beyond the end of a shorter path the factor is 0, so nothing was kept there.
        np.add.at(votes, self.stops, weight * self.papers)
        return [int(each) for each in votes]


class Meek:
    """A count in progress."""

    def __init__(
        self, poll: Poll, lots: Lots, trace: bool = False, guard: Guard | None = None
    ) -> None:
        self.poll, self.lots, self.guard = poll, lots, guard or Guard()
        self.guard.check((), poll.standing, poll.seats)
        self.remarks: list[str] = []
        self.table = Table(poll, trace)
        self.groups = Groups(self.table, len(poll.candidates), poll.matrix.total)
        self.hopeful = set(poll.standing)
        self.keep = [0] * (len(poll.candidates) + 1)
        for each in poll.standing:
            self.keep[each] = UNIT
        self.elected: list[int] = []
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        self.votes = self.groups.distribute(self.keep)
        self.valid = sum(self.votes[1:]) // UNIT
        if not self.valid:
            raise PollUnfit("There is no valid paper to count. Check that this is the right file.")
        self.quota = self._quota()

    def _quota(self) -> int:
        return sum(self.votes[1:]) // (self.poll.seats + 1) + 1

    def complete(self) -> bool:
        places = self.poll.seats - len(self.elected)
        return places <= 0 or len(self.hopeful) <= places

    def ranked(self, candidates: set[int]) -> list[int]:
        return sorted(
            candidates,
            key=lambda each: (-self.votes[each], listed_first(self.lots, self.poll, each)),
        )

    def iterate(self) -> tuple[list[int], int]:
        """Run B.2: the newly elected, or nobody and the surplus that remains."""
        before: int | None = None
        while True:
            self.votes = self.groups.distribute(self.keep)
            self.quota = self._quota()
            winners = self.electable({e for e in self.hopeful if self.votes[e] >= self.quota})
            if winners:
                return winners[: self.poll.seats - len(self.elected)], 0
            surplus = max(0, sum(self.votes[each] - self.quota for each in self.elected))
            if surplus < OMEGA or (before is not None and surplus >= before):
                return [], surplus
            before = surplus
            for each in self.elected:
                raised = -(-self.keep[each] * self.quota // UNIT)
                self.keep[each] = -(-raised * UNIT // self.votes[each])

    def electable(self, reached: set[int]) -> list[int]:
        """Those with a quota whom the constraint allows, the most votes first; equals by lot."""
        if not self.guard.active:
            return self.ranked(reached)
        allowed: list[int] = []
        left = reached
        while left := left - self._doomed_after(allowed):
            most = max(self.votes[each] for each in left)
            best = sorted(each for each in left if self.votes[each] == most)
            if len(best) > 1 and not self._together([*allowed, *best]):
                best = [self._lot(tuple(best), "elect")]
            allowed += self.ranked(set(best))
            left -= set(best)
        return allowed

    def _doomed_after(self, also: list[int]) -> set[int]:
        elected = [*self.elected, *also]
        return self.guard.doomed(elected, self.hopeful - set(elected), self.poll.seats)

    def _together(self, also: list[int]) -> bool:
        elected = [*self.elected, *also]
        return len(elected) <= self.poll.seats and self.guard.allows(
            elected, self.hopeful - set(elected), self.poll.seats
        )

    def lowest(self, surplus: int) -> int:
        able = self._excludable()
        fewest = min(self.votes[each] for each in able)
        tied = tuple(sorted(e for e in able if self.votes[e] <= fewest + surplus))
        return tied[0] if len(tied) == 1 else self._lot(tied, "exclude")

    def _excludable(self) -> set[int]:
        doomed = self._doomed_after([])
        guarded = self.guard.guarded(self.elected, self.hopeful, self.poll.seats)
        if doomed:
            self.remarks.append(
                "Excluded first because the constraint leaves no place for the candidate."
            )
        elif guarded:
            names = ", ".join(self.poll.name(each) for each in sorted(guarded))
            self.remarks.append(f"Guarded by the constraint: {names}.")
        return doomed or self.hopeful - guarded

    def _lot(self, tied: tuple[int, ...], purpose: str) -> int:
        number = len(self.stages) + 1
        try:
            chosen = self.lots.choose(tied, purpose, number)
        except LotNeeded as needed:
            needed.stages = tuple(self.stages)
            raise
        self.ties.append(Tie(number, purpose, tied, chosen, "lot"))
        return chosen

    def close(self, elected: list[int], excluded: list[int]) -> None:
        remarks, self.remarks = tuple(self.remarks), []
        names = range(1, len(self.poll.candidates) + 1)
        self.stages.append(
            Stage(
                len(self.stages) + 1, "round", (), {each: self.votes[each] for each in names},
                self.valid * UNIT - sum(self.votes[1:]), self.quota, tuple(elected),
                tuple(excluded), (), 0, {each: self.keep[each] for each in names}, remarks,
            )
        )  # fmt: skip


def count_meek(poll: Poll, lots: Lots, guard: Guard | None = None) -> Count:
    """Count a poll by the reference Meek rule. Raises LotNeeded, PollUnfit or NoFeasibleOutcome."""
    return run(Meek(poll, lots, guard=guard))[0]


def run(meek: Meek) -> tuple[Count, Table]:
    """Carry a fresh count through to the end; also the table, for what its papers showed."""
    while not meek.complete():
        winners, surplus = meek.iterate()
        if winners:
            for each in winners:
                meek.hopeful.discard(each)
                meek.elected.append(each)
                meek.groups.move_on(each, elected=True)
            meek.close(winners, [])
        else:
            gone = meek.lowest(surplus)
            meek.close([], [gone])
            meek.hopeful.discard(gone)
            meek.keep[gone] = 0
            meek.groups.move_on(gone, elected=False)
    _finish(meek)
    count = Count(
        meek.poll, NAME, UNIT, meek.valid, meek.stages[0].quota, tuple(meek.elected),
        tuple(meek.stages), tuple(meek.ties), None, meek.lots.as_json(),
    )  # fmt: skip
    return count, meek.table


def _finish(meek: Meek) -> None:
    """Step C, told in the last round."""
    left = meek.ranked(meek.hopeful) if len(meek.elected) < meek.poll.seats else []
    if not meek.stages:
        meek.close([], [])
    if not left:
        return
    meek.elected += left
    last = meek.stages.pop()
    remark = "No more candidates were left than places, so they were elected."
    meek.stages.append(
        Stage(
            last.number, last.kind, (), last.votes, last.non_transferable, last.quota,
            (*last.elected, *left), last.excluded, (), 0, last.keep, (*last.remarks, remark),
        )
    )  # fmt: skip
