"""What a signed-in person is and holds."""

from __future__ import annotations

from typing import Any

from mutualise.accounts.permissions import holds
from mutualise.accounts.rules.roles import Role


def is_editor(person: Any) -> bool:
    return holds(person, Role.REGISTER_EDITOR)


def organisations_represented(person: Any) -> list[str]:
    """Codes of the organisations this person represents today."""
    if not getattr(person, "is_authenticated", False):
        return []
    codes = {row.organisation for row in person.holdings.filter(role=Role.REPRESENTATIVE.value)}
    return sorted(c for c in codes if holds(person, Role.REPRESENTATIVE, organisation=c))
