"""The state of a count that moves whole papers: votes, who is in, and the stages so far.

Used by the Scottish, ERS97 and Northern Ireland rules; what each does in which order is in its own
module. Amounts are integers in the rule's unit, or exact fractions of a vote when `exact`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from mutualise.governance.rules.counting.constraint import Guard
from mutualise.governance.rules.counting.lots import LotNeeded, Lots, listed_first
from mutualise.governance.rules.counting.piles import Amount, Parcel, Rows, Table
from mutualise.governance.rules.counting.poll import Poll, PollUnfit
from mutualise.governance.rules.counting.record import Count, Move, Stage, Tie


class Tally:
    """A count in progress."""

    def __init__(
        self, poll: Poll, unit: int, lots: Lots, *, exact: bool = False, trace: bool = False,
        guard: Guard | None = None, backwards: bool = False, replay: Table | None = None,
    ) -> None:  # fmt: skip
        self.poll, self.lots, self.exact = poll, lots, exact
        self.unit = 1 if exact else unit
        self.one: Amount = Fraction(1) if exact else unit
        self.guard, self.backwards = guard or Guard(), backwards
        self.table = Table(poll, trace, replay)
        self.votes: dict[int, Amount] = dict.fromkeys(range(1, len(poll.candidates) + 1), 0)
        self.hopeful = set(poll.standing)
        self.elected: list[int] = []
        self.lost: Amount = 0  # non-transferable
        self.quota: Amount = 0
        self.valid = 0
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        self.history: list[tuple[int, dict[int, Amount]]] = []  # after each batch
        self._new: list[int] = []
        self.moves: list[Move] = []
        self.rounding: Amount = 0
        self.remarks: list[str] = []
        self.guard.check(self.elected, self.hopeful, poll.seats)

    @property
    def number(self) -> int:
        """The number of the stage in hand."""
        return len(self.stages) + 1

    @property
    def places(self) -> int:
        """Places not yet filled."""
        return self.poll.seats - len(self.elected)

    def share(self, amount: Amount, parts: Amount) -> Amount:
        """`amount` divided by `parts`: cut to a whole unit, or exact."""
        if isinstance(amount, int) and isinstance(parts, int) and not self.exact:
            return amount // parts
        return Fraction(amount) * Fraction(1, 1) if parts == 1 else Fraction(amount, parts)

    # Papers -------------------------------------------------------------------------------

    def first_preferences(self) -> None:
        """Sort every paper by its first preference; blank ones are not valid votes."""
        for target, rows, papers in self.table.move([self.table.all_rows]):
            if target:
                self.valid += papers
                self.credit(target, Parcel(self.one, rows, papers))
        if not self.valid:
            raise PollUnfit("There is no valid paper to count. Check that this is the right file.")

    def credit(self, target: int, parcel: Parcel) -> None:
        self.table.piles[target].append(parcel)
        self.votes[target] += parcel.votes

    def hand_on(
        self, source: int, rows: list[Rows], old: Amount, value: Amount, batch: int = 0
    ) -> Amount:
        """Move papers to their next preferences at `value`; returns the votes credited."""
        given: Amount = 0
        for target, part, papers in self.table.move(rows):
            self.moves.append(Move(source, target, papers, old, value))
            if target:
                self.credit(target, Parcel(value, part, papers, batch))
                given += papers * value
        return given

    # Standing -----------------------------------------------------------------------------

    def elect(self, candidates: Iterable[int]) -> None:
        for each in candidates:
            self.hopeful.discard(each)
            self.table.shut(each)
            self.elected.append(each)
            self._new.append(each)

    def exclude(self, candidates: Iterable[int]) -> None:
        for each in candidates:
            self.hopeful.discard(each)
            self.table.shut(each)

    def ranked(self, candidates: Iterable[int]) -> list[int]:
        """By votes, most first; equals by their earlier votes, then as `listed_first` puts them."""
        past = [votes for _, votes in self._past()]
        return sorted(
            candidates,
            key=lambda each: (
                [-votes[each] for votes in (self.votes, *past)],
                listed_first(self.lots, self.poll, each),
            ),
        )

    def electable(self, candidates: Iterable[int]) -> list[int]:
        """Those of `candidates` that a constraint still allows, the most votes first.

        Who stand equal throughout go together, or by lot where not all of them can be elected.
        """
        if not self.guard.active:
            return self.ranked(candidates)
        allowed: list[int] = []
        left = set(candidates)
        while left := left - self._doomed_after(allowed):
            best = self.first_of(left)
            if len(best) > 1 and not self.together(best, allowed):
                best = [self.pick(best, "elect", most=True)]
            allowed += self.ranked(best)
            left -= set(best)
        for each in sorted(set(candidates) - set(allowed)):
            self.remark(f"{self.poll.name(each)} cannot be elected within the constraint.")
        return allowed

    def _doomed_after(self, also: Iterable[int]) -> set[int]:
        elected = [*self.elected, *also]
        return self.guard.doomed(elected, self.hopeful - set(elected), self.poll.seats)

    def first_of(self, candidates: Iterable[int]) -> list[int]:
        """Who have the most votes, now and at every earlier point that parts them."""
        best = self._best(list(candidates), self.votes, most=True)
        for _, votes in self._past():
            best = self._best(best, votes, most=True)
        return best

    def together(self, candidates: Iterable[int], also: Iterable[int] = ()) -> bool:
        """Whether all of these can be elected, after those in `also`."""
        elected = [*self.elected, *also, *candidates]
        if len(elected) > self.poll.seats:
            return False
        return self.guard.allows(elected, self.hopeful - set(elected), self.poll.seats)

    def excludable(self) -> set[int]:
        """Who may be excluded now: the doomed first, else everybody who is not guarded."""
        state = self.elected, self.hopeful, self.poll.seats
        doomed, guarded = self.guard.doomed(*state), self.guard.guarded(*state)
        if doomed:
            self.remark("Excluded first because the constraint leaves no place for the candidate.")
        elif guarded:
            names = ", ".join(self.poll.name(each) for each in sorted(guarded))
            self.remark(f"Guarded by the constraint: {names}.")
        return doomed or self.hopeful - guarded

    def remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def last_batch(self, candidate: int) -> list[Parcel]:
        """Lift the papers of the last batch a candidate received; the rest of the pile stays."""
        pile = self.table.piles[candidate]
        last = max((parcel.batch for parcel in pile), default=0)
        self.table.piles[candidate] = [parcel for parcel in pile if parcel.batch != last]
        return [parcel for parcel in pile if parcel.batch == last]

    def surpluses(self) -> dict[int, Amount]:
        """Candidates elected with more votes than the quota, and how many more."""
        return {
            each: self.votes[each] - self.quota
            for each in self.elected
            if self.votes[each] > self.quota
        }

    def finish_without_transfer(self, losers: Iterable[int], remark: str) -> None:
        """An exclusion that leaves as many as there are places: they are elected, no paper moves.

        It is no stage of its own; the last stage tells it.
        """
        gone = tuple(losers)
        self.exclude(gone)
        winners = self.ranked(self.hopeful)
        self.elect(winners)
        last = self.stages[-1]
        self.stages[-1] = replace(
            last, elected=(*last.elected, *winners), excluded=(*last.excluded, *gone),
            remarks=(*last.remarks, remark),
        )  # fmt: skip
        self._new = []

    def snapshot(self) -> None:
        """Remember the votes at this point, for ties to come."""
        self.history.append((self.number, dict(self.votes)))

    def close(
        self, kind: str, subjects: tuple[int, ...] = (), excluded: tuple[int, ...] = ()
    ) -> None:
        """Write the stage in hand into the record."""
        self.stages.append(
            Stage(
                self.number, kind, subjects, dict(self.votes), self.lost, self.quota,
                tuple(self._new), excluded, tuple(self.moves), self.rounding, {},
                tuple(self.remarks),
            )
        )  # fmt: skip
        self._new, self.moves, self.rounding, self.remarks = [], [], 0, []

    # Ties ---------------------------------------------------------------------------------

    def pick(self, candidates: Iterable[int], purpose: str, most: bool) -> int:
        """The candidate with the most (or fewest) votes; ties by earlier votes, then by lot."""
        listed = list(candidates)
        tied = self._best(listed, self.votes, most)
        if len(tied) == 1:
            return tied[0]
        first = tuple(tied)
        for stage, votes in self._past():
            parted = self._best(tied, votes, most)
            if len(parted) == 1:
                self._tell(first, purpose, parted[0], stage)
                return parted[0]
            tied = parted
        chosen = self._lot(tuple(tied), purpose)
        self._tell(tuple(tied), purpose, chosen, 0)
        return chosen

    def _past(self) -> list[tuple[int, dict[int, Amount]]]:
        return list(reversed(self.history)) if self.backwards else self.history

    def _lot(self, tied: tuple[int, ...], purpose: str) -> int:
        try:
            return self.lots.choose(tied, purpose, self.number)
        except LotNeeded as needed:
            needed.stages = tuple(self.stages)
            raise

    def _tell(self, tied: tuple[int, ...], purpose: str, chosen: int, stage: int) -> None:
        settled = "lot" if not stage else "prior stage" if self.backwards else "first difference"
        self.ties.append(Tie(self.number, purpose, tied, chosen, settled, stage))

    @staticmethod
    def _best(listed: list[int], votes: dict[int, Amount], most: bool) -> list[int]:
        end = (max if most else min)(votes[each] for each in listed)
        return sorted(each for each in listed if votes[each] == end)

    # Result -------------------------------------------------------------------------------

    def result(self, rule: str) -> Count:
        return Count(
            self.poll, rule, self.unit, self.valid, self.stages[0].quota, tuple(self.elected),
            tuple(self.stages), tuple(self.ties), None, self.lots.as_json(),
        )  # fmt: skip
