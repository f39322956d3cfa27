"""Meek's method: the reference rule of the Proportional Representation Foundation.

Source: prfound.org, "Reference Meek Rule", steps A to C and procedure T; step letters stand
beside the code. Votes, weights and keep factors are whole numbers of 0.000000001.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mutualise.governance.rules.second_count.constrained import Limits
from mutualise.governance.rules.second_count.papers import Result
from mutualise.governance.rules.second_count.sheet import Sheet
from mutualise.governance.rules.second_count.ties import Ties

ONE = 10**9
OMEGA = 10**3  # 0.000001


def divided_up(above: int, below: int) -> int:
    """A division rounded up to a whole number."""
    return -(-above // below)


class MeekCount:
    """One count under the reference rule, step by step."""

    def __init__(
        self, standing: Sequence[int], seats: int, papers: dict[tuple[int, ...], int],
        ties: Ties, sheet: Sheet, limits: Limits,
    ) -> None:  # fmt: skip
        self.limits = limits
        self.seats, self.sheet, self.ties = seats, sheet, ties
        self.papers = papers
        self.total = sum(papers.values()) * ONE
        self.hopeful = set(standing)  # A
        self.keep = dict.fromkeys(standing, ONE)
        self.elected: list[int] = []
        self.votes = dict.fromkeys(standing, 0)
        self.quota = 0

    def run(self) -> Result:
        """B: rounds until all seats are filled or the hopeful just fill them; C: the rest."""
        while True:
            elected, defeated = self._round()
            complete = self._complete()
            remaining = self._elect(list(self.hopeful)) if complete and self._short() else []
            self.sheet.record(
                "round", self.votes, self.total - sum(self.votes.values()), self.quota,
                elected + remaining, defeated,
            )  # fmt: skip
            if complete:
                return self.sheet.result(self.elected, self.ties.notes)

    def _short(self) -> bool:
        return len(self.elected) < self.seats

    def _complete(self) -> bool:
        """B.1."""
        return not self._short() or len(self.elected) + len(self.hopeful) <= self.seats

    def _elect(self, whom: list[int]) -> list[int]:
        order = sorted(whom, key=lambda who: (-self.votes[who], self.ties.telling(who)))
        self.elected += order
        self.hopeful -= set(order)
        return order

    def _round(self) -> tuple[list[int], list[int]]:
        """B.2 and B.3: iterate until somebody is elected or the lowest is to be defeated."""
        piles = self._as_far_as_a_hopeful()
        surplus_before: int | None = None
        while True:
            self._distribute(piles)  # B.2.a
            self.quota = sum(self.votes.values()) // (self.seats + 1) + 1  # B.2.b
            if self._complete():
                return [], []
            reached = [who for who in self.hopeful if self.votes[who] >= self.quota]
            elected = self._allowed(set(reached))
            if elected:  # B.2.c and B.2.e
                return self._elect(elected), []
            surplus = max(0, sum(self.votes[who] - self.quota for who in self.elected))  # B.2.d
            if surplus < OMEGA or (surplus_before is not None and surplus >= surplus_before):
                return [], [self._defeat(surplus)]
            surplus_before = surplus
            for who in self.elected:  # B.2.f
                reduced = divided_up(self.keep[who] * self.quota, ONE)
                self.keep[who] = divided_up(reduced * ONE, self.votes[who])

    def _allowed(self, reached: set[int]) -> list[int]:
        """Under limits those not doomed, the most votes first, equals together or else by lot."""
        if not self.limits.limits:
            return list(reached)
        chosen: list[int] = []
        while True:
            taken = [*self.elected, *chosen]
            left = self.hopeful.difference(chosen)
            reached = reached.difference(chosen) - self.limits.doomed(taken, left)
            if not reached:
                return chosen
            most = max(self.votes[who] for who in reached)
            best = [who for who in reached if self.votes[who] == most]
            if len(best) > 1 and not self.limits.all_of(best, taken, left):
                stage = len(self.sheet.stages) + 1
                best = [self.ties.choose(best, (), highest=True, stage=stage)]
            chosen += best

    def _as_far_as_a_hopeful(self) -> dict[tuple[int, ...], int]:
        """Papers without the defeated, cut after the first hopeful: that one keeps all that comes.

        Like papers are distributed once and multiplied, which gives the same votes exactly.
        """
        piles: dict[tuple[int, ...], int] = defaultdict(int)
        for ranking, how_many in self.papers.items():
            read: list[int] = []
            for who in ranking:
                if self.keep[who]:
                    read.append(who)
                if who in self.hopeful:
                    break
            piles[tuple(read)] += how_many
        return piles

    def _distribute(self, piles: dict[tuple[int, ...], int]) -> None:
        """B.2.a: each in turn gets weight times keep factor, rounded up; the weight drops by it."""
        votes = dict.fromkeys(self.votes, 0)
        for ranking, how_many in piles.items():
            weight = ONE
            for who in ranking:
                given = divided_up(weight * self.keep[who], ONE)
                votes[who] += given * how_many
                weight -= given
                if not weight:
                    break
        self.votes = votes

    def _defeat(self, surplus: int) -> int:
        """B.3 and T: the lowest, tied with everybody no more than the surplus above; then lot."""
        among = self.limits.may_be_excluded(self.elected, self.hopeful)
        least = min(self.votes[who] for who in among)
        tied = [who for who in among if self.votes[who] <= least + surplus]
        loser = self.ties.choose(tied, (), highest=False, stage=len(self.sheet.stages) + 1)
        self.hopeful.remove(loser)
        self.keep[loser] = 0
        return loser
