"""Vacant places in words: for secretary and scrutineer, and in a sentence for anyone."""

from __future__ import annotations

from typing import Any

from mutualise.governance.models import Election, Filling
from mutualise.governance.presenters.report_contest import contest_shown
from mutualise.governance.queries.seats import after_of, current_term
from mutualise.governance.queries.vacancies import (
    Vacant,
    holders_of,
    left_office,
    vacancies_of,
)
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.seats import VACANCY_LABELS, Vacancies
from mutualise.governance.rules.vacancies import CAUSE_LABELS, DIFFER, Cause

WAYS = {Vacancies.COUNTBACK: "by countback", Vacancies.NEXT: "as the next candidate of the count"}


def vacancies_page(election: Election) -> dict[str, Any]:
    """What the secretary and the scrutineer see: who sits, who left, and what was found."""
    way = after_of(election).vacancies
    return {
        "election": election,
        "notice": VACANCY_LABELS[Vacancies(way)] if way else "",
        "finds": way in WAYS,
        "holders": [
            [each.name, each.contest.title, _standing(each)] for each in holders_of(election)
        ],
        "vacant": [_block(each, way in WAYS) for each in vacancies_of(election)],
    }


def _standing(nomination: Any) -> str:
    if left_office(nomination):
        return "Their term has ended in the register of directors: record the place as vacant"
    return "Holds the place"


def _block(vacant: Vacant, finds: bool) -> dict[str, Any]:
    left, filling, seat = vacant.vacancy, vacant.filling, vacant.seat
    entered = seat is not None and seat.term is not None
    return {
        "number": left.pk,
        "title": f"{left.nomination.name}, {left.nomination.contest.title}",
        "told": [
            f"Left on {spoken(left.on)}. {CAUSE_LABELS[Cause(left.cause)]}.",
            *_found(filling),
            *([f"{seat.nomination.name} is in the register of directors."] if seat and entered else []),
            *(seat.obstacles if seat else ()),
        ],
        "may_find": finds and not entered,
        "may_enter": seat is not None and seat.ready,
        "again": filling is not None,
        "count": counted_back(filling) if filling and filling.first else None,
    }  # fmt: skip


def _found(filling: Filling | None) -> list[str]:
    if filling is None:
        return []
    if filling.winner is None:
        return [filling.why]
    return [f"{filling.winner.name} fills the place, {WAYS[Vacancies(filling.way)]}."]


def counted_back(filling: Filling) -> dict[str, Any]:
    """The second count of the papers, as the report shows a contest."""
    contest, first = filling.vacancy.nomination.contest, filling.first
    found = {
        "code": f"{contest.code}-{filling.pk}", "title": f"Countback: {contest.title}",
        "poll": True, "papers": {}, "result": first, "lots": filling.lots,
        "beside": {"lot": filling.lots["mattered"]} if "mattered" in filling.lots else {},
        "difference": filling.why.removeprefix(DIFFER).strip() if filling.why.startswith(DIFFER) else "",
        "elected": [(int(each), first["candidates"][str(each)]) for each in first["elected"]],
    }  # fmt: skip
    shown = contest_shown(found, {})
    winner = filling.winner.name if filling.winner else "nobody"
    shown["elected_text"] = (
        f"{shown['elected_text']} The place goes to the first of them who does not sit already: "
        f"{winner}."
    )
    return shown


def countbacks_page(election: Election) -> dict[str, Any]:
    """What anyone sees of the countbacks of an election: every stage, as of the count itself."""
    found = [each.filling for each in vacancies_of(election) if each.filling and each.filling.first]
    return {"election": election, "counts": [counted_back(each) for each in found]}


def counted_back_publicly(election: Election) -> bool:
    """Whether a place of this election was filled, or tried to be, by a countback."""
    return bool(countbacks_page(election)["counts"])


def vacant_places(election: Election) -> list[str]:
    """Who left a place and who fills it, for anyone; no reason is given."""
    way, told = after_of(election).vacancies, []
    for each in vacancies_of(election):
        name = each.vacancy.nomination.name
        text = f"The place of {name} fell vacant on {spoken(each.vacancy.on)}."
        if each.filling and each.filling.winner:
            text += f" {each.filling.winner.name} fills it, {WAYS[Vacancies(each.filling.way)]}."
            if each.seat and each.seat.term:
                text += f" In office since {spoken(current_term(each.seat.term).valid_from)}."
        elif way:
            text += f" The notice says: {VACANCY_LABELS[Vacancies(way)].lower()}."
        told.append(text)
    return told
