"""The counting rules an election can name, each with its whole text."""

from __future__ import annotations

from mutualise.governance.rules.counting import RULES


def rule_text(rule: str) -> str:
    """The rule step by step, as its own module states it. Raises KeyError for another name."""
    return RULES[rule].text.strip()


def rule_choices() -> list[tuple[str, str]]:
    """The rules for ranked votes with their titles, the usual one first."""
    return [(code, rule.title) for code, rule in RULES.items() if rule.transferable]
