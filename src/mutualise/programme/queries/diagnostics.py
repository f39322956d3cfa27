"""A run of the diagnostic, and mutuals like the team that ran it."""

from __future__ import annotations

from typing import Any

from mutualise.chronicle import clock
from mutualise.programme.models import Case, Diagnostic
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.diagnostic import QUESTIONS, result
from mutualise.register.queries.search import Wanted, choices, find
from mutualise.register.rules.life import Status

LEAST_SHOWN, MOST_SHOWN = 2, 3


def with_token(token_sha256: str) -> Diagnostic | None:
    return Diagnostic.objects.filter(token_sha256=token_sha256).first()


def sectors() -> list[str]:
    """The sectors of the register, in order."""
    return choices(as_at=clock.today())["sector"]


def run_of_case(case: Case) -> Diagnostic | None:
    """The run of the diagnostic an enquiry began with."""
    return Diagnostic.objects.filter(case=case).first()


def like(sector: str, region: str) -> list[tuple[Any, str]]:
    """Two or three live mutuals with what they share: sector and region where there are two of
    them, and openly the sector or the region alone where there are not. Nothing is shown for nothing."""
    wanted = [
        ("same sector and region", Wanted(sector=sector, area=region), sector and region),
        ("same sector", Wanted(sector=sector), sector),
        ("same region", Wanted(area=region), region),
    ]
    found: dict[str, tuple[Any, str]] = {}
    for why, each, asked in wanted:
        if not asked or len(found) >= LEAST_SHOWN:
            continue
        for row in find(each, as_at=clock.today()):
            if row.status == Status.LIVE and row.entry_class == "mutual":
                found.setdefault(row.code, (row, why))
    return list(found.values())[:MOST_SHOWN]


def panel(seen: Viewing) -> dict[str, Any]:
    """What the pages of a case show of the run it began with."""
    run = run_of_case(seen.case)
    return {"run": run, "found": result(run.answers) if run else None, "total": len(QUESTIONS)}
