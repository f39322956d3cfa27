"""Electoral Reform Society rules, third edition, June 1997 (ERS97).

Source: "How to conduct an election by the Single Transferable Vote", sections 5 and 6; paragraph
numbers stand beside the steps. Votes are whole numbers of 0.01.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mutualise.governance.rules.second_count.constrained import Limits
from mutualise.governance.rules.second_count.papers import (
    NOBODY,
    Bundle,
    Parcels,
    Result,
    first_preferences,
    number_of,
    sort_by_next,
)
from mutualise.governance.rules.second_count.sheet import Sheet, exclusion_of, surplus_of
from mutualise.governance.rules.second_count.ties import Ties, narrow

ONE = 100


class Ers97Count:
    """One count under section 5, paragraph by paragraph."""

    def __init__(
        self, standing: Sequence[int], seats: int, papers: dict[tuple[int, ...], int],
        ties: Ties, sheet: Sheet, limits: Limits,
    ) -> None:  # fmt: skip
        self.limits = limits
        self.seats, self.sheet, self.ties = seats, sheet, ties
        self.continuing = set(standing)
        self.elected: list[int] = []
        self.elected_before = 0
        self.valid = sum(papers.values()) * ONE
        self.non_transferable = 0
        self.votes = dict.fromkeys(standing, 0)
        # 6.1: what a candidate received, batch by batch, each of one value.
        self.batches: dict[int, list[tuple[int, list[Bundle]]]] = {who: [] for who in standing}
        # The votes at the first stage and after the transfer of each batch (5.2.3, 5.2.5, 5.6.2).
        self.points: list[dict[int, int]] = []
        self._set_quota()
        self._credit(first_preferences(papers), ONE)

    @property
    def places(self) -> int:
        """Places not yet filled, while anybody is left to fill them."""
        return self.seats - len(self.elected) if self.continuing else 0

    def run(self) -> Result:
        """Section 5: the first stage, then surpluses and exclusions until 5.5 completes it."""
        self._deem_elected()
        losers = self._end_stage("first preferences")
        while self.places:
            if losers:
                self._exclude(losers)
                losers = self._end_stage(exclusion_of(losers), losers)
            else:
                giver = self._largest_surplus()
                self._transfer_surplus(giver)
                losers = self._end_stage(surplus_of(giver))
        return self.sheet.result(self.elected, self.ties.notes)

    def _end_stage(self, action: str, excluded: Sequence[int] = ()) -> list[int]:
        """Write the stage down; return whom the next stage excludes, nobody if it is a surplus.

        4.3 and 5.5.1: if no more candidates are left than places, or the exclusion now proposed
        would leave no more, those left are deemed elected and that exclusion is not carried out but formal (5.5.2).
        """
        losers: list[int] = []
        excluded = list(excluded)
        if self.places and len(self.continuing) > self.places and self._surpluses_wait():
            losers = self._to_exclude()
        if self.places and len(self.continuing) - len(losers) <= self.places:
            self._elect(self.continuing.difference(losers))
            self.continuing.clear()
            excluded += losers
        self.sheet.record(
            action, self.votes, self.non_transferable, self.quota,
            self.elected[self.elected_before :], excluded,
        )  # fmt: skip
        self.elected_before = len(self.elected)
        return losers

    def _set_quota(self) -> None:
        """5.1.6: to two decimals, exact if exact, else the remainder ignored and 0.01 added."""
        quota, remainder = divmod(self.valid - self.non_transferable, self.seats + 1)
        self.quota = quota + (1 if remainder else 0)

    def _credit(self, parcels: Parcels, value: int) -> None:
        """Give each parcel to its candidate as one batch, and note the point in the count."""
        for who, bundles in parcels.items():
            if who != NOBODY:
                self.batches[who].append((value, bundles))
                self.votes[who] += value * number_of(bundles)
        self.points.append(dict(self.votes))

    # 5.1.7, 5.3.13, 5.4.9 and 5.6.2: who is deemed elected

    def _deem_elected(self) -> None:
        """In descending order of votes: a quota, or the active vote over the places left plus one.

        Each election lowers what the next candidate needs. Where several have the same vote and
        there are not places for all, the earliest point at which they differed tells; if none
        does, none of those still level is deemed elected yet (5.6.2).
        """
        while self.places:
            allowed = self.continuing - self.limits.doomed(self.elected, self.continuing)
            enough = [who for who in allowed if self._has_enough(self.votes[who])]
            if not enough:
                return
            most = max(self.votes[who] for who in enough)
            level = [who for who in enough if self.votes[who] == most]
            if not self._room_for(level):
                level = narrow(level, self.points, max)
            if not self._room_for(level):
                return
            self._elect(level)

    def _room_for(self, level: list[int]) -> bool:
        return self.limits.all_of(level, self.elected, self.continuing)

    def _has_enough(self, vote: int) -> bool:
        """Nobody is deemed elected so without a vote, however little is left to share."""
        enough = vote >= self.quota or vote * (self.places + 1) >= self._total_active_vote()
        return vote > 0 and enough

    def _total_active_vote(self) -> int:
        """6.20 and 5.6.1: the valid vote less quotas (or votes if less) and the non-transferable."""
        settled = sum(min(self.votes[who], self.quota) for who in self.elected)
        return self.valid - self.non_transferable - settled

    def _elect(self, whom: Iterable[int]) -> None:
        """In descending order of votes; between equals, of votes at the earliest point."""
        order = sorted(
            whom,
            key=lambda who: (
                -self.votes[who], [-at[who] for at in self.points], self.ties.telling(who)
            ),
        )  # fmt: skip
        self.elected += order
        self.continuing -= set(order)

    # 5.2: surplus or exclusion

    def _with_surplus(self) -> list[int]:
        return [who for who in self.elected if self.votes[who] > self.quota]

    def _surpluses_wait(self) -> bool:
        """5.2.2: there is no surplus, or the total of them is deferred."""
        total = sum(self.votes[who] - self.quota for who in self._with_surplus())
        return not total or any(total <= difference for _, difference in self._gaps())

    def _lowest_first(self) -> list[int]:
        """Who may be excluded together: under limits no guarded, and nobody while one is doomed."""
        if self.limits.doomed(self.elected, self.continuing):
            return []
        able = self.limits.may_be_excluded(self.elected, self.continuing)
        return sorted(able, key=lambda who: (self.votes[who], who))

    def _gaps(self) -> list[tuple[int, int]]:
        """For each number of lowest candidates that leaves enough to fill the places (5.2.5(a)):

        that number, and the vote of the candidate next above less the total of their votes. For
        one candidate it is 5.2.2(a), for more 5.2.2(b).
        """
        order = self._lowest_first()
        votes = [self.votes[who] for who in order]
        most = min(len(order) - 1, len(self.continuing) - self.places)
        return [
            (number, votes[number] - sum(votes[:number]))
            for number in range(1, most + 1)
            if self._may_go_together(order, number)
        ]

    def _may_go_together(self, order: list[int], number: int) -> bool:
        """Under limits: a way to fill the places stays, and no group of equals is parted."""
        if not self.limits.limits:
            return True
        parted = self.votes[order[number - 1]] == self.votes[order[number]]
        return not parted and self.limits.without(order[:number], self.elected, self.continuing)

    def _to_exclude(self) -> list[int]:
        """5.2.5: as many of the lowest together as possible; one always, however close the next.

        Where the number falls inside a group with equal votes, those with the fewest votes at the
        earliest point where they differed go, then by lot.
        """
        deferred = sum(self.votes[who] - self.quota for who in self._with_surplus())
        number = max((n for n, gap in self._gaps() if deferred <= gap), default=1)
        among = self.limits.may_be_excluded(self.elected, self.continuing)
        losers: list[int] = []
        while len(losers) < number:
            left = among.difference(losers)
            least = min(self.votes[who] for who in left)
            level = [who for who in left if self.votes[who] == least]
            if len(losers) + len(level) <= number:
                losers += sorted(level)
            else:
                losers.append(self.ties.choose(
                    level, self.points, highest=False, stage=len(self.sheet.stages) + 2
                ))  # fmt: skip
        return losers

    def _largest_surplus(self) -> int:
        """5.2.3: the largest; between equals the greatest vote at the earliest point, then lot."""
        over = self._with_surplus()
        most = max(self.votes[who] for who in over)
        return self.ties.choose(
            [who for who in over if self.votes[who] == most], self.points,
            highest=True, stage=len(self.sheet.stages) + 1,
        )  # fmt: skip

    # 5.3: transfer of a surplus

    def _transfer_surplus(self, giver: int) -> None:
        """5.3.1 and 5.3.2: only the batch last received, which at the first stage is all papers.

        5.3.7: if the transferable papers are worth more than the surplus, the transfer value is
        the surplus over their number, to two decimals, remainder ignored; else their present value.
        """
        surplus = self.votes[giver] - self.quota
        present_value, bundles = self.batches[giver][-1]
        parcels = sort_by_next(bundles, self.continuing)
        number = sum(number_of(parcel) for who, parcel in parcels.items() if who != NOBODY)
        value = surplus // number if number * present_value > surplus else present_value
        self.votes[giver] = self.quota
        self.non_transferable += surplus - number * value
        self._credit(parcels, value)
        self._deem_elected()

    # 5.4: transfer of the votes of excluded candidates

    def _exclude(self, losers: list[int]) -> None:
        """5.4.1: batches of all the excluded together, in descending order of value.

        5.4.8: while nobody is deemed elected, papers that become non-transferable lower the quota.
        5.4.10 and 5.5.2: who is deemed elected gets no more, and all stops when places are full.
        """
        self.continuing -= set(losers)
        values = {value for who in losers for value, _ in self.batches[who]}
        for value in sorted(values, reverse=True):
            batch: list[Bundle] = []
            for who in losers:
                mine = [b for v, bundles in self.batches[who] if v == value for b in bundles]
                self.votes[who] -= value * number_of(mine)
                batch += mine
            parcels = sort_by_next(batch, self.continuing)
            self.non_transferable += value * number_of(parcels.get(NOBODY, []))
            self._credit(parcels, value)
            if not self.elected:
                self._set_quota()
            self._deem_elected()
            if not self.places:
                return
