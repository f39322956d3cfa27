"""Northern Ireland local elections: last sub-parcel Gregory, two decimals.

Source: Electoral Law Act (Northern Ireland) 1962, Schedule 5, rules 47 to 52, as substituted by
the Local Elections (Northern Ireland) Order 1985 (SI 1985/454). Votes are whole numbers of 0.01.

Where the text leaves a choice, this is what is done and why:
- a transfer value is the surplus over the number of papers actually transferred, since 49(4)(b)
  speaks of "those votes" that are transferred;
- as many of the lowest as satisfy 51(12) are excluded together, but never so many that vacancies
  could not be filled;
- 52(2) is tested at the end of a stage, when no papers are in hand, and does not help two
  candidates who both satisfy it;
- at an election to one vacancy 48(3) makes a quota wait until 51(1) to (3) have been complied with,
  that is, until the first preferences of somebody excluded have been transferred. But rule 51 is
  "subject to rule 52", and whoever has a quota at the first stage is elected under 52(2) at once.
"""

from __future__ import annotations

from collections.abc import Sequence

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
from mutualise.governance.rules.second_count.ties import Ties, highest_together

ONE = 100


class NorthernIrelandCount:
    """One count under rules 47 to 52, paragraph by paragraph."""

    def __init__(
        self, standing: Sequence[int], seats: int, papers: dict[tuple[int, ...], int],
        ties: Ties, sheet: Sheet, limits: Limits,
    ) -> None:  # fmt: skip
        self.limits = limits
        self.seats, self.sheet, self.ties = seats, sheet, ties
        self.continuing = set(standing)
        self.elected: list[int] = []
        self.elected_before = 0
        self.non_transferable = 0
        self.complied_with_51 = False
        self.quota = (sum(papers.values()) // (seats + 1) + 1) * ONE  # rule 48(1) and (2)
        self.votes = dict.fromkeys(standing, 0)
        # First-preference papers, then transferred sub-parcels in the order received.
        self.first = first_preferences(papers)  # rule 47
        self.received: dict[int, list[tuple[int, list[Bundle]]]] = {who: [] for who in standing}
        self.at_end_of_stage: list[dict[int, int]] = []
        for who, bundles in self.first.items():
            self.votes[who] = ONE * number_of(bundles)

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected) if self.continuing else 0

    def run(self) -> Result:
        """49(9): surpluses until none is left or all vacancies are filled; 51: then exclusions."""
        self._elect_by_quota()
        self._end_stage("first preferences")
        while self.vacancies:
            if self._surplus() and not self._not_liable():
                self._transfer_surplus()
            else:
                self._exclude()
        return self.sheet.result(self.elected, self.ties.notes)

    # 48(3) and 52: who is elected

    def _elect(self, whom: Sequence[int]) -> None:
        """In order of votes, equals of their votes at the earliest stage where they differed."""
        past = self.at_end_of_stage
        self.elected += sorted(
            whom,
            key=lambda who: (-self.votes[who], [-at[who] for at in past], self.ties.telling(who)),
        )
        self.continuing -= set(whom)

    def _elect_by_quota(self) -> None:
        """48(3): at an election to one vacancy not before 51(1) to (3) have been complied with."""
        if self.seats > 1 or self.complied_with_51:
            self._elect_reached({who for who in self.continuing if self.votes[who] >= self.quota})

    def _elect_reached(self, reached: set[int]) -> None:
        """All of them; under limits those not doomed, equals together or, where not all can be, by lot."""
        if not self.limits.limits:
            self._elect(list(reached))
            return
        while reached := reached - self.limits.doomed(self.elected, self.continuing):
            best = highest_together(
                reached, self.votes, self.at_end_of_stage,
                lambda level: self.limits.all_of(level, self.elected, self.continuing),
                lambda level: self.ties.choose(level, (), highest=True, stage=len(self.at_end_of_stage) + 1),
            )  # fmt: skip
            self._elect(best)
            reached -= set(best)

    def _fill_last_vacancies(self) -> None:
        """52(1): as many continuing as vacancies. 52(2): one vacancy, and a vote not below the rest."""
        if len(self.continuing) <= self.vacancies:
            self._elect(list(self.continuing))
        if self.vacancies == 1:
            total = sum(self.votes[who] for who in self.continuing) + self._surplus()
            allowed = self.continuing - self.limits.doomed(self.elected, self.continuing)
            able = [who for who in allowed if 2 * self.votes[who] >= total]
            if len(able) == 1:
                self._elect(able)

    def _end_stage(self, action: str, excluded: Sequence[int] = ()) -> None:
        self.at_end_of_stage.append(dict(self.votes))
        self._fill_last_vacancies()
        self.sheet.record(
            action, self.votes, self.non_transferable, self.quota,
            self.elected[self.elected_before :], excluded,
        )  # fmt: skip
        self.elected_before = len(self.elected)

    # 49 and 50: surpluses

    def _surplus(self) -> int:
        """All surpluses not yet transferred."""
        return sum(max(0, self.votes[who] - self.quota) for who in self.elected)

    def _not_liable(self) -> bool:
        """49(10): less than a difference (a) of the two lowest or (b) of the lowest and the next."""
        return any(self._surplus() < gap for _, gap in self._gaps())

    def _gaps(self) -> list[tuple[int, int]]:
        """For each number of lowest candidates that leaves enough for the vacancies:

        that number, and the vote of the candidate next above less the total of theirs.
        """
        order = self._order()
        votes = [self.votes[who] for who in order]
        most = min(len(order) - 1, len(self.continuing) - self.vacancies)
        return [
            (number, votes[number] - sum(votes[:number]))
            for number in range(1, most + 1)
            if self.limits.without(order[:number], self.elected, self.continuing)
        ]

    def _order(self) -> list[int]:
        """Who may be excluded together, lowest first: under limits no guarded, and nobody before a
        doomed one has gone."""
        if self.limits.doomed(self.elected, self.continuing):
            return []
        able = self.limits.may_be_excluded(self.elected, self.continuing)
        return sorted(able, key=lambda who: (self.votes[who], who))

    def _transfer_surplus(self) -> None:
        """49(1) to (7) and 50(1): the largest first; the higher vote at the earliest stage; lot."""
        over = [who for who in self.elected if self.votes[who] > self.quota]
        most = max(self.votes[who] for who in over)
        giver = self.ties.choose(
            [who for who in over if self.votes[who] == most], self.at_end_of_stage,
            highest=True, stage=len(self.at_end_of_stage) + 1,
        )  # fmt: skip
        surplus = self.votes[giver] - self.quota
        received = self.received[giver] or [(ONE, self.first[giver])]  # 49(1), or 49(5)
        value_received, bundles = received[-1]
        parcels = sort_by_next(bundles, self.continuing)
        number = sum(number_of(parcel) for who, parcel in parcels.items() if who != NOBODY)
        value = min(surplus // number, value_received) if number else 0  # 49(4) and (7)
        self.votes[giver] = self.quota
        self.non_transferable += surplus - number * value  # 50(2)(c)
        self._transfer(parcels, value)
        self._end_stage(surplus_of(giver))

    def _transfer(self, parcels: Parcels, value: int) -> None:
        for who, bundles in parcels.items():
            if who != NOBODY:
                self.received[who].append((value, bundles))
                self.votes[who] += value * number_of(bundles)
        self._elect_by_quota()

    # 51: exclusion

    def _exclude(self) -> None:
        """51(1), (12) and (13): the lowest, or all who together cannot reach the next above.

        52(1) and (3): if that leaves as many as there are vacancies, they are elected thereupon
        and no further transfer is made.
        """
        losers = self._lowest()
        self.continuing -= set(losers)
        if len(self.continuing) > self.vacancies:
            self._transfer_from(losers)
        self._end_stage(exclusion_of(losers), losers)

    def _lowest(self) -> list[int]:
        together = max((n for n, gap in self._gaps() if self._surplus() < gap), default=1)
        if together > 1:
            return self._order()[:together]
        among = self.limits.may_be_excluded(self.elected, self.continuing)
        least = min(self.votes[who] for who in among)
        level = [who for who in among if self.votes[who] == least]
        return [self.ties.choose(
            level, self.at_end_of_stage, highest=False, stage=len(self.at_end_of_stage) + 1
        )]  # fmt: skip

    def _transfer_from(self, losers: list[int]) -> None:
        """51(2) to (9): first preferences, then transferred papers by value, highest first."""
        self.complied_with_51 = True
        self._empty({who: self.first.get(who, []) for who in losers}, ONE)
        values = {value for who in losers for value, _ in self.received[who]}
        for value in sorted(values, reverse=True):
            if not self.vacancies:
                return
            self._empty({
                who: [b for v, bundles in self.received[who] if v == value for b in bundles]
                for who in losers
            }, value)  # fmt: skip

    def _empty(self, from_whom: Parcels, value: int) -> None:
        """Transfer these papers at the value at which they were received (51(7))."""
        for who, bundles in from_whom.items():
            self.votes[who] -= value * number_of(bundles)
        every = [bundle for bundles in from_whom.values() for bundle in bundles]
        parcels = sort_by_next(every, self.continuing)
        self.non_transferable += value * number_of(parcels.get(NOBODY, []))
        self._transfer(parcels, value)
