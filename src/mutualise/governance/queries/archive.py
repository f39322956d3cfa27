"""The published archive of an election: what anyone needs to repeat it, and no name.

Full rankings are never published. Under 200 voters in an election or 50 in a contest only the stage
table is: a full or even a cut ranking could betray its voter (reference ballots 3.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mutualise.governance.models import BoardEntry, Contest, Election, Filling
from mutualise.governance.queries.box import box_of, heads_of, steps_of, trustees_of
from mutualise.governance.queries.counting_rules import rule_text
from mutualise.governance.queries.counts import contested_of, last_count, papers_of
from mutualise.governance.queries.deeds import deeds_of
from mutualise.governance.queries.elections import box_name, polled_of
from mutualise.governance.queries.roll import (
    changed_rows,
    fixed_hash,
    leaves_of,
    sizes,
)
from mutualise.governance.queries.tokens import signed_tokens
from mutualise.governance.queries.vacancies import findings_of
from mutualise.governance.rules.ballot_box import mix
from mutualise.governance.rules.ballot_box.archive import ContestRecord, build, packed
from mutualise.governance.rules.ballot_box.board import Receipt
from mutualise.governance.rules.disclosure import papers_may_be_shown
from mutualise.governance.rules.seats import Vacancies
from mutualise.governance.rules.two_programs import (
    Contested,
    Papers,
    cut_to_what_counted,
    options_of,
)
from mutualise.governance.rules.vacancies import Places, without


def archive_of(election: Election) -> bytes:
    """The archive of a counted election, as a zip; the same election gives the same bytes."""
    contests = polled_of(election)
    voters = sum(papers_of(each).returned for each in contests)
    records = [_record(each, voters) for each in contests]
    notice, rule = election.notice.encode(), rule_text(election.rule)
    return packed(build(election.reference, notice, rule, records, deeds_of(election)))


def _countback(
    filling: Filling, vacancy: int, left: frozenset[int], papers: Papers | None
) -> dict[str, Any]:
    """One filling of a vacant place, as countbacks.json has it."""
    contest = contested_of(filling.vacancy.nomination.contest)
    counted = papers is not None and filling.way == Vacancies.COUNTBACK and filling.first
    again = without(contest, Places(frozenset(), left, frozenset(filling.unavailable)))
    return {
        "vacancy": vacancy, "left": sorted(left), "unavailable": sorted(filling.unavailable),
        "way": filling.way, "winner": filling.winner.number if filling.winner else None,
        "lots": {name: filling.lots[name] for name in filling.lots if name not in ("numbers", "mattered")},
        "result": filling.first,
        "papers": _cut(again, papers, filling.lots) if counted and papers else None,
    }  # fmt: skip


def _cut(contest: Contested, papers: Papers, lots: Mapping[str, Any]) -> Papers | None:
    """The papers that a countback counted; those that name nobody who is left are none of its votes."""
    found = cut_to_what_counted(contest, papers, lots)
    return None if found is None else [row for row in found if row[1]]


def hourly_heads(contest: Contest) -> list[Receipt]:
    """The head of the board at the end of each hour in which a vote came."""
    rows = BoardEntry.objects.filter(box__reference=box_name(contest)).order_by("number")
    last: dict[Any, Receipt] = {}
    for number, head, hour in rows.values_list("number", "head", "hour"):
        last[hour] = Receipt(number, bytes.fromhex(head))
    return list(last.values())


def _earlier(contest: Contest) -> list[dict[str, Any]]:
    """The versions of the roll before the last: the hash of each, and the leaf that came or went after."""
    return [
        {
            "version": each.version - 1, "sha256": each.before_sha256,
            "added": [each.added.leaf] if each.added else [],
            "removed": [each.removed.leaf] if each.removed else [],
            "why": each.objection.answer,
        }
        for each in contest.amendments.select_related("objection", "added", "removed").order_by("version")
    ]  # fmt: skip


def _record(contest: Contest, voters: int) -> ContestRecord:
    count = last_count(contest)
    box = box_of(contest)
    if count is None or box is None:
        raise ValueError(f"{contest} has not been counted.")
    given, found, marked = contested_of(contest), papers_of(contest), sizes(contest)
    rows = heads_of(contest)
    steps = steps_of(contest)
    opened, others = mix.read_list(steps[-1], contest.election.reference, contest.code)
    publish = papers_may_be_shown(voters, found.returned)
    whole: Papers = [(n, tuple(r)) for n, r in count.papers]
    papers = cut_to_what_counted(given, whole, count.lots) if publish else None
    return ContestRecord(
        contest=contest.code, leaves=leaves_of(contest),
        marked={
            "online": marked["issued"], "sealed": marked["sealed"], "paper": marked["paper"],
        },
        opening_head=bytes.fromhex(box.opening_head), rows=rows,
        published_heads=hourly_heads(contest),
        trustees=[(each.title, bytes.fromhex(each.public_key)) for each in trustees_of(contest.election)],
        superseded=mix.close([entry for entry, _ in rows]).superseded, steps=steps,
        not_ballots=len(others),
        lots={name: value for name, value in count.lots.items() if name != "numbers"},
        rule=contest.election.rule, seats=contest.seats,
        candidates=[
            {"id": f"candidate {number}", "name": name, "number": number}
            for number, name in enumerate(given.names, start=1)
        ],
        figures={
            "box": len(opened), "paper": found.papers,
            "spoiled": count.spoiled - len(others), "valid": found.valid,
        },
        result=count.first, papers=papers, tokens=signed_tokens(contest), withdrawn=sorted(given.withdrawn), options=options_of(given),
        countbacks=[_countback(*each, whole if publish else None) for each in findings_of(contest)],
        frozen=fixed_hash(contest), earlier=_earlier(contest), changed=[bytes.fromhex(row.leaf or "") for row in changed_rows(contest)],
    )  # fmt: skip
