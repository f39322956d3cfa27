"""A run of the diagnostic, and mutuals like the team that ran it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualise.chronicle import clock
from mutualise.programme.models import Diagnostic
from mutualise.register.queries.search import Wanted, find
from mutualise.register.rules.life import Status

MOST_SHOWN = 3


def with_token(token_sha256: str) -> Diagnostic | None:
    return Diagnostic.objects.filter(token_sha256=token_sha256).first()


def like(sector: str, region: str) -> Sequence[Any]:
    """Two or three live mutuals: of the sector and region, else of the sector, else of the region."""
    found: list[Any] = []
    for wanted in (
        Wanted(text=sector, area=region),
        Wanted(text=sector),
        Wanted(area=region),
        Wanted(),
    ):
        for row in find(wanted, as_at=clock.today()):
            if row.status == Status.LIVE and row.entry_class == "mutual" and row not in found:
                found.append(row)
        if len(found) >= MOST_SHOWN:
            break
    return found[:MOST_SHOWN]
