"""When the secretary is reminded that a resolution must be filed."""

from __future__ import annotations

from datetime import date, timedelta

# Seven days leave time to post a paper form; Companies Act 2006 section 30 allows 15 in all.
REMIND_BEFORE = timedelta(days=7)


def filing_reminder_due(file_by: date, today: date) -> str:
    """Which reminder a day calls for: "soon", "late-0", "late-1" … once a week, or none ("").

    >>> filing_reminder_due(date(2026, 7, 1), date(2026, 7, 9))
    'late-1'
    """
    if today > file_by:
        return f"late-{(today - file_by).days // 7}"
    return "soon" if file_by - today <= REMIND_BEFORE else ""
