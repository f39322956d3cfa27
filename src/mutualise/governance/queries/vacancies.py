"""Places of a declared election that fell vacant: who holds them, who left, what fills them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from mutualise.governance.models import Contest, Election, Filling, Nomination, Vacancy
from mutualise.governance.queries.counts import contested_of, last_count, votes_of
from mutualise.governance.queries.elections import contests_of
from mutualise.governance.queries.seats import (
    Seat,
    current_term,
    declared_on,
    elected_numbers,
    seat_of,
)
from mutualise.governance.rules.vacancies import DIFFER, Places

# [(how many, ranking)], as `rules.two_programs` takes them.
Stored = list[tuple[int, tuple[int, ...]]]


class PapersMissing(Exception):
    """The papers of a contest cannot be counted again; the message says why."""


@dataclass(frozen=True)
class Vacant:
    """A vacancy with what was last found for it, and the seat of whoever fills it."""

    vacancy: Vacancy
    filling: Filling | None
    seat: Seat | None

    @property
    def waits(self) -> bool:
        """Whether nobody was found for it yet."""
        return self.filling is None or self.filling.winner_id is None


def vacancies_of(election: Election) -> list[Vacant]:
    """Every vacancy of an election, in the order in which they were recorded."""
    rows = Vacancy.objects.filter(nomination__contest__election=election)
    found = rows.select_related("nomination__contest__election").order_by("pk")
    return [_vacant(each) for each in found]


def _vacant(vacancy: Vacancy) -> Vacant:
    last = last_filling(vacancy)
    seat = None
    if last is not None and last.winner is not None:
        seat = seat_of(last.winner, begins=timezone.localdate(last.at))
    return Vacant(vacancy, last, seat)


def last_filling(vacancy: Vacancy) -> Filling | None:
    return vacancy.fillings.select_related("winner__contest").order_by("-number").first()


def findings_of(contest: Contest) -> list[tuple[Filling, int, frozenset[int]]]:
    """Everything found for the vacant places of a contest, in order: with the number of the vacancy and who
    had left a place by then. What the programs differed on is left out: it filled nothing."""
    left = list(
        Vacancy.objects.filter(nomination__contest=contest)
        .select_related("nomination")
        .order_by("pk")
    )
    rows = Filling.objects.filter(vacancy__nomination__contest=contest).order_by("pk")
    return [
        (
            each,
            [one.pk for one in left].index(each.vacancy_id) + 1,
            frozenset(one.nomination.number for one in left if one.at <= each.at),
        )
        for each in rows.select_related("winner", "vacancy__nomination__contest__election")
        if not each.why.startswith(DIFFER)
    ]


def vacancy_numbered(election: Election, number: int) -> Vacancy | None:
    """A vacancy by its key, if it is one of this election."""
    rows = Vacancy.objects.filter(nomination__contest__election=election, pk=number)
    return rows.select_related("nomination__contest__election").first()


def places_of(contest: Contest, unavailable: frozenset[int] = frozenset()) -> Places:
    """Who holds the places of a declared contest, and who left one; by candidate number."""
    rows = Vacancy.objects.filter(nomination__contest=contest)
    left = frozenset(rows.values_list("nomination__number", flat=True))
    chosen = set(elected_numbers(contest.election).get(contest.code, ()))
    for vacancy in rows:
        last = last_filling(vacancy)
        if last is not None and last.winner is not None:
            chosen.add(last.winner.number)
    return Places(frozenset(chosen) - left, left, unavailable)


def holders_of(election: Election) -> list[Nomination]:
    """Everybody whom the election chose and who holds the place still, by contest and number."""
    if declared_on(election) is None:
        return []
    found: list[Nomination] = []
    for contest in contests_of(election):
        sitting = places_of(contest).sitting
        rows = Nomination.objects.filter(contest=contest, number__in=sitting)
        found += rows.select_related("contest__election").order_by("number")
    return found


def left_office(nomination: Nomination) -> bool:
    """Whether the register of directors says that their term has ended."""
    seat = seat_of(nomination)
    return seat.term is not None and current_term(seat.term).valid_until is not None


def papers_kept(contest: Contest) -> Stored:
    """The papers of the declared count. Raises PapersMissing where there are none to count again.

    Where the opened ballots are kept too they must be the same papers.
    """
    count = last_count(contest)
    if count is None:
        raise PapersMissing(
            "There was no poll in this contest, so there are no papers to count again."
        )
    papers = [(int(many), tuple(ranking)) for many, ranking in count.papers]
    if not papers:
        raise PapersMissing("The papers of this contest are not kept, so they cannot be counted.")
    opened, _ = votes_of(contest)
    if sorted(opened) != sorted(papers):
        raise PapersMissing(
            "The papers kept with the declared count are not those that were opened. Run `mutualise "
            "inspect`, and ask what happened, before anybody counts again."
        )
    return papers


def eligible_for(contest: Contest) -> list[Nomination]:
    """Candidates who could fill a place: they stood, do not sit, and did not leave one."""
    places, withdrawn = places_of(contest), contested_of(contest).withdrawn
    rows = Nomination.objects.filter(contest=contest).order_by("number")
    return [each for each in rows if each.number not in places.sitting | places.left | withdrawn]
