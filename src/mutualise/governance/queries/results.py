"""The result of a resolution, worked out by its rule from the votes that stand."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from mutualise.chronicle import clock
from mutualise.governance.models import NoticeCopy, Resolution, VoteCount
from mutualise.governance.queries.electorate import electorate
from mutualise.governance.queries.meetings import counts_of, declaration_of, kind_of
from mutualise.governance.queries.sittings import day_of
from mutualise.governance.rules.resolution_kinds import Among
from mutualise.governance.rules.resolutions import (
    Count,
    CountImpossible,
    Meeting,
    Result,
    Votes,
    decide,
    decide_in_writing,
)


def result_of(resolution: Resolution) -> Result | None:
    """What the rule gives now; None while no votes are recorded of everybody or, where classes alone
    decide, of any class.

    Raises CountImpossible when a kind asks for counts of classes or heads that are missing.
    """
    kind = kind_of(resolution)
    if resolution.meeting is None:
        return decide_in_writing(
            kind, agreements_by_day(resolution), resolution.eligible or 0,
            min(clock.today(), resolution.lapses_on or date.max),
        )  # fmt: skip
    mine = _meeting(resolution)
    if mine is None or resolution.confirms is None:
        return decide(kind, mine) if mine else None
    first = _meeting(resolution.confirms)
    return decide(kind, first, mine) if first else None


def agreements_by_day(resolution: Resolution) -> dict[date, int]:
    """Votes of the members who agreed in writing, by the day their agreement was received."""
    copies = NoticeCopy.objects.filter(notice__resolution=resolution)
    held = dict(copies.values_list("member_number", "votes"))
    found: dict[date, int] = {}
    for number, day in resolution.agreements.values_list("member_number", "received_on"):
        found[day] = found.get(day, 0) + held[number]
    return found


def _meeting(resolution: Resolution) -> Meeting | None:
    counts, kind = counts_of(resolution), kind_of(resolution)
    apart = kind.among == {Among.EACH_CLASS}
    if resolution.meeting is None or not ("" in counts or (apart and counts)):
        return None
    # A meeting may be adjourned after this result: it was passed on its own day (section 332).
    declared = declaration_of(resolution)
    day = declared.decided_on if declared else day_of(resolution.meeting)
    classes = {name: _count(row) for name, row in counts.items() if name}
    # Everybody decides and every class besides, and not alone those whose rights change.
    if {Among.ALL, Among.EACH_CLASS} <= kind.among:
        _check_every_class(resolution.register.code, day, classes)
    # Where classes alone decide, everybody is those who voted in them.
    whole = _count(counts[""]) if "" in counts else _together(classes.values())
    return Meeting(day, Votes(whole, classes))


def _check_every_class(organisation: str, day: date, counted: Container[str]) -> None:
    """Raises CountImpossible naming the classes with voters that nobody counted."""
    voting = {each.of_class for each in electorate(organisation, day).values()}
    missing = [f"“{each}”" for each in sorted(voting) if each not in counted]
    if missing:
        raise CountImpossible(
            f"This kind is decided class by class. Count each class: {', '.join(missing)} is missing. Where "
            "nobody of a class voted, record 0 votes for and 0 against."
        )


def _together(counts: Iterable[Count]) -> Count:
    every = list(counts)
    return Count(
        sum(each.votes_for for each in every), sum(each.against for each in every),
        sum(each.eligible for each in every), sum(each.abstained for each in every),
        sum(each.spoiled for each in every),
    )  # fmt: skip


def _count(row: VoteCount) -> Count:
    return Count(row.votes_for, row.against, row.eligible, row.abstained, row.spoiled)
