"""What a contest's votes add up to: paper sheets, reconciliation, the last count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from mutualise.governance.models import Contest, ContestCount, SheetReading
from mutualise.governance.queries.box import entries_of, opened_ballots, steps_of
from mutualise.governance.queries.elections import nominations_of, polled_of, standing
from mutualise.governance.queries.roll import sizes
from mutualise.governance.queries.tokens import machine_faults
from mutualise.governance.rules.ballot_box import mix
from mutualise.governance.rules.reconciliation_of_papers import Papers, faults
from mutualise.governance.rules.two_programs import Contested


@dataclass(frozen=True)
class Sheet:
    """A paper sheet as read so far. `agreed` is its ranking, None while clerks differ or wait.

    What two read alike stands. Where three read three things the third decides, who looked because the
    others differed, with the scrutineer beside: else such a sheet would keep the count from ever being made.
    """

    number: int
    readings: tuple[tuple[tuple[int, ...], bool], ...]

    @property
    def agreed(self) -> tuple[tuple[int, ...], bool] | None:
        seen = Counter(self.readings)
        best = next(iter(seen.most_common(1)), None)
        if best and best[1] >= 2:
            return best[0]
        return self.readings[2] if len(self.readings) == 3 else None


def sheets_of(contest: Contest) -> list[Sheet]:
    """Every paper sheet entered, by number, with what each clerk read in it."""
    rows: dict[int, list[tuple[tuple[int, ...], bool]]] = {}
    for row in SheetReading.objects.filter(contest=contest).order_by("sheet", "position"):
        rows.setdefault(row.sheet, []).append((tuple(row.ranking), row.spoiled))
    return [Sheet(number, tuple(readings)) for number, readings in rows.items()]


def papers_agree(contest: Contest) -> bool:
    return all(sheet.agreed is not None for sheet in sheets_of(contest))


def last_count(contest: Contest) -> ContestCount | None:
    return ContestCount.objects.filter(contest=contest).order_by("-number").first()


def engines_agree(contest: Contest) -> bool:
    """Whether both programs counted the contest alike; False before the first count."""
    count = last_count(contest)
    return count is not None and not count.difference


def contested_of(contest: Contest) -> Contested:
    """The contest as both programs take it; whoever does not stand is passed over on every paper."""
    rows = nominations_of(contest)
    return Contested(
        names=tuple(each.nomination.name for each in rows), seats=contest.seats,
        rule=contest.election.rule,
        withdrawn=frozenset(each.nomination.number for each in rows if not each.standing),
        category=contest.category, reserved=contest.reserved,
        in_category=frozenset(each.nomination.number for each in rows if each.nomination.in_category),
        title=contest.title,
    )  # fmt: skip


def votes_of(contest: Contest) -> tuple[list[tuple[int, tuple[int, ...]]], int]:
    """The papers for the count, grouped and sorted, and how many are spoiled.

    A vote that names a candidate who does not stand, or nobody, is spoiled; blank votes are too.
    """
    numbers = {each.number for each in standing(contest)}
    ballots, others = opened_ballots(contest)
    rankings = [each.ranking for each in ballots]
    spoiled = len(others)
    for sheet in sheets_of(contest):
        ranking, bad = sheet.agreed or ((), True)
        if bad:
            spoiled += 1
        else:
            rankings.append(ranking)
    good = [each for each in rankings if each and set(each) <= numbers]
    spoiled += len(rankings) - len(good)
    return [(n, ranking) for ranking, n in sorted(Counter(good).items())], spoiled


def papers_of(contest: Contest) -> Papers:
    """The figures of the reconciliation, from the record."""
    found = sizes(contest)
    closed = mix.close(entries_of(contest))
    dropped = sum(len(step.dropped) for step in steps_of(contest))
    sealed = sum(entry.mode == "online" for entry in closed.kept.values())
    votes, spoiled = votes_of(contest)
    return Papers(
        roll=found["roll"], sent=found["sent"], issued=found["issued"],
        entries=len(closed.kept) + len(closed.superseded), returned_online=len(closed.kept),
        superseded=len(closed.superseded), dropped=dropped, marked_paper=found["paper"],
        papers=len(sheets_of(contest)), spoiled=spoiled, valid=sum(n for n, _ in votes),
        sealed=sealed,
    )  # fmt: skip


def reconciled(contest: Contest) -> bool:
    return not faults(papers_of(contest)) and not machine_faults(contest)


def results_of(election: Any) -> list[tuple[Contest, ContestCount | None]]:
    """Each contest that had a poll, with its last count."""
    return [(each, last_count(each)) for each in polled_of(election)]
