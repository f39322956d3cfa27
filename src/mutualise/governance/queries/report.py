"""The scrutineer's report, as data: what section 52 of the 1992 Act would ask, contest by contest."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mutualise.governance.models import Contest, Election, SignedReport
from mutualise.governance.queries.box import size_and_head, trustees_of
from mutualise.governance.queries.counts import last_count, papers_of
from mutualise.governance.queries.deeds import extensions_of
from mutualise.governance.queries.elections import (
    contests_of,
    event_called,
    nominations_of,
    polled_of,
    standing,
)
from mutualise.governance.queries.roll import amendments_of, objections_of
from mutualise.governance.queries.tokens import machine_faults, machine_figures
from mutualise.governance.rules.reconciliation_of_papers import faults
from mutualise.govuk.figures import local_day


def report_of(election: Election) -> dict[str, Any]:
    """Everything the report says, from the record; the same record gives the same report."""
    frozen, opened, closed = (
        event_called(election, name) for name in ("freeze_roll", "open", "close")
    )
    polled = {each.pk for each in polled_of(election)}
    return {
        "election": election.reference,
        "title": election.title,
        "rule": election.rule,
        "notice_sha256": election.notice_sha256,
        "roll": frozen.detail if frozen else {},
        "opened": opened.detail | {"on": local_day(opened.at).isoformat()} if opened else {},
        "closed": closed.detail | {"on": local_day(closed.at).isoformat()} if closed else {},
        "trustees": [[each.number, each.title, each.public_key] for each in trustees_of(election)],
        "objections": len(objections_of(election)),
        # No name and no words of a member: the report is public.
        "objections_decided": [
            [each.get_kind_display(), each.get_outcome_display(), each.answer]
            for each in objections_of(election)
        ],
        **roll_changes_of(election),
        **_extended(election),
        "contests": [
            _polled(each) if each.pk in polled else _unopposed(each)
            for each in contests_of(election)
        ],
    }


def _extended(election: Election) -> dict[str, Any]:
    """How the poll was extended; no key where it was not."""
    found = extensions_of(election)
    return {"extensions": found} if found else {}


def roll_changes_of(election: Election) -> dict[str, Any]:
    """How the rolls were put right before the poll; no key where they were not. No name."""
    found = [
        [each.contest.title, each.version, "added" if each.added_id else "taken off",
         local_day(each.at).isoformat(), each.objection.answer, each.before_sha256, each.after_sha256]
        for each in amendments_of(election)
    ]  # fmt: skip
    return {"roll_changes": found} if found else {}


def names_of(contest: Contest) -> dict[int, str]:
    """Every candidate's name by number, withdrawn ones too."""
    return {each.nomination.number: each.nomination.name for each in nominations_of(contest)}


def _polled(contest: Contest) -> dict[str, Any]:
    found = papers_of(contest)
    count = last_count(contest)
    size, head = size_and_head(contest)
    names = names_of(contest)
    result: dict[str, Any] = count.first if count else {}
    return {
        "code": contest.code,
        "title": contest.title,
        "poll": True,
        "papers": asdict(found)
        | {
            "returned": found.returned,
            "not_returned": found.not_returned,
            "assisted": found.assisted,
        },
        "faults": faults(found) + machine_faults(contest),
        **_machine(contest),
        "board": [size, head],
        "difference": count.difference if count else "",
        "elected": [[number, names[number]] for number in result.get("elected", [])],
        "lots": count.lots if count else {},
        "beside": (count.beside or {}) if count else {},
        "result": result,
    }


def _machine(contest: Contest) -> dict[str, Any]:
    """The figures of the scrutineer's own signing machine; none where the platform keeps both keys."""
    return {"machine": machine_figures(contest) or {}}


def _unopposed(contest: Contest) -> dict[str, Any]:
    return {
        "code": contest.code,
        "title": contest.title,
        "poll": False,
        "elected": [[each.number, each.name] for each in standing(contest)],
        "vacant": contest.seats - len(standing(contest)),
    }


def signed_report(election: Election) -> SignedReport | None:
    return SignedReport.objects.filter(election=election).select_related("by").first()
