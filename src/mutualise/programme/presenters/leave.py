"""Leave in spite of a conflict, as one sentence and its reasons."""

from __future__ import annotations

from typing import Any

from mutualise.govuk.figures import day


def said_of(row: Any) -> tuple[str, str]:
    """Who has leave, why there is a conflict, who gave it and until when; and the reasons of both."""
    who, first, second = (p.called for p in (row.recusal.person, row.asked_by, row.agreed_by))
    end = f"ended {day(row.ended_at)}" if row.ended_at else f"until {day(row.until)}"
    head = (
        f"{who} shares the team’s employer and has leave to work on the case from "
        f"{day(row.agreed_at)}, {end}, given by {first} and {second}."
    )
    return head, f"{row.reason} {row.agreed_words}".strip()
