"""The bodies figures are measured of, by the names a text may call them."""

from __future__ import annotations

from datetime import datetime

from mutualise.register.queries.facts import all_facts


def names_of_bodies(known_at: datetime | None = None) -> dict[str, tuple[str, ...]]:
    """By code the name of every body of the register, then its other and former names."""
    return {
        facts.organisation: (facts.name, *(each.name for each in facts.names))
        for facts in all_facts(known_at)
    }
