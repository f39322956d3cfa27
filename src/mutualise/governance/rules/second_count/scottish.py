"""Scottish local elections: weighted inclusive Gregory, five decimals.

Source: the Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 45 to
52, as carried into the Order of 2011 (SSI 2011/399) as rules 46 to 53. Numbers below are those of
2007. Votes are whole numbers of 0.00001.

One practice is taken from the official stage tables of May 2017 and not from the bare text: the
papers of the last candidate to be excluded are still transferred, and rule 52 is applied after.
SSI 2021/437 article 2(4) has since said that this is no breach of the rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from mutualise.governance.rules.second_count.constrained import Limits
from mutualise.governance.rules.second_count.papers import (
    NOBODY,
    Bundle,
    Result,
    first_preferences,
    number_of,
    sort_by_next,
)
from mutualise.governance.rules.second_count.sheet import Sheet, exclusion_of, surplus_of
from mutualise.governance.rules.second_count.ties import Ties, highest_together

ONE = 100_000


class ScottishCount:
    """One count under rules 45 to 52, paragraph by paragraph."""

    def __init__(
        self, standing: Sequence[int], seats: int, papers: dict[tuple[int, ...], int],
        ties: Ties, sheet: Sheet, limits: Limits,
    ) -> None:  # fmt: skip
        self.limits = limits
        self.seats, self.sheet, self.ties = seats, sheet, ties
        self.continuing = set(standing)
        self.elected: list[int] = []
        self.total = sum(papers.values())
        self.quota = (self.total // (seats + 1) + 1) * ONE  # rule 46
        # Papers held by a candidate, by the value each had when received.
        self.held: dict[int, dict[int, list[Bundle]]] = {who: {} for who in standing}
        self.votes = dict.fromkeys(standing, 0)
        self.at_end_of_stage: list[dict[int, int]] = []
        for who, bundles in first_preferences(papers).items():  # rule 45
            self._credit(who, ONE, bundles)

    def run(self) -> Result:
        """Stage after stage until no vacancy remains (rules 48(1), 50(1) and 52)."""
        self._end_stage("first preferences")
        while self.vacancies:
            over = [who for who in self.elected if self.votes[who] > self.quota]
            if over:
                self._transfer_surplus(over)
            else:
                self._exclude_lowest()
        return self.sheet.result(self.elected, self.ties.notes)

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected) if self.continuing else 0

    def _credit(self, who: int, value: int, bundles: list[Bundle]) -> None:
        self.held[who].setdefault(value, []).extend(bundles)
        self.votes[who] += value * number_of(bundles)

    def _end_stage(self, action: str, excluded: Sequence[int] = ()) -> None:
        """Rule 47: a quota elects. Rule 52: as many continuing as vacancies are all elected."""
        self.at_end_of_stage.append(dict(self.votes))
        before = len(self.elected)
        self._elect_reached({who for who in self.continuing if self.votes[who] >= self.quota})
        if len(self.continuing) <= self.vacancies:
            self._elect(list(self.continuing))
        self.sheet.record(
            action, self.votes, self.total * ONE - sum(self.votes.values()), self.quota,
            self.elected[before:], excluded,
        )  # fmt: skip

    def _elect_reached(self, reached: set[int]) -> None:
        """All who reached the quota; under limits one group of equals after the other, or by lot."""
        if not self.limits.limits:
            self._elect(list(reached))
            return
        while reached := reached - self.limits.doomed(self.elected, self.continuing):
            best = highest_together(
                reached, self.votes, reversed(self.at_end_of_stage),
                lambda level: self.limits.all_of(level, self.elected, self.continuing),
                lambda level: self.ties.choose(level, (), highest=True, stage=len(self.at_end_of_stage)),
            )  # fmt: skip
            self._elect(best)
            reached -= set(best)

    def _elect(self, whom: list[int]) -> None:
        self.elected += self._in_order(whom)
        self.continuing -= set(whom)

    def _in_order(self, whom: list[int]) -> list[int]:
        """In order of votes, equals of their votes at the most recent stage where they differed."""
        past = self.at_end_of_stage[::-1]
        return sorted(
            whom,
            key=lambda who: (-self.votes[who], [-at[who] for at in past], self.ties.telling(who)),
        )

    def _may_be_excluded(self) -> set[int]:
        return self.limits.may_be_excluded(self.elected, self.continuing)

    def _transfer_surplus(self, over: list[int]) -> None:
        """Rule 48, and rule 49 where several have a surplus: the highest first.

        Equal surpluses: the higher vote at the most recent stage where they differed, then lot.
        The transfer value is A/B to five decimals with any remainder ignored, where A is the
        surplus times the value of the paper when received and B the whole vote of the candidate.
        """
        most = max(self.votes[who] for who in over)
        giver = self.ties.choose(
            [who for who in over if self.votes[who] == most], reversed(self.at_end_of_stage),
            highest=True, stage=len(self.at_end_of_stage) + 1,
        )  # fmt: skip
        surplus, whole_vote = self.votes[giver] - self.quota, self.votes[giver]
        for value, bundles in self.held[giver].items():
            transfer_value = surplus * value // whole_vote
            for who, parcel in sort_by_next(bundles, self.continuing).items():
                if who != NOBODY:
                    self._credit(who, transfer_value, parcel)
        self.votes[giver] = self.quota
        self.held[giver] = {}
        self._end_stage(surplus_of(giver))

    def _exclude_lowest(self) -> None:
        """Rule 50, and rule 51 where several are lowest; papers go on at the value they had."""
        among = self._may_be_excluded()
        least = min(self.votes[who] for who in among)
        loser = self.ties.choose(
            [who for who in among if self.votes[who] == least],
            reversed(self.at_end_of_stage), highest=False, stage=len(self.at_end_of_stage) + 1,
        )  # fmt: skip
        self.continuing.remove(loser)
        for value, bundles in self.held[loser].items():
            for who, parcel in sort_by_next(bundles, self.continuing).items():
                if who != NOBODY:
                    self._credit(who, value, parcel)
        self.votes[loser] = 0
        self.held[loser] = {}
        self._end_stage(exclusion_of([loser]), [loser])
