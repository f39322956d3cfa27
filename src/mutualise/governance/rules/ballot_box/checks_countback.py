"""Places that fell vacant and were filled from the papers of a contest: repeated from the archive.

Who sits at each time follows from the declared result, who was found before, and who had left by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mutualise.governance.rules.ballot_box import checks_count
from mutualise.governance.rules.ballot_box.archive import read_json
from mutualise.governance.rules.ballot_box.checks import CannotCheck, Found
from mutualise.governance.rules.ballot_box.checks_box import whole
from mutualise.governance.rules.ballot_box.checks_count import Engine, Files
from mutualise.governance.rules.counting import read_constraint
from mutualise.governance.rules.seats import Vacancies
from mutualise.governance.rules.two_programs import Contested, options_of
from mutualise.governance.rules.vacancies import Places, in_line, next_in_line, without


@dataclass(frozen=True)
class _Contest:
    """One contest of the archive with its declared result."""

    files: Files
    code: str
    count: Mapping[str, Any]
    given: Contested
    engines: Sequence[Engine]


def check_countbacks(files: Files, contest: str, engines: Sequence[Engine]) -> Found:
    """Each countback counted again, and the place given to whom the rule gives it."""
    of = _contest(files, contest, engines)
    taken: dict[int, int] = {}
    told: list[str] = []
    faults: list[str] = []
    unseen: list[str] = []
    for number, found in enumerate(
        read_json(files, f"{contest}/countbacks.json")["countbacks"], start=1
    ):
        vacancy = whole(found, "vacancy")
        others = {winner for place, winner in taken.items() if place != vacancy}
        left, unable = frozenset(found["left"]), frozenset(found["unavailable"])
        sitting = (frozenset(of.count["result"]["elected"]) | others) - left
        wrong, cannot = _one(of, found, Places(sitting, left, unable))
        faults += [f"Countback {number}: {each}" for each in wrong]
        unseen += [f"Countback {number}: {each}" for each in cannot]
        if found["winner"] is not None:
            taken[vacancy] = whole(found, "winner")
            told.append(f"{of.given.names[taken[vacancy] - 1]} fills place {vacancy}")
    if unseen and not faults:
        raise CannotCheck(" ".join(unseen))
    return f"Vacant places: {', '.join(told) or 'nobody fills one'}.", faults


def _contest(files: Files, contest: str, engines: Sequence[Engine]) -> _Contest:
    count = read_json(files, f"{contest}/count.json")
    listed = sorted(count["candidates"], key=lambda each: int(each["number"]))
    required = count["options"].get("require")
    kept = read_constraint(required).categories[0] if required else None
    given = Contested(
        tuple(str(each["name"]) for each in listed), whole(count, "seats"), count["rule"],
        frozenset(count["withdrawn"]), kept.name if kept else "", kept.least if kept else 0,
        kept.members if kept else frozenset(),
    )  # fmt: skip
    return _Contest(files, contest, count, given, engines)


def _one(of: _Contest, found: Mapping[str, Any], places: Places) -> tuple[list[str], list[str]]:
    """The faults of one countback, and what its part of the archive cannot show."""
    if found["way"] == Vacancies.NEXT:
        return _winner(found, next_in_line(of.given, of.count["result"], places).winner), []
    if not found["result"]:
        return _winner(found, None), []
    faults, cannot = _lot(of, found)
    wrong, unseen = _count(of, found, places)
    line = in_line(of.given, places, found["result"])
    if len(line) > 1 and found["winner"] == line[0]:
        return faults + wrong, [*cannot, *unseen, _by_paper_order(of.given, line)]
    winner = line[0] if len(line) == 1 else None
    return faults + wrong + _winner(found, winner), cannot + unseen


def _by_paper_order(given: Contested, line: Sequence[int]) -> str:
    """What is said of a place filled before equals were left unchosen: no fault then, and no proof."""
    names = " and ".join(given.names[number - 1] for number in line)
    return (
        f"filled under the earlier rule, by which of {names}, elected with the same votes, the first on "
        "the voting paper took the place. By today's rule the count chooses none of them."
    )


def _winner(found: Mapping[str, Any], winner: int | None) -> list[str]:
    if found["winner"] == winner:
        return []
    named = [f"candidate {each}" if each else "nobody" for each in (winner, found["winner"])]
    return [f"the place goes to {named[0]}, published is {named[1]}."]


def _lot(of: _Contest, found: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    try:
        return checks_count.follows(of.files, of.code, found["lots"])[1], []
    except CannotCheck as reason:
        return [], [str(reason)]


def _count(of: _Contest, found: Mapping[str, Any], places: Places) -> tuple[list[str], list[str]]:
    papers = checks_count.papers_in({**of.count, "papers": found["papers"]})
    if papers is None:
        return [], [
            "only its stage table is published, because so few voted. That the place goes to whom it "
            "elects was repeated."
        ]
    again = without(of.given, places)
    poll = replace(
        checks_count.to_count(of.files, of.code, of.count, papers),
        withdrawn=again.withdrawn, options=options_of(again),
        lot_order=tuple(int(str(each).split()[-1]) for each in found["lots"].get("order", ())),
        lot_seed=str(found["lots"].get("seed", "")),
    )  # fmt: skip
    return checks_count.recounted(poll, found, of.engines)[1], []
