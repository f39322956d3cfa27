"""What was recorded in the register since a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mutualise.register.queries.facts import TABLES
from mutualise.register.queries.kin import names_of


def changes_since(moment: datetime) -> list[dict[str, Any]]:
    """Every row recorded after `moment`, of every table: whose, what, the change and its reason."""
    rows = [
        row
        for table in TABLES
        for row in table.objects.filter(recorded_at__gt=moment).select_related("organisation")
    ]
    names = names_of(row.organisation.code for row in rows)
    return [
        {
            "reference": row.organisation.code,
            "what": f"{names.get(row.organisation.code, row.organisation.code)}: {row._meta.verbose_name}",
            "change": row.change,
            "reason": row.reason,
            "at": row.recorded_at.isoformat(),
        }
        for row in rows
    ]
